/* Comfort only: the Leave buttons work without this. With it, the page is covered at once, and Shift three times leaves. */
"use strict";

{
  const WITHIN = 5000; // ms for three presses of Shift
  const PATIENCE = 800; // ms to wait for the server before going all the same
  const KEPT_ALIVE = 60000; // characters: more may not outlive the page (Fetch standard, keepalive)
  const buttons = document.querySelectorAll("[data-leave]");

  function leave(button) {
    const over = document.createElement("div");
    over.className = "away";
    document.documentElement.append(over);
    document.title = "…";
    document.documentElement.dataset.leaving = ""; // nothing asks whether somebody really means to go
    if ("BroadcastChannel" in window) new BroadcastChannel("harbour").postMessage(button.dataset.away);
    const words = button.form ? new URLSearchParams(new FormData(button.form)) : new URLSearchParams();
    const keepalive = String(words).length < KEPT_ALIVE;
    const send = (body, outlives) => fetch(button.dataset.leave, { method: "POST", body, keepalive: outlives }).catch(() => {});
    const enough = new Promise((done) => { setTimeout(done, keepalive ? PATIENCE : 10 * PATIENCE, "late"); });
    Promise.race([send(words, keepalive), enough]).then((answer) => {
      if (answer === "late" && !keepalive) send("", true); // the words are too many to outlive the page; leaving is not
      location.replace(button.dataset.away);
    });
  }

  buttons.forEach((button) => button.addEventListener("click", (event) => {
    event.preventDefault();
    leave(button);
  }));

  if (buttons.length) {
    const dots = document.createElement("p");
    dots.className = "leave-dots";
    dots.setAttribute("role", "status");
    document.body.append(dots);
    let presses = 0;
    let timer;

    const show = (count) => {
      presses = count;
      dots.textContent = count ? "●".repeat(count) + "○".repeat(3 - count) : "";
    };
    document.addEventListener("keydown", (event) => {
      if (event.key !== "Shift") return show(0);
      if (event.repeat) return;
      if (!presses) {
        clearTimeout(timer);
        timer = setTimeout(() => show(0), WITHIN);
      }
      show(presses + 1);
      if (presses === 3) leave(buttons[0]);
    });
  }

  // A page that the browser kept for its Back button is asked for anew: whoever left is not shown it again.
  addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
}
