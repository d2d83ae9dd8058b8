/* Comfort only: keeps what is being typed as a draft on the server, and says how far it is safe. The browser keeps nothing. */
"use strict";

{
  const QUIET = 1500; // ms after the last key
  const LONGEST = 10000; // ms that somebody may type on without a save
  const AGAIN = 5000; // ms between two tries while the server cannot be reached
  const KEPT_ALIVE = 60000; // characters: more may not outlive the page (Fetch standard, keepalive)
  const page = document.documentElement;

  document.querySelectorAll("form[data-draft]").forEach((form) => {
    const line = form.querySelector("[data-draft-line]");
    const said = line.querySelector("[role=status]");
    const copy = line.querySelector("[data-copy]");
    let safe = form.hasAttribute("data-typed") ? "" : words(); // what came back with a problem is safe nowhere
    let last = line.dataset.at;
    let waiting; // timer of the next save
    let since = 0; // when the oldest unsaved key was pressed
    let saving = null; // the save that is under way
    let stopped = ""; // why nothing more is saved: out, elsewhere
    let going = false; // the form is being sent

    function words() {
      const all = new FormData(form);
      all.delete("number");
      return String(new URLSearchParams(all));
    }

    function asked() {
      return new URLSearchParams(new FormData(form));
    }

    function say(state, text = line.dataset[state].replace("{}", last)) {
      said.textContent = text;
      copy.hidden = state === "saved";
      page.toggleAttribute("data-unsaved", state !== "saved");
    }

    function later(wait) {
      since = since || Date.now();
      clearTimeout(waiting);
      waiting = setTimeout(save, Math.max(0, Math.min(wait, since + LONGEST - Date.now())));
    }

    function save() {
      if (!saving && !stopped && words() !== safe) saving = send().finally(() => { saving = null; });
      return saving;
    }

    async function send() {
      const now = words();
      since = 0;
      try {
        const answer = await fetch(form.dataset.draft, { method: "POST", body: asked(), redirect: "manual" });
        if (answer.status === 409) return stop("elsewhere");
        if (answer.status === 400 || answer.status === 401) return stop("out");
        if (!answer.ok) throw new Error(answer.status);
        kept(now, await answer.json());
      } catch {
        say(last ? "trying" : "unsaved");
        later(AGAIN);
      }
    }

    function kept(now, answer) {
      if (answer.problem) return say("problem", answer.problem);
      form.elements.number.value = answer.number;
      safe = now;
      last = answer.saved;
      if (answer.number) {
        say("saved");
        if (form.dataset.draftPage) history.replaceState(null, "", form.dataset.draftPage);
      } else {
        say("saved", "");
      }
      if (words() !== safe) later(QUIET);
    }

    function stop(why) {
      stopped = why;
      say(why);
    }

    // Somebody who has signed in again in another window goes on where they were.
    async function resume() {
      if (stopped !== "out" || document.hidden) return;
      const answer = await fetch(location.href, { redirect: "manual" }).catch(() => null);
      if (!answer || !answer.ok) return;
      const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("form[data-draft] [name=csrf_token]");
      if (!fresh) return;
      form.elements.csrf_token.value = fresh.value;
      stopped = "";
      save();
    }

    form.addEventListener("input", () => {
      going = false;
      later(QUIET);
    });
    form.addEventListener("submit", async (event) => {
      if (going) return;
      going = !saving && navigator.onLine && !(page.hasAttribute("data-unsaved") && !stopped);
      if (!going) {
        event.preventDefault();
        await (saving || save());
        if (navigator.onLine && (stopped || !page.hasAttribute("data-unsaved") || !line.dataset.trying)) {
          going = true;
          return form.requestSubmit(event.submitter);
        }
        return say(last ? "trying" : "unsaved");
      }
      clearTimeout(waiting);
      page.removeAttribute("data-unsaved");
    });
    addEventListener("online", save);
    document.addEventListener("visibilitychange", () => (document.hidden ? save() : resume()));
    addEventListener("pagehide", () => {
      const body = asked();
      if (!going && !stopped && words() !== safe && String(body).length < KEPT_ALIVE) fetch(form.dataset.draft, { method: "POST", body, keepalive: true });
    });
    addEventListener("beforeunload", (event) => {
      const atRisk = stopped || page.hasAttribute("data-unsaved") || String(asked()).length >= KEPT_ALIVE;
      if (!going && !("leaving" in page.dataset) && words() !== safe && atRisk) event.preventDefault();
    });
    copy.addEventListener("click", async () => {
      const text = [...form.querySelectorAll("input[type=text], textarea")].map((box) => box.value).filter(Boolean).join("\n\n");
      const done = await navigator.clipboard.writeText(text).then(() => true, () => false);
      if (done) copy.querySelector("span").textContent = copy.dataset.copied;
      else form.querySelector("textarea").select(); // by hand, then
    });
    if (!safe) later(0);
  });
}
