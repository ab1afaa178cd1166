// One's own face wherever the page shows it: another one from the moment it is chosen, the old one again if it is refused.

const KEY = "own-face";
const me = document.querySelector("a.me");

// The newest, while it is not yet, or no longer, what the page was made with.
let shown = null;

const faces = () => document.querySelectorAll(`.me .face, .pick .face, a.name[href="${me.getAttribute("href")}"] .face`);

// Lays a picture over each of them; `small` is the address for faces of 32 px, `large` the one for the field.
export function show({ small, large }) {
  takeBack();
  shown = { small, large };
  draw();
}

export function takeBack() {
  shown = null;
  document.querySelectorAll(".face > .chosen").forEach((image) => image.remove());
}

// The page shows it already; pages that are kept in memory from before are told when one comes back to them.
export function keep(addresses) {
  sessionStorage.setItem(KEY, JSON.stringify(addresses));
}

function draw() {
  if (!shown) return;
  for (const face of faces()) {
    if (face.querySelector(".chosen")) continue;
    const image = new Image();
    image.className = "chosen";
    image.alt = "";
    image.src = face.closest(".pick") ? shown.large : shown.small;
    face.append(image);
  }
}

// Cards that come later were perhaps asked for before.
for (const change of ["htmx:afterSettle", "cards:arrived", "cards:back"]) document.addEventListener(change, draw);

addEventListener("pageshow", ({ persisted }) => {
  const kept = sessionStorage.getItem(KEY);
  if (me && persisted && kept) show(JSON.parse(kept));
});
