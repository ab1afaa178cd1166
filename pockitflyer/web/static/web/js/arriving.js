// Cards that arrive are laid down a few at a time, with room for frames between: twenty at once keep a cheap phone busy for
// 200 ms. htmx asks for them and swaps the little that is left, and so has only that to look through.

const AT_ONCE = 3;
const A_TIME = 2;
const MORE = '<div class="more" aria-busy="true"></div></div>';

export const pause = () => new Promise((resolve) => { setTimeout(resolve); });

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

// Before the link to further ones, which then gives way to what stands below the cards now.
async function lay(more, parts) {
  const grid = more.parentElement;
  more.ariaBusy = "true";
  const last = parts.pop();
  for (let i = 0; i < parts.length; i += A_TIME) {
    // Not before the first ones: with the link gone the page would be shorter for a moment.
    if (i) await pause();
    // Another view has come meanwhile.
    if (!more.isConnected) return;
    more.insertAdjacentHTML("beforebegin", parts.slice(i, i + A_TIME).join(""));
  }
  await pause();
  if (!more.isConnected) return;
  window.htmx.swap(more, last, { swapStyle: "outerHTML" });
  grid.dispatchEvent(new Event("cards:arrived", { bubbles: true }));
}
