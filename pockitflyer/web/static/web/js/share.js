// Sharing: the device's own sheet; where there is none, the link is copied.

import { say } from "./say.js";

document.addEventListener("click", ({ target }) => {
  const button = target.closest("button.share");
  if (button) share(button);
});

async function share({ dataset }) {
  const { href: url } = new URL(dataset.url, location.href);
  if (!navigator.share) return copy(url, dataset.copied);
  try {
    await navigator.share({ title: dataset.title, url });
  } catch (refusal) {
    // Closing the sheet is an answer, too.
    if (refusal.name !== "AbortError") await copy(url, dataset.copied);
  }
}

// A page without HTTPS may not copy: then the address is shown, to be copied by hand.
async function copy(url, copied) {
  try {
    await navigator.clipboard.writeText(url);
    say(copied);
  } catch {
    say(url);
  }
}
