// The app on the device: its service worker, and a word when a page is an old copy or there is no network.

import { say } from "./say.js";

const KEPT_AHEAD = "favourites-kept";
const AGAIN_MS = 60 * 60 * 1000;
const words = document.querySelector("#offline-words")?.dataset;

if ("serviceWorker" in navigator) begin();

async function begin() {
  // After the page is there: what the worker fetches must not stand in the way of what is looked at. On a first visit to the board,
  // which waits with the posters out of sight as well (awake.js), not before somebody moves or stays.
  if (document.readyState !== "complete") await heard(window, "load");
  if (!navigator.serviceWorker.controller && document.documentElement.matches(".board:not(.awake)")) await heard(document, "awake");
  await navigator.serviceWorker.register("/sw.js", { type: "module" }).catch(() => {});
  const { active } = await navigator.serviceWorker.ready;
  if (!words || isCopy()) return;
  if (words.viewer === undefined) {
    sessionStorage.removeItem(KEPT_AHEAD);
    active.postMessage("nobody");
    return;
  }
  const keep = () => {
    sessionStorage.setItem(KEPT_AHEAD, Date.now());
    active.postMessage("keep-favourites");
  };
  if (Date.now() - sessionStorage.getItem(KEPT_AHEAD) > AGAIN_MS) keep();
  addEventListener("online", keep);
}

function heard(target, type) {
  return new Promise((resolve) => target.addEventListener(type, resolve, { once: true }));
}

function isCopy() {
  return copyOf() !== undefined;
}

// The worker dates its copies; milliseconds since 1970.
function copyOf() {
  const [visit] = performance.getEntriesByType("navigation");
  return visit?.serverTiming?.find(({ name }) => name === "kept")?.duration;
}

if (words && isCopy()) {
  const when = new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: "medium", timeStyle: "short" });
  say(words.copy.replace("{when}", when.format(copyOf())));
}
// A part of the page that did not come.
document.addEventListener("htmx:sendError", () => words && say(words.lost));
// Who never signed in has left nothing that belongs to somebody.
if (words && !isCopy() && (words.viewer !== undefined || localStorage.getItem("leaving"))) {
  import("./traces.js").then(({ tidy }) => tidy(words.viewer));
}
