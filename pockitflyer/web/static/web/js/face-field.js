// Choosing one's own picture: crop it, make it small, show it, send it; take it back when it is refused.

import { crop } from "./crop.js";
import { viewer } from "./csrf.js";
import { keep, show, takeBack } from "./own-face.js";
import { Refused, send } from "./send.js";
import { CannotShrink, shrink } from "./shrink.js";

const ADDRESS = "/api/v1/users/me/profile/picture/";
const PREVIEW_PX = 256;
const QUALITY = 0.85;
// A tenth of the photo, but never so little that a face suffers.
const SHARE = 0.1;
const LEAST_BYTES = 40_000;

const field = document.querySelector(".pick");
// From what is there, and from the camera.
const inputs = field.querySelectorAll("input[type=file]");
const remove = field.querySelector("input[type=checkbox]");
const bar = field.querySelector(".sending");
const words = field.dataset;
let sending = null;

for (const input of inputs) {
  input.addEventListener("change", () => takeChosen(input));
  // It may have been chosen before this script was here, on a slow line.
  takeChosen(input);
}

function takeChosen(input) {
  const file = input.files[0];
  // What is sent from here is not to be sent with the form again.
  input.value = "";
  if (file) take(file);
}

// On a profile the face is a link to the form, for browsers without scripts.
field.querySelector("a.label")?.addEventListener("click", (event) => {
  event.preventDefault();
  inputs[0].click();
});

bar.querySelector("button").addEventListener("click", () => sending?.abort());

field.closest("form")?.addEventListener("submit", (event) => {
  if (sending) event.preventDefault();
});

addEventListener("beforeunload", (event) => {
  if (sending) event.preventDefault();
});

async function take(file) {
  sending?.abort();
  if (!isPicture(file)) return tell({ wrong: words.wrongType });
  tell({});
  // Whatever is in the way of a square here, the server takes the middle.
  const chosen = await crop(file, document.querySelector("#crop")).catch(() => undefined);
  if (chosen === null) return;
  if (remove) remove.checked = false;
  const mine = (sending = new AbortController());
  bar.hidden = false;
  progress(0);
  try {
    const [picture, isShown] = await Promise.all([small(file, chosen), chosen && showAtOnce(chosen).catch(() => false)]);
    if (picture.size > Number(words.maxBytes)) throw new Refused(words.tooLarge);
    const stored = await sent(picture, mine.signal);
    if (picture === file || !isShown) show(stored);
    keep(stored);
    tell({ said: picture === file ? `${words.done} ${words.middle}` : words.done });
  } catch (error) {
    end(error, mine);
  } finally {
    if (sending === mine) sending = null;
    bar.hidden = sending === null;
  }
}

async function showAtOnce(chosen) {
  // At once: a blob is encoded when the browser finds the time.
  const preview = (await chosen.drawn(PREVIEW_PX)).toDataURL("image/jpeg", QUALITY);
  show({ small: preview, large: preview });
  return true;
}

function isPicture(file) {
  const fits = (kind) => kind === file.type || (kind[0] === "." && file.name.toLowerCase().endsWith(kind));
  // A file whose type the system does not know is for the server to judge.
  return !file.type || inputs[0].accept.split(",").some(fits);
}

// The square, made small; on the page itself where a worker cannot. The file as it is when it cannot be drawn at all.
async function small(file, chosen) {
  if (!chosen) return file;
  const most = Number(words.mostPx);
  try {
    return await shrink(file, { crop: chosen.area, most, bytes: Math.max(LEAST_BYTES, file.size * SHARE) });
  } catch (error) {
    if (!(error instanceof CannotShrink)) throw error;
    return (await chosen.drawn(most).then(blobOf).catch(() => null)) ?? file;
  }
}

const blobOf = (canvas) => new Promise((resolve) => { canvas.toBlob(resolve, "image/jpeg", QUALITY); });

async function sent(picture, signal) {
  const form = new FormData();
  form.append("image", picture, picture.name ?? "face");
  const headers = { "X-CSRFToken": document.querySelector("[name=csrfmiddlewaretoken]").value, "X-Viewer": viewer() };
  const profile = await send(ADDRESS, form, { headers, signal, onProgress: progress, onLost: () => tell({ said: words.lost }) });
  const [smallest] = profile.picture.sources.filter(({ type }) => type === "image/jpeg");
  return { small: smallest.url, large: profile.picture.url };
}

function end(error, mine) {
  // Another was chosen meanwhile; it has the page now.
  if (sending !== mine) return;
  takeBack();
  if (mine.signal.aborted) tell({ said: words.cancelled });
  else tell({ wrong: sentenceOf(error) });
}

function sentenceOf(error) {
  if (!(error instanceof Refused)) return words.failed;
  // What stands before the board may have refused it, and has no sentence.
  return error.message || (error.status === 413 ? words.tooLarge : words.failed);
}

function progress(share) {
  bar.querySelector("progress").value = share;
  tell({ said: words.sending });
}

// A sentence that is there already is not spoken again.
function tell({ said = "", wrong = "" }) {
  for (const [place, sentence] of [["output", said], [".wrong", wrong]]) {
    const line = field.querySelector(place);
    if (line.textContent !== sentence) line.textContent = sentence;
  }
}
