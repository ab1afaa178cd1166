// Cards that arrive are laid down a few at a time, with room for frames between: twenty at once keep a cheap phone busy for
// 200 ms. htmx asks for them and swaps the little that is left, and so has only that to look through.

const AT_ONCE = 3;
const A_TIME = 2;
// A tab behind another draws no frames.
const UNSEEN_MS = 100;
const MORE = '<div class="more" aria-busy="true"></div></div>';

// Until a frame has been drawn.
export const pause = () => new Promise((resolve) => {
  const late = setTimeout(resolve, UNSEEN_MS);
  requestAnimationFrame(() => setTimeout(() => { clearTimeout(late); resolve(); }));
});

document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  if (!detail.shouldSwap) return;
  // The last part is what stands below the cards, and what ends the grid.
  const parts = detail.serverResponse.split(/(?<=<\/article>)/);
  if (detail.target.matches(".more")) {
    detail.shouldSwap = false;
    if (detail.target.ariaBusy !== "true") lay(detail.target, parts);
  } else if (detail.target.id === "results" && parts.length > AT_ONCE + 1) {
    detail.serverResponse = parts.slice(0, AT_ONCE).join("") + MORE;
    detail.target.addEventListener("htmx:afterSettle", () => lay(document.querySelector("#results .more"), parts.slice(AT_ONCE)), { once: true });
  }
});

// On a leaf of their own before the link to further ones, which then gives way to what stands below the cards now. A leaf that is far
// away is passed over as a whole when something is painted; five hundred cards beside each other are looked at one by one.
async function lay(more, parts) {
  const grid = more.parentElement;
  const leaf = document.createElement("div");
  leaf.className = "leaf";
  more.ariaBusy = "true";
  const last = parts.pop();
  for (let i = 0; i < parts.length; i += A_TIME) {
    // Not before the first ones: with the link gone the page would be shorter for a moment.
    if (i) await pause();
    // Another view has come meanwhile.
    if (!more.isConnected) return;
    if (!leaf.isConnected) more.before(leaf);
    leaf.insertAdjacentHTML("beforeend", parts.slice(i, i + A_TIME).join(""));
  }
  await pause();
  if (!more.isConnected) return;
  window.htmx.swap(more, last, { swapStyle: "outerHTML" });
  tellWhetherItGoesOn();
  grid.dispatchEvent(new Event("cards:arrived", { bubbles: true }));
}

// The foot of the page comes with the last cards: further ones would push it away under somebody's eyes.
function tellWhetherItGoesOn() {
  document.documentElement.classList.toggle("goes-on", Boolean(document.querySelector(".more")));
}
document.addEventListener("htmx:afterSettle", ({ target }) => target.id === "results" && tellWhetherItGoesOn());
