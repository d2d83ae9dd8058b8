/* Comfort only: says that a session is about to end, ends it in sight, and covers the page after a minute elsewhere. */
"use strict";

{
  const WARN = 120; // seconds before the end
  const COVER = 60; // seconds in another window
  const SIGN = 60; // seconds between two signs of life
  const box = document.getElementById("idle");
  const cover = document.getElementById("covered");

  if (box) {
    const idle = Number(box.dataset.idle);
    const token = document.querySelector("input[name=csrf_token]");
    let last = Date.now();
    let told = Date.now();

    function here() {
      last = Date.now();
      if (box.open) box.close();
      if (last - told < SIGN * 1000) return;
      told = last;
      fetch(box.dataset.still, { method: "POST", body: new URLSearchParams({ csrf_token: token ? token.value : "" }) }).catch(() => { told = 0; });
    }

    function look() {
      const quiet = (Date.now() - last) / 1000;
      if (quiet >= idle && document.documentElement.hasAttribute("data-unsaved")) {
        box.close();
        if (!cover.open) cover.showModal(); // words that are nowhere else stay, out of sight
      } else if (quiet >= idle) {
        const next = location.pathname + location.search;
        location.replace(`${box.dataset.out}?next=${encodeURIComponent(next.slice(box.dataset.out.length - "/in".length))}`);
      } else if (quiet >= idle - WARN && !box.open) {
        box.querySelector("[data-idle-kept]").hidden = !document.querySelector("[data-draft]") || document.documentElement.hasAttribute("data-unsaved");
        box.showModal();
      }
    }

    ["keydown", "pointerdown", "input"].forEach((kind) => addEventListener(kind, here, { passive: true }));
    box.addEventListener("close", here);
    box.querySelector("[data-idle-stay]").addEventListener("click", here);
    setInterval(look, 1000);
  }

  if (cover && !document.documentElement.classList.contains("cover-off")) {
    let timer;
    document.addEventListener("visibilitychange", () => {
      clearTimeout(timer);
      if (document.hidden) timer = setTimeout(() => { if (!cover.open) cover.showModal(); }, COVER * 1000);
    });
    cover.addEventListener("cancel", (event) => event.preventDefault());
    cover.querySelector("[data-cover-off]").addEventListener("click", () => cover.close());
  }
}
