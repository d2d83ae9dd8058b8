/* Comfort only: says that a session is about to end, ends it in sight, and covers the page after a minute elsewhere. */
"use strict";

{
  const WARN = 120; // seconds before the end
  const COVER = 60; // seconds in another window
  const SIGN = 60; // seconds between two signs of life, and how far the server's clock of this session may lie behind
  const page = document.documentElement;
  const box = document.getElementById("idle");
  const cover = document.getElementById("covered");
  const windows = "BroadcastChannel" in window ? new BroadcastChannel("harbour") : null; // keeps nothing

  if (box) {
    const idle = Number(box.dataset.idle) - SIGN;
    let last = Date.now();
    let told = Date.now();

    const quiet = () => (Date.now() - last) / 1000;
    const onlyHere = () => page.hasAttribute("data-unsaved") || document.querySelector("[data-only-here]");

    function end() {
      if (box.open) box.close();
      if (onlyHere()) return show(cover); // words that are nowhere else stay, out of sight
      page.dataset.leaving = "";
      location.replace(box.dataset.next);
    }

    function alive() {
      last = Date.now();
      if (box.open) box.close();
    }

    async function here() {
      if (quiet() >= idle) return end();
      alive();
      if (windows) windows.postMessage("here");
      if (last - told < SIGN * 1000) return;
      told = last;
      const answer = await fetch(box.dataset.still, { method: "POST" }).catch(() => null);
      if (answer && !answer.ok) end();
    }

    function look() {
      if (quiet() >= idle) return end();
      if (quiet() < idle - WARN || box.open) return;
      box.querySelector("[data-idle-kept]").hidden = !document.querySelector("[data-draft]") || onlyHere();
      show(box);
    }

    // While the box asks, a key or its button answers; a press beside it does not.
    ["keydown", "pointerdown", "input"].forEach((kind) => addEventListener(kind, () => {
      if (!box.open || kind === "keydown") here();
    }, { capture: true, passive: true }));
    box.querySelector("[data-idle-stay]").addEventListener("click", here);
    document.addEventListener("visibilitychange", () => { if (!document.hidden) look(); });
    setInterval(look, 1000);
    if (windows) {
      windows.addEventListener("message", ({ data }) => {
        if ("leaving" in page.dataset) return; // this very window has said it, and has words to send yet
        if (data === "here") return alive();
        page.dataset.leaving = "";
        location.replace(data); // somebody has left in another window
      });
    }
  }

  function show(dialog) {
    if (!dialog.open) dialog.showModal();
  }

  if (cover) {
    let timer;
    let since = 0;
    cover.addEventListener("cancel", (event) => event.preventDefault());
    cover.querySelector("[data-cover-off]").addEventListener("click", () => cover.close());
    if (!page.classList.contains("cover-off")) {
      document.addEventListener("visibilitychange", () => {
        clearTimeout(timer);
        if (document.hidden) {
          since = Date.now();
          timer = setTimeout(() => show(cover), COVER * 1000);
        } else if (since && Date.now() - since >= COVER * 1000) {
          show(cover); // the timer may have slept with the page
        }
      });
    }
  }
}
