// What is typed and sent so far, kept on this device until it is published: over a reload, a closed tab, a lost session.

import { addRow, pictures } from "./flyer-pictures.js";

// As long as the board keeps pictures that no flyer uses.
const KEPT_MS = 7 * 24 * 60 * 60 * 1000;
const OURS = new Set(["csrfmiddlewaretoken", "images", "alts", "files"]);
const name = (form) => `flyer ${form.dataset.user} ${form.dataset.draft}`;
const read = (form) => JSON.parse(localStorage.getItem(name(form)));
const pressOf = (form) => form.elements.submission.value;

// With the name of the press and the version it started from: sent again after a reload, it is still the same flyer, and
// what somebody else has saved meanwhile is not overwritten.
export function keep(form) {
  const fields = [...new FormData(form)].filter(([field]) => !OURS.has(field));
  localStorage.setItem(name(form), JSON.stringify({ at: Date.now(), press: pressOf(form), fields, pictures: pictures() }));
}

export const discard = (form) => localStorage.removeItem(name(form));

// Once it is published. Another tab may have begun another one meanwhile.
export function forget(form) {
  if (read(form)?.press === pressOf(form)) discard(form);
}

// Whether there was one. What the server has just shown is newer.
export function restore(form) {
  const draft = read(form);
  if (form.dataset.unsaved === "1" || !draft) return false;
  if (Date.now() - draft.at > KEPT_MS) {
    discard(form);
    return false;
  }
  for (const box of form.querySelectorAll("[type=checkbox], [type=radio]")) box.checked = false;
  for (const [field, value] of draft.fields) fill(form, field, value);
  form.querySelectorAll(".sheet-row").forEach((row) => row.remove());
  for (const { id, alt, src } of draft.pictures) addRow(src, id, alt);
  for (const part of form.querySelectorAll("details")) part.open ||= [...part.querySelectorAll("input:not([type=radio]), textarea")].some((field) => field.value);
  return true;
}

function fill(form, field, value) {
  for (const element of form.querySelectorAll(`[name="${CSS.escape(field)}"]`)) {
    if (!["checkbox", "radio"].includes(element.type)) element.value = value;
    else if (element.value === value) element.checked = true;
  }
}
