// The app on the device: its service worker, and a word when a page is an old copy or there is no network.

import { say } from "./say.js";

const KEPT_AHEAD = "favourites-kept";
const words = document.querySelector("#offline-words")?.dataset;

if ("serviceWorker" in navigator) {
  // After the page is there: what the worker fetches must not stand in the way of what is looked at.
  if (document.readyState === "complete") begin();
  else addEventListener("load", begin);
}

async function begin() {
  await navigator.serviceWorker.register("/sw.js", { type: "module" }).catch(() => {});
  const { active } = await navigator.serviceWorker.ready;
  if (!words || isCopy()) return;
  if (words.viewer === undefined) {
    sessionStorage.removeItem(KEPT_AHEAD);
    active.postMessage("nobody");
  } else if (!sessionStorage.getItem(KEPT_AHEAD)) {
    sessionStorage.setItem(KEPT_AHEAD, "1");
    active.postMessage("keep-favourites");
  }
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
