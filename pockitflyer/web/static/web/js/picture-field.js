// Shows a chosen picture at once, and says beside the field when it cannot be sent.

const input = document.querySelector(".pick input[type=file]");
const field = input.closest(".pick");
const preview = field.querySelector("[data-preview]");
const said = field.querySelector(".wrong");
const remove = field.querySelector("input[type=checkbox]");
const { tooLarge, wrongType, chosen, maxBytes } = field.dataset;

input.addEventListener("change", () => {
  const file = input.files[0];
  const problem = file ? problemWith(file) : "";
  if (problem) input.value = "";
  show(problem ? null : file);
  say(problem);
});

remove?.addEventListener("change", () => {
  if (!remove.checked) return;
  input.value = "";
  show(null);
  say("");
});

function problemWith(file) {
  if (file.size > Number(maxBytes)) return tooLarge;
  const fits = (kind) => kind === file.type || (kind[0] === "." && file.name.toLowerCase().endsWith(kind));
  // A file whose type the system does not know is for the server to judge.
  return file.type && !input.accept.split(",").some(fits) ? wrongType : "";
}

function show(file) {
  URL.revokeObjectURL(preview.src);
  field.querySelector("output").textContent = "";
  preview.hidden = !file;
  if (!file) return preview.removeAttribute("src");
  if (remove) remove.checked = false;
  preview.src = URL.createObjectURL(file);
}

// A browser that cannot draw the type (HEIC) names the file instead.
preview.addEventListener("error", () => {
  preview.hidden = true;
  const file = input.files[0];
  if (file) field.querySelector("output").textContent = `${chosen} ${file.name}`;
});

function say(problem) {
  said.textContent = problem;
  input.setAttribute("aria-invalid", String(Boolean(problem)));
  input.setAttribute("aria-describedby", said.id);
}
