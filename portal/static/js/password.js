/* Comfort only: shows a password while its button is pressed in, so that nobody has to type it blind. */
"use strict";

for (const button of document.querySelectorAll("[data-show]")) {
  const box = document.getElementById(button.dataset.show);
  const show = (shown) => {
    box.type = shown ? "text" : "password";
    button.setAttribute("aria-pressed", String(shown));
  };
  button.hidden = false;
  button.addEventListener("click", () => show(box.type === "password"));
  box.form?.addEventListener("submit", () => show(false)); // or browsers would offer to remember it as ordinary text
}
