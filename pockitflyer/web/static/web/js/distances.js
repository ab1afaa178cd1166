// How far each flyer is: from where the device truly is when it knows, else from the rounded place in the address.

import { position, rounded } from "./position.js";

const EARTH_RADIUS_M = 6_371_008.8;
const STEP_M = 10;
// The first of its kind costs a cheap phone 80 ms, which most pages can do without.
let numbers = null;
const kilometres = (value) => {
  numbers ??= new Intl.NumberFormat(document.documentElement.lang, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
  return numbers.format(value);
};

function show(root) {
  const from = start();
  if (!from) return;
  for (const place of root.querySelectorAll(".far")) {
    place.textContent = inWords(metres(from, [Number(place.dataset.lat), Number(place.dataset.lon)]));
  }
}

// A shared address is about somebody else's place: then the device's own does not count.
function start() {
  const asked = document.querySelector(".filters")?.dataset.near;
  const here = position();
  if (!asked) return here;
  const around = asked.split(",").map(Number);
  return here && rounded(here) === rounded(around) ? here : around;
}

// Haversine.
function metres([lat, lon], [otherLat, otherLon]) {
  const radians = (degrees) => (degrees * Math.PI) / 180;
  const rise = Math.sin(radians(otherLat - lat) / 2) ** 2;
  const turn = Math.sin(radians(otherLon - lon) / 2) ** 2;
  const square = rise + Math.cos(radians(lat)) * Math.cos(radians(otherLat)) * turn;
  return 2 * EARTH_RADIUS_M * Math.asin(Math.min(1, Math.sqrt(square)));
}

// As distances.py says it.
function inWords(way) {
  const short = Math.round(way / STEP_M) * STEP_M;
  return short < 1000 ? `${short} m` : `${kilometres(way / 1000)} km`;
}

show(document);
for (const change of ["htmx:afterSettle", "cards:arrived", "cards:back"]) {
  document.addEventListener(change, ({ target }) => show(target));
}
