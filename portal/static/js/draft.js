/* Comfort only: keeps what is being typed as a draft on the server, and says how far it is safe. The browser keeps nothing. */
"use strict";

{
  const QUIET = 1500; // ms after the last key
  const AGAIN = 5000; // ms between two tries while the server cannot be reached

  document.querySelectorAll("form[data-draft]").forEach((form) => {
    const line = form.querySelector("[data-draft-line]");
    const said = line.querySelector("[role=status]");
    const copy = line.querySelector("[data-copy]");
    let safe = words();
    let last = "";
    let timer;
    let busy = false;
    let over = false;

    function words() {
      return String(new URLSearchParams(new FormData(form)));
    }

    function say(state, at) {
      said.textContent = line.dataset[state].replace("{}", at || last);
      copy.hidden = state === "saved";
      document.documentElement.toggleAttribute("data-unsaved", state !== "saved");
    }

    function later(wait) {
      clearTimeout(timer);
      timer = setTimeout(save, wait);
    }

    async function save() {
      const now = words();
      if (over || now === safe) return;
      if (busy) return later(QUIET);
      busy = true;
      try {
        const answer = await fetch(form.dataset.draft, { method: "POST", body: new URLSearchParams(now), redirect: "manual" });
        if (answer.status === 409) return stop("elsewhere");
        if (answer.status === 400 || answer.status === 401) return stop("out");
        if (!answer.ok) throw new Error(answer.status);
        kept(now, await answer.json());
      } catch {
        say(last ? "trying" : "unsaved");
        later(AGAIN);
      } finally {
        busy = false;
      }
    }

    function kept(now, answer) {
      if (answer.problem) {
        said.textContent = answer.problem;
        copy.hidden = false;
        return;
      }
      form.elements.number.value = answer.number;
      safe = now.replace(/(^|&)number=\d+/, `$1number=${answer.number}`);
      last = answer.saved;
      if (answer.number) {
        say("saved", last);
        if (form.dataset.draftPage) history.replaceState(null, "", form.dataset.draftPage);
      } else {
        said.textContent = "";
        copy.hidden = true;
      }
      if (words() !== safe) later(QUIET);
    }

    function stop(state) {
      over = true;
      say(state);
    }

    form.addEventListener("input", () => later(QUIET));
    form.addEventListener("submit", () => { over = true; clearTimeout(timer); document.documentElement.removeAttribute("data-unsaved"); });
    addEventListener("online", () => later(0));
    document.addEventListener("visibilitychange", () => { if (document.hidden) save(); });
    addEventListener("beforeunload", (event) => { if (!over && words() !== safe && document.documentElement.hasAttribute("data-unsaved")) event.preventDefault(); });
    copy.addEventListener("click", async () => {
      const text = [...form.querySelectorAll("input[type=text], textarea")].map((box) => box.value).filter(Boolean).join("\n\n");
      try {
        await navigator.clipboard.writeText(text);
      } catch {
        form.querySelector("textarea").select();
        document.execCommand("copy");
      }
      copy.querySelector("span").textContent = copy.dataset.copied;
    });
  });
}
