// The form of a flyer, which works without this: pictures go ahead of it, a draft stays on the device, a card shows it.

import { forget, keep, restore } from "./flyer-draft.js";
import { addFiles, pending, startPictures } from "./flyer-pictures.js";
import { showPin } from "./flyer-pin.js";
import { show } from "./flyer-preview.js";
import { say } from "./say.js";
import { takeSharedPhotos } from "./shared-photos.js";

const form = document.querySelector("#flyer");
const button = form.querySelector(".buttons .first");
let isDirty = form.dataset.unsaved === "1";

startPictures(form, changed);
if (restore(form)) say(form.dataset.draftBack);
form.addEventListener("input", changed);
showPin(form, changed);
count();
show(form);
if (form.dataset.draft === "new") takeSharedPhotos().then((photos) => photos.length && addFiles(photos));

function changed() {
  isDirty = true;
  count();
  show(form);
  keep(form);
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

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  if (button.ariaBusy === "true") return;
  button.ariaBusy = "true";
  const words = button.textContent;
  if (pending().length) button.textContent = button.dataset.waiting;
  try {
    await Promise.allSettled(pending());
    await send();
  } catch {
    say(form.dataset.notSent);
  } finally {
    button.ariaBusy = "false";
    button.textContent = words;
  }
});

// A refused form is sent once more in the plain way, so that the page which says why is the server's own.
async function send() {
  const answer = await fetch(form.action, { method: "POST", body: new FormData(form) });
  const isSignIn = answer.redirected && new URL(answer.url).pathname.startsWith("/accounts/");
  isDirty = false;
  if (answer.redirected) {
    if (!isSignIn) forget(form);
    return location.assign(answer.url);
  }
  if (answer.status >= 500) throw answer;
  form.submit();
}

addEventListener("beforeunload", (event) => {
  if (isDirty) event.preventDefault();
});

document.addEventListener("paste", ({ clipboardData }) => {
  if (clipboardData.files.length) addFiles([...clipboardData.files]);
});
