// The form of a flyer, which works without this: pictures go ahead of it, a draft stays on the device, a card shows it.

import { token, viewer } from "./csrf.js";
import { discard, forget, keep, restore } from "./flyer-draft.js";
import { addFiles, isIncomplete, pending, startPictures } from "./flyer-pictures.js";
import { showPin } from "./flyer-pin.js";
import { show } from "./flyer-preview.js";
import { say } from "./say.js";
import { takeShared } from "./shared.js";

const form = document.querySelector("#flyer");
const button = form.querySelector(".buttons .first");
let isDirty = form.dataset.unsaved === "1";

const takeChosen = startPictures(form, changed);
if (isDirty) keep(form);
form.querySelector(".draft-back").hidden = !restore(form);
form.addEventListener("input", changed);
showPin(form, changed);
count();
show(form);
takeChosen();
if (form.dataset.draft === "new") takeShared().then(putIn);

function changed() {
  isDirty = true;
  count();
  show(form);
  keep(form);
}

// What another app has shared, beside what is there already.
function putIn({ photos, words: { title, text, url } }) {
  if (photos.length) addFiles(photos);
  const { title: head, text: body } = form.elements;
  const more = [text, url].filter((part, i, all) => part && !body.value.includes(part) && !all.slice(0, i).some((other) => other?.includes(part)));
  if (!(title || more.length)) return;
  head.value ||= (title ?? "").slice(0, head.maxLength);
  body.value = [body.value, ...more].filter(Boolean).join("\n").slice(0, body.maxLength);
  changed();
}

function count() {
  for (const output of form.querySelectorAll(".count")) {
    const field = document.getElementById(output.htmlFor.value);
    output.textContent = field.value ? `${field.value.length} / ${field.maxLength}` : "";
  }
}

form.addEventListener("click", ({ target }) => {
  if (!target.matches(".suggestions button")) return;
  const { address } = form.elements;
  const street = address.value.includes(",") ? `${address.value.slice(0, address.value.lastIndexOf(","))}, ` : "";
  address.value = street + target.value;
  changed();
});

// Links to the form as the board has it.
for (const link of document.querySelectorAll("[data-discard]")) {
  link.addEventListener("click", () => {
    discard(form);
    isDirty = false;
  });
}

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  if (button.ariaBusy === "true") return;
  button.ariaBusy = "true";
  const words = button.textContent;
  if (pending().length) button.textContent = button.dataset.waiting;
  try {
    await Promise.allSettled(pending());
    if (isIncomplete()) return say(form.dataset.incomplete);
    await send();
  } catch {
    say(form.dataset.notSent);
  } finally {
    button.ariaBusy = "false";
    button.textContent = words;
  }
});

// As htmx asks, so that a redirect costs no page of its own. A refused form is sent once more in the plain way: the page
// that says why is the server's own.
async function send() {
  form.elements.csrfmiddlewaretoken.value = token();
  const answer = await fetch(form.action, { method: "POST", headers: { "HX-Request": "true", "X-Viewer": viewer() }, body: new FormData(form) });
  if (answer.status >= 500) throw answer;
  if (answer.status === 409) return say((await answer.json()).detail);
  isDirty = false;
  const place = answer.headers.get("HX-Redirect");
  if (!place) return answer.redirected ? location.assign(answer.url) : form.submit();
  forget(form);
  // The page that shows it is one more round trip away.
  say(form.dataset.done);
  location.assign(place);
}

addEventListener("beforeunload", (event) => {
  if (isDirty) event.preventDefault();
});

document.addEventListener("paste", ({ clipboardData }) => {
  if (clipboardData.files.length) addFiles([...clipboardData.files]);
});
