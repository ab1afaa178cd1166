// New flyers: looked for when one comes back to the page, every few minutes, when one pulls it down, and by a button.

import { say } from "./say.js";

const AWAY_MS = 30_000;
const EVERY_MS = 180_000;

const offer = document.querySelector("#fresh");
const words = offer.dataset;
let looked = Date.now();
let waiting = "";

document.addEventListener("click", ({ target }) => {
  if (target.closest("#fresh button")) put(waiting);
  else if (target.closest("#refresh")) refresh();
});
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "visible" && Date.now() - looked > AWAY_MS) look();
});
setInterval(() => document.visibilityState === "visible" && look(), EVERY_MS);
// What was offered belonged to the view before.
document.addEventListener("htmx:afterSwap", ({ target }) => target.id === "results" && withdraw());

// Looks and shows at once. Resolves when the page is new.
export async function refresh() {
  try {
    const text = await newest();
    const count = newIn(text);
    put(text);
    say(count ? sentence(count) : words.none);
  } catch {
    say(words.failed);
  }
}

// Looks and offers what is new; a network that is not there is nobody's business now.
async function look() {
  const text = await newest().catch(() => "");
  const count = text && newIn(text);
  if (!count) return;
  waiting = text;
  offer.querySelector("button span").textContent = sentence(count);
  offer.hidden = false;
}

async function newest() {
  looked = Date.now();
  const answer = await fetch(location.href, { headers: { "HX-Request": "true" }, cache: "no-cache" });
  if (!answer.ok || answer.redirected) throw answer;
  return answer.text();
}

// Cards that are not here yet and come before one that is: others moved up because something ended.
function newIn(text) {
  const names = namesIn(new DOMParser().parseFromString(text, "text/html"));
  const here = new Set(namesIn(document));
  const last = names.findLastIndex((name) => here.has(name));
  return names.filter((name, i) => !here.has(name) && (i < last || last < 0)).length;
}

const namesIn = (page) => [...page.querySelectorAll("#results .card, body > .grid .card")].map((card) => card.getAttribute("aria-labelledby"));

const sentence = (count) => (count === 1 ? words.one : words.many.replace("{count}", count));

function put(text) {
  scrollTo({ top: 0, behavior: "instant" });
  window.htmx.swap("#results", text, { swapStyle: "innerHTML" });
}

function withdraw() {
  offer.hidden = true;
  waiting = "";
}
