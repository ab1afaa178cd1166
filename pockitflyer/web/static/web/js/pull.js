// Pulling the page down with a finger looks for new flyers.

import { refresh } from "./fresh.js";

const FAR_PX = 72;
const MOST_PX = 110;
const mark = document.querySelector("#pull");
let from = null;
let way = 0;

document.addEventListener("touchstart", ({ touches }) => {
  from = touches.length === 1 && scrollY <= 0 ? touches[0] : null;
}, { passive: true });

document.addEventListener("touchmove", ({ touches }) => {
  if (!from) return;
  const down = touches[0].clientY - from.clientY;
  // A strip is being turned, or the page scrolled.
  if (Math.abs(touches[0].clientX - from.clientX) > Math.max(down, 10) || down < 0) return end();
  // As if on a spring.
  way = MOST_PX * (1 - Math.exp(-down / (2 * MOST_PX)));
  draw();
}, { passive: true });

document.addEventListener("touchend", async () => {
  const isFar = way >= FAR_PX;
  end();
  if (!isFar) return;
  mark.classList.add("busy");
  await refresh();
  mark.classList.remove("busy");
}, { passive: true });
document.addEventListener("touchcancel", end, { passive: true });

function end() {
  from = null;
  // After a tap there is nothing to draw.
  if (way === 0) return;
  way = 0;
  draw();
}

function draw() {
  mark.classList.toggle("pulled", way > 0);
  mark.classList.toggle("far", way >= FAR_PX);
  mark.style.setProperty("--way", `${way}px`);
}
