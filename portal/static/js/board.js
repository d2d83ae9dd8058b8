/* Comfort only: a chip of the board can be dragged onto a therapist's row, which opens the page that its menu opens,
   with that therapist chosen. Nothing is moved by it. */
"use strict";

{
  const TYPE = "application/x-harbour-chip";

  document.querySelectorAll("[data-chip]").forEach((chip) => {
    const handle = chip.querySelector("summary");
    handle.draggable = true;
    handle.addEventListener("dragstart", (event) => {
      event.dataTransfer.setData(TYPE, chip.dataset.chip);
      event.dataTransfer.effectAllowed = "move";
    });
  });

  document.querySelectorAll("[data-onto]").forEach((row) => {
    const carries = (event) => event.dataTransfer.types.includes(TYPE);
    row.addEventListener("dragover", (event) => {
      if (!carries(event)) return;
      event.preventDefault();
      row.classList.add("onto");
    });
    row.addEventListener("dragleave", (event) => {
      if (!row.contains(event.relatedTarget)) row.classList.remove("onto");
    });
    row.addEventListener("drop", (event) => {
      row.classList.remove("onto");
      const there = event.dataTransfer.getData(TYPE);
      if (!there) return;
      event.preventDefault();
      const url = new URL(there, location.href);
      url.searchParams.set("to", row.dataset.onto);
      location.assign(url);
    });
  });

  // Escape and a press elsewhere close an open menu, as people expect of one.
  const close = (but) => document.querySelectorAll(".chip-menu[open]").forEach((menu) => {
    if (menu !== but) menu.open = false;
  });
  document.addEventListener("click", (event) => close(event.target.closest(".chip-menu")));
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const open = document.querySelector(".chip-menu[open]");
    if (!open) return;
    open.open = false;
    open.querySelector("summary").focus();
  });
}
