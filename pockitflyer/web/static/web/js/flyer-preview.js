// The card as it will hang on the board, while one types.

const preview = document.querySelector(".preview");
const day = new Intl.DateTimeFormat(document.documentElement.lang, { day: "numeric", month: "short" });

export function show(form) {
  for (const place of preview.querySelectorAll("[data-shows]")) {
    const what = place.dataset.shows;
    if (what === "cover") cover(form, place);
    else if (what === "dates") place.textContent = dates(form);
    else if (what === "categories") place.textContent = categories(form);
    else place.textContent = form.elements[what].value.trim() || place.dataset.empty || "";
  }
  for (const line of preview.querySelectorAll(".info")) line.hidden = !line.textContent.trim();
}

function cover(form, image) {
  const first = form.querySelector(".sheets .sheet-row img");
  image.hidden = !first;
  // A larger file of the same picture, where the row has several.
  if (first && image.src !== first.src) image.src = first.src;
}

function dates(form) {
  const [start, end] = ["starts_at", "ends_at"].map((name) => new Date(form.elements[name].value));
  return Number.isNaN(start.valueOf()) || end < start || Number.isNaN(end.valueOf()) ? "" : day.formatRange(start, end);
}

const categories = (form) =>
  [...form.querySelectorAll("#categories :checked")].map((box) => box.parentElement.textContent.trim()).join(" · ");
