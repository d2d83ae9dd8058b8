/* Comfort only: every page works without this file. It asks again for a job that is running, so that nobody has to. */
"use strict";

const FIRST_WAIT = 1000; // ms; grows to LONGEST_WAIT, ends after GIVE_UP
const LONGEST_WAIT = 3000;
const GIVE_UP = 120000;

function watch(card) {
  const began = Date.now();
  let wait = FIRST_WAIT;
  const byHand = (shown) => card.querySelectorAll("[data-look]").forEach((row) => { row.hidden = !shown; });

  async function ask() {
    if (!card.dataset.poll) return;
    if (Date.now() - began > GIVE_UP) return byHand(true);
    if (!document.hidden) {
      try {
        const answer = await fetch(card.dataset.poll, { credentials: "same-origin" });
        if (!answer.ok || answer.redirected) return byHand(true);
        show(new DOMParser().parseFromString(await answer.text(), "text/html"));
      } catch {
        // No connection just now: the next turn may have one.
      }
    }
    wait = Math.min(wait * 1.5, LONGEST_WAIT);
    setTimeout(ask, wait);
  }

  // The card itself stays, because a live region is announced only when it was there before its words.
  function show(page) {
    const fresh = page.getElementById(card.id);
    if (!fresh || fresh.dataset.state === card.dataset.state) return;
    document.querySelector(".sprite").replaceWith(page.querySelector(".sprite"));
    card.className = fresh.className;
    card.dataset.state = fresh.dataset.state;
    if (fresh.dataset.poll) card.dataset.poll = fresh.dataset.poll;
    else delete card.dataset.poll;
    card.replaceChildren(...fresh.childNodes);
    const below = document.getElementById(`${card.id}-after`);
    const what = page.getElementById(`${card.id}-after`);
    if (below && what) below.replaceChildren(...what.childNodes);
    byHand(false);
  }

  byHand(false);
  setTimeout(ask, wait);
}

document.querySelectorAll("[data-poll]").forEach(watch);

// Long work in steps: the button goes on by itself, as long as the page is looked at.
document.querySelectorAll("form[data-goes-on]").forEach((form) => {
  const goOn = () => { if (!document.hidden) form.requestSubmit(); };
  setTimeout(goOn, 300);
  document.addEventListener("visibilitychange", goOn, { once: true });
});
