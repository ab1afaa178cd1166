// Cards far from the screen are folded: their box, their title and their words stay, to be found and to be led to; the rest is
// kept as text until they come near. So a long board is no heavier than a short one.

import { pause } from "./arriving.js";

// Some twenty cards of a phone.
const NEAR = "16000px 0px";
const A_TIME = 2;

const folded = new WeakMap();
// The newest word on each card that has crossed the line, nearest first.
const due = new Map();

const line = new IntersectionObserver((entries) => {
  const isIdle = due.size === 0;
  const far = ({ boundingClientRect: { top } }) => Math.abs(top);
  for (const entry of entries.sort((one, other) => far(one) - far(other))) due.set(entry.target, entry);
  if (isIdle) work();
}, { rootMargin: NEAR });

async function work() {
  while (due.size) {
    for (const [card, { isIntersecting, boundingClientRect }] of [...due].slice(0, A_TIME)) {
      due.delete(card);
      if (isIntersecting) unfold(card);
      else fold(card, boundingClientRect.height);
    }
    await pause();
  }
}

function fold(card, height) {
  const title = card.querySelector("h2");
  if (folded.has(card) || !card.isConnected || !title || card.contains(document.activeElement)) return;
  const words = card.querySelector(".says").textContent.replace(title.textContent, "").replace(/\s+/g, " ");
  folded.set(card, card.innerHTML);
  card.style.height = `${height}px`;
  card.classList.add("folded");
  card.replaceChildren(title, words);
}

function unfold(card) {
  if (!folded.has(card)) return;
  const isHeld = card.contains(document.activeElement);
  card.innerHTML = folded.get(card);
  folded.delete(card);
  card.style.height = "";
  card.classList.remove("folded");
  if (isHeld) card.querySelector("h2 a").focus({ preventScroll: true });
  card.dispatchEvent(new Event("cards:back", { bubbles: true }));
}

// Asking for one that is watched already changes nothing.
const watch = () => document.querySelectorAll(".grid > .card[aria-labelledby]").forEach((card) => line.observe(card));

watch();
document.addEventListener("cards:arrived", watch);
document.addEventListener("htmx:afterSettle", ({ target }) => target.id === "results" && watch());
addEventListener("beforeprint", () => document.querySelectorAll(".folded").forEach(unfold));
