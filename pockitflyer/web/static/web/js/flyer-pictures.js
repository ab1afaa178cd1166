// The pictures of a flyer: chosen, dropped or pasted, sent at once one by one, moved and removed.

import { TooLarge, upload } from "./flyer-upload.js";
import { Refused } from "./send.js";

const onTheirWay = new Map();
let form, field, list, changed;

export const pending = () => [...onTheirWay.values()].map(({ done }) => done);

// Returns what takes the files that were chosen before this was here, on a slow line.
export function startPictures(ofForm, onChange) {
  [form, changed] = [ofForm, onChange];
  field = form.querySelector(".pictures");
  list = field.querySelector(".sheets");
  // From what is there, and from the camera.
  const choosers = field.querySelectorAll("input[type=file]");
  const take = () => {
    for (const chooser of choosers) {
      addFiles([...chooser.files]);
      // They go by themselves, not with the form.
      chooser.value = "";
    }
  };
  choosers.forEach((chooser) => chooser.addEventListener("change", take));
  field.addEventListener("click", press);
  // No torn picture for what the browser cannot draw: not one it cannot read, and HEIC not before the board has it.
  list.addEventListener("error", ({ target }) => { target.style.visibility = "hidden"; }, true);
  list.addEventListener("load", ({ target }) => { target.style.visibility = ""; }, true);
  list.addEventListener("pointerdown", drag);
  list.addEventListener("dragstart", (event) => event.preventDefault());
  for (const type of ["dragover", "dragleave", "drop"]) field.addEventListener(type, drop);
  return take;
}

export function addFiles(files) {
  if (files.length) say("");
  for (const file of files) {
    if (list.children.length >= Number(field.dataset.room)) return say(field.dataset.tooMany);
    start(addRow(URL.createObjectURL(file)), file);
  }
}

export function addRow(src, id = "", alt = "") {
  const row = field.querySelector("template").content.firstElementChild.cloneNode(true);
  row.querySelector("img").src = src;
  row.querySelector("[name=alts]").value = alt;
  list.append(row);
  if (id) name(row, id);
  field.querySelector(".add").toggleAttribute("data-full", list.children.length >= Number(field.dataset.room));
  return row;
}

// Whether there are some that did not arrive, and will not without another try.
export const isIncomplete = () => Boolean(list.querySelector(".sheet-row:not([data-id])"));

// Now each picture, in order: { id, alt, src }. Those still on their way are not among them.
export const pictures = () =>
  [...list.children].filter((row) => row.dataset.id).map((row) => ({
    id: row.dataset.id,
    alt: row.querySelector("[name=alts]").value,
    src: row.dataset.src ?? row.querySelector("img").src,
  }));

function start(row, file) {
  const removed = new AbortController();
  row.querySelector("progress").hidden = false;
  row.querySelector("[data-retry]").hidden = true;
  complain(row, "");
  onTheirWay.set(row, { removed, done: send(row, file, removed.signal) });
  changed();
}

async function send(row, file, signal) {
  const progress = row.querySelector("progress");
  const { upload: url, lost } = form.dataset;
  const { mostPx, maxBytes, tooLarge, failed } = field.dataset;
  const onProgress = (share) => { progress.value = share; complain(row, ""); };
  const onLost = () => complain(row, lost);
  try {
    const { id, picture } = await upload(file, { url, most: Number(mostPx), maxBytes: Number(maxBytes), signal, onProgress, onLost });
    if (list.querySelector(`[data-id="${id}"]`)) return remove(row);
    row.dataset.src = picture.sources.find(({ type }) => type === "image/jpeg").url;
    name(row, id);
    complain(row, "");
    tell(row, field.dataset.arrived);
    show(row);
  } catch (error) {
    if (signal.aborted) return;
    if (error instanceof TooLarge || error.status === 413) complain(row, tooLarge);
    else complain(row, error instanceof Refused && error.message ? error.message : failed);
    const retry = row.querySelector("[data-retry]");
    retry.hidden = false;
    retry.onclick = () => start(row, file);
  } finally {
    progress.hidden = true;
    onTheirWay.delete(row);
    changed();
  }
}

// What the browser cannot draw (HEIC), it gets back from the board.
function show(row) {
  const image = row.querySelector("img");
  const fromBoard = () => {
    image.src = row.dataset.src;
    changed();
  };
  if (!image.complete) image.addEventListener("error", fromBoard, { once: true });
  else if (!image.naturalWidth) fromBoard();
}

// A sentence that is there already is not spoken again.
function complain(row, sentence) {
  const line = row.querySelector(".wrong");
  if (line.textContent !== sentence) line.textContent = sentence;
}

function name(row, id) {
  row.dataset.id = id;
  row.querySelector("[name=images]").value = id;
}

function press(event) {
  const button = event.target.closest("button[name=do]");
  const row = button?.closest(".sheet-row");
  if (!row) return;
  event.preventDefault();
  const [verb] = button.value.split("-");
  if (verb === "remove") remove(row);
  else if (verb === "up" && row.previousElementSibling) row.previousElementSibling.before(row);
  else if (verb === "down" && row.nextElementSibling) row.nextElementSibling.after(row);
  if (row.isConnected) button.focus();
  tell(row, field.dataset.moved);
  changed();
}

function remove(row) {
  row.remove();
  onTheirWay.get(row)?.removed.abort(new Error("removed"));
  field.querySelector(".add").removeAttribute("data-full");
}

function drag(event) {
  const row = event.target.closest(".thumb")?.parentElement;
  if (!row || event.button) return;
  event.preventDefault();
  row.classList.add("dragged");
  const move = ({ clientX }) => {
    for (const other of list.children) {
      const { left, width } = other.getBoundingClientRect();
      if (other === row || clientX < left || clientX > left + width) continue;
      if (other.compareDocumentPosition(row) & Node.DOCUMENT_POSITION_FOLLOWING) other.before(row);
      else other.after(row);
    }
  };
  const stop = () => {
    row.classList.remove("dragged");
    removeEventListener("pointermove", move);
    tell(row, field.dataset.moved);
    changed();
  };
  addEventListener("pointermove", move);
  addEventListener("pointerup", stop, { once: true });
  addEventListener("pointercancel", stop, { once: true });
}

function drop(event) {
  if (!event.dataTransfer?.types.includes("Files")) return;
  event.preventDefault();
  field.classList.toggle("over", event.type === "dragover");
  if (event.type === "drop") addFiles([...event.dataTransfer.files]);
}

function tell(row, words) {
  const at = [...list.children].indexOf(row) + 1;
  const sentence = at ? words.replace("{n}", at).replace("{of}", list.children.length) : "";
  field.querySelector("[role=status]").textContent = sentence;
}

function say(sentence) {
  field.querySelector(":scope > .wrong").textContent = sentence;
}
