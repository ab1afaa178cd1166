// Whether the page rests. What would hold up a frame waits until it does: the document then hears of a "rest".

const REST_MS = 150;
let moving = 0;

addEventListener("scroll", () => {
  clearTimeout(moving);
  moving = setTimeout(rest, REST_MS);
}, { passive: true });

function rest() {
  moving = 0;
  document.dispatchEvent(new Event("rest"));
}

export const isMoving = () => moving !== 0;
