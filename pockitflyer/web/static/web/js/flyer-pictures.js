// The pictures of a flyer: chosen, dropped or pasted, sent at once one by one, moved and removed.

import { upload } from "./flyer-upload.js";
import { Refused } from "./send.js";

const onTheirWay = new Map();
let form, field, list, changed;

export const pending = () => [...onTheirWay.values()].map(({ done }) => done);

// Returns what takes the files that were chosen before this was here, on a slow line.
export function startPictures(ofForm, onChange) {
  [form, changed] = [ofForm, onChange];
  field = form.querySelector(".pictures");
  list = field.querySelector(".sheets");
  const chooser = field.querySelector("input[type=file]");
  const take = () => {
    addFiles([...chooser.files]);
    // They go by themselves, not with the form.
    chooser.value = "";
  };
  chooser.addEventListener("change", take);
  field.addEventListener("click", press);
  list.addEventListener("pointerdown", drag);
  list.addEventListener("dragstart", (event) => event.preventDefault());
  for (const type of ["dragover", "dragleave", "drop"]) field.addEventListener(type, drop);
  return take;
}

export function addFiles(files) {
  say("");
  for (const file of files) {
    if (list.children.length >= Number(field.dataset.room)) return say(field.dataset.tooMany);
    if (file.size > Number(field.dataset.maxBytes)) say(`${file.name}: ${field.dataset.tooLarge}`);
    else start(addRow(URL.createObjectURL(file)), file);
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
  const onProgress = (share) => { progress.value = share; complain(row, ""); };
  const onLost = () => complain(row, lost);
  try {
    const { id, picture } = await upload(file, { url, most: Number(field.dataset.mostPx), signal, onProgress, onLost });
    if (list.querySelector(`[data-id="${id}"]`)) return remove(row);
    row.dataset.src = picture.sources.find(({ type }) => type === "image/jpeg").url;
    name(row, id);
  } catch (error) {
    if (signal.aborted) return;
    complain(row, error.message && error instanceof Refused ? error.message : field.dataset.failed);
    const retry = row.querySelector("[data-retry]");
    retry.hidden = false;
    retry.onclick = () => start(row, file);
  } finally {
    progress.hidden = true;
    onTheirWay.delete(row);
    changed();
  }
}

function complain(row, sentence) {
  row.querySelector(".wrong").textContent = sentence;
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
  tell(row);
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
  const move = ({ clientY }) => {
    for (const other of list.children) {
      const { top, height } = other.getBoundingClientRect();
      if (other === row || clientY < top || clientY > top + height) continue;
      if (other.compareDocumentPosition(row) & Node.DOCUMENT_POSITION_FOLLOWING) other.before(row);
      else other.after(row);
    }
  };
  const stop = () => {
    row.classList.remove("dragged");
    removeEventListener("pointermove", move);
    tell(row);
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

function tell(row) {
  const at = [...list.children].indexOf(row) + 1;
  const words = at ? field.dataset.moved.replace("{n}", at).replace("{of}", list.children.length) : "";
  field.querySelector("[role=status]").textContent = words;
}

function say(sentence) {
  field.querySelector(":scope > .wrong").textContent = sentence;
}
