/* Comfort only: moves sections in place, and keeps the preview as the form stands once somebody has asked to see it. */
"use strict";

{
  const QUIET = 900; // ms after the last key

  document.querySelectorAll("form[data-compose]").forEach((form) => {
    const place = form.querySelector("[data-preview]");
    const list = form.querySelector("[data-sections]");
    if (!place) return;
    let shown = !place.querySelector("[data-empty]");
    let waiting; // timer of the next look
    let turn = 0; // of the last one asked for: an answer that comes late shows nothing

    async function look() {
      const mine = ++turn;
      try {
        const answer = await fetch(form.dataset.compose, { method: "POST", body: new URLSearchParams(new FormData(form)), redirect: "manual" });
        if (mine !== turn || (!answer.ok && answer.status !== 422)) return;
        const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
        place.replaceChildren(...fresh.body.childNodes);
      } catch {
        // No connection just now: the next key, or the button, asks again.
      }
    }

    function later(wait = QUIET) {
      if (!shown) return;
      clearTimeout(waiting);
      waiting = setTimeout(look, wait);
    }

    function move(row, step) {
      const other = step < 0 ? row.previousElementSibling : row.nextElementSibling;
      if (other) other[step < 0 ? "before" : "after"](row);
      later(0);
    }

    form.addEventListener("input", (event) => {
      if (!["span", "first", "last"].includes(event.target.name)) later();
    });
    form.addEventListener("click", (event) => {
      const button = event.target.closest("button");
      if (!button) return;
      if (button.dataset.move) {
        event.preventDefault();
        move(button.closest("li"), Number(button.dataset.move));
        button.focus();
      } else if (button.name === "do" && button.value === "show") {
        event.preventDefault();
        shown = true;
        later(0);
      }
    });

    let held = null; // the row that is dragged
    list.querySelectorAll("li").forEach((row) => {
      const grip = row.querySelector("[data-grip]");
      grip.hidden = false;
      grip.addEventListener("pointerdown", () => { row.draggable = true; });
      row.addEventListener("dragstart", () => { held = row; });
      row.addEventListener("dragover", (event) => {
        if (!held || held === row) return;
        event.preventDefault();
        const box = row.getBoundingClientRect();
        row[event.clientY < box.top + box.height / 2 ? "before" : "after"](held);
      });
      row.addEventListener("dragend", () => { row.draggable = false; held = null; later(0); });
    });
  });
}
