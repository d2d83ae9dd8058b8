/* Comfort only: keys for the buttons of the inbox while the focus is inside it, and three seconds before a look is an
   opening. Without this file the buttons do the same, and what is shown is opened at once. */
"use strict";

{
  const LOOK = 3000; // ms in sight, after which it is an opening
  const GO = 1500; // ms between G and where to
  const inbox = document.querySelector("[data-inbox]");
  const pane = inbox.querySelector("[data-look]");
  const token = inbox.querySelector("[name=csrf_token]");

  // From here on this page says "look" to the next one, and settles by itself what comes of that.
  const telling = (address) => {
    const url = new URL(address, location.href);
    if (url.hash || url.origin !== location.origin || !url.pathname.includes("/desk/inbox")) return address;
    url.searchParams.set("look", "1");
    return url.href;
  };
  inbox.querySelectorAll("a[href]:not([href^='#'])").forEach((link) => { link.href = telling(link.href); });
  inbox.querySelectorAll("form").forEach((form) => { form.action = telling(form.action); });

  if (pane) {
    let inSight = 0;
    let settled = false;
    const tell = (address) => {
      if (settled) return;
      settled = true;
      const said = new FormData();
      if (token) said.set("csrf_token", token.value);
      navigator.sendBeacon(address, said);
    };
    const clock = setInterval(() => {
      if (!document.hidden) inSight += 100;
      if (inSight < LOOK) return;
      clearInterval(clock);
      tell(pane.dataset.opened);
    }, 100);
    addEventListener("pagehide", () => tell(pane.dataset.left));
    addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); }); // Back: a look of its own
    pane.addEventListener("submit", () => { settled = true; }); // whatever is done with it opens it
  }

  // Whoever came here by a key goes on by keys.
  if (new URLSearchParams(location.search).has("look") && !document.getElementById("problems")) {
    (inbox.querySelector(".read-pane[tabindex]") || inbox.querySelector(".item") || inbox.querySelector(".list")).focus({ preventScroll: true });
  }

  const excerpt = inbox.querySelector("[data-excerpt]");
  if (excerpt) {
    excerpt.querySelector("a").addEventListener("click", (event) => {
      const words = String(getSelection()).trim();
      if (!words) return;
      event.preventDefault();
      const field = document.createElement("textarea");
      field.name = "words";
      field.hidden = true;
      field.value = words;
      excerpt.append(field);
      excerpt.requestSubmit();
    });
  }

  inbox.querySelectorAll("[href='#acknowledge']").forEach((link) => link.addEventListener("click", () => {
    const fold = document.querySelector("#acknowledge details");
    if (!fold) return;
    fold.open = true;
    requestAnimationFrame(() => fold.querySelector("input[type=radio]").focus());
  }));

  if (!document.documentElement.classList.contains("shortcuts-off")) {
    let went = 0;
    const typing = (node) => node.matches("textarea, select, input:not([type=checkbox]):not([type=radio]), [contenteditable]");
    const step = (by) => {
      const items = [...inbox.querySelectorAll(".item")];
      const at = items.indexOf(document.activeElement);
      const next = items[at < 0 ? (by > 0 ? 0 : -1) : at + by];
      if (next) next.focus();
      return Boolean(next);
    };
    const press = (key) => {
      const button = inbox.querySelector(`[aria-keyshortcuts="${CSS.escape(key)}"]`);
      if (button) button.click();
      return Boolean(button);
    };
    const go = (key) => {
      const place = { I: ".to-inbox", T: ".to-today", C: ".to-clients" }[key];
      const link = place && document.querySelector(`.rail ${place}`);
      if (link) link.click();
      return Boolean(link);
    };
    const act = (key, target) => {
      if (Date.now() - went < GO) {
        went = 0;
        return go(key);
      }
      if (key === "G") went = Date.now();
      const inList = target.closest(".list") || !inbox.classList.contains("open");
      if (key === "ARROWDOWN" || (key === "J" && inList)) return inList && step(1);
      if (key === "ARROWUP" || (key === "K" && inList)) return inList && step(-1);
      return key === "G" || (/^[EXPALJKZ?]$/.test(key) && press(key));
    };
    inbox.addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing || event.defaultPrevented) return;
      if (event.repeat && !/^([JK]|ARROW(UP|DOWN))$/.test(event.key.toUpperCase())) return; // a key held down is one press
      if (typing(event.target) || (event.target.matches("[type=radio]") && event.key.startsWith("Arrow"))) return;
      if (act(event.key.toUpperCase(), event.target)) event.preventDefault();
    });
  }
}
