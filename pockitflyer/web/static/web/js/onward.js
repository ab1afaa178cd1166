// "more" is shown where a card has cut its words off. Looked at while the page rests, and on cards that are laid down alone: one that is
// not would be laid down to answer.

import { pause } from "./arriving.js";
import { isMoving } from "./resting.js";

function look() {
  if (isMoving()) return;
  const links = [...document.querySelectorAll(".onward:not(.seen)")].filter((link) => link.checkVisibility({ contentVisibilityAuto: true }));
  const cut = links.map(({ previousElementSibling: words }) => words.scrollHeight > words.clientHeight);
  links.forEach((link, i) => {
    link.classList.add("seen");
    link.classList.toggle("cut", cut[i]);
  });
}

function lookSoon() {
  pause().then(look);
}

lookSoon();
document.addEventListener("rest", look);
for (const change of ["cards:arrived", "cards:back", "htmx:afterSettle"]) document.addEventListener(change, lookSoon);
// Another width, other lines.
addEventListener("resize", () => {
  document.querySelectorAll(".onward.seen").forEach((link) => link.classList.remove("seen"));
  lookSoon();
});
