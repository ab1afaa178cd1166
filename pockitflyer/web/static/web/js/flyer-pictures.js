// The pictures of a flyer: chosen, dropped or pasted, sent at once one by one, moved and removed.

import { upload } from "./flyer-upload.js";

const onTheirWay = new Map();
let form, field, list, changed;

export const pending = () => [...onTheirWay.values()];

export function startPictures(ofForm, onChange) {
  [form, changed] = [ofForm, onChange];
  field = form.querySelector(".pictures");
  list = field.querySelector(".sheets");
  const chooser = field.querySelector("input[type=file]");
  chooser.addEventListener("change", () => {
    addFiles([...chooser.files]);
    // They go by themselves, not with the form.
    chooser.value = "";
  });
  field.addEventListener("click", press);
  list.addEventListener("pointerdown", drag);
  list.addEventListener("dragstart", (event) => event.preventDefault());
  for (const type of ["dragover", "dragleave", "drop"]) field.addEventListener(type, drop);
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

// Now each picture, in order: { id, alt, src }. Those still on their way are not among them.
export const pictures = () =>
  [...list.children].filter((row) => row.dataset.id).map((row) => ({
    id: row.dataset.id,
    alt: row.querySelector("[name=alts]").value,
    src: row.dataset.src ?? row.querySelector("img").src,
  }));

let line = Promise.resolve();

// One after the other: on a slow line the cover is there first.
function start(row, file) {
  row.querySelector("progress").hidden = false;
  row.querySelector(".wrong").textContent = "";
  row.querySelector("[data-retry]").hidden = true;
  const sent = line.then(() => send(row, file));
  line = sent;
  onTheirWay.set(row, sent);
  changed();
}

async function send(row, file) {
  const progress = row.querySelector("progress");
  const token = form.elements.csrfmiddlewaretoken.value;
  try {
    if (!row.isConnected) return;
    const onProgress = (share) => { progress.value = share; };
    const { id, picture } = await upload(file, { url: form.dataset.upload, token, most: Number(field.dataset.mostPx), onProgress });
    if (list.querySelector(`[data-id="${id}"]`)) return remove(row);
    row.dataset.src = picture.sources.find(({ type }) => type === "image/jpeg").url;
    name(row, id);
  } catch (sentence) {
    row.querySelector(".wrong").textContent = typeof sentence === "string" && sentence ? sentence : field.dataset.failed;
    const retry = row.querySelector("[data-retry]");
    retry.hidden = false;
    retry.onclick = () => start(row, file);
  } finally {
    progress.hidden = true;
    onTheirWay.delete(row);
    changed();
  }
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
  onTheirWay.delete(row);
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
