// Choosing the square of a picture, in a dialog: drag, pinch, wheel, a slider, buttons, arrow keys, plus and minus. The square
// stands still and the picture moves behind it. Cropper.js does the pointers; where the picture may go is decided here. Where it
// cannot be had, the square is the middle.

const MOST_ZOOM = 8;
const STEP = 0.05;
const LESSER_PX = 1024;
// Nobody waits longer for a library.
const PATIENCE_MS = 10_000;
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

// The browser cannot draw this file.
export class Unreadable extends Error {}

// Asks for the square; `template` holds the dialog. Gives null when it was left, else {area, drawn}: the square in pixels of
// the upright picture, and a function that resolves with a canvas of so many pixels. Rejects with Unreadable.
export async function crop(file, template) {
  const dialog = template.content.cloneNode(true).querySelector("dialog");
  const source = URL.createObjectURL(file);
  document.body.append(dialog);
  dialog.showModal();
  try {
    const view = await (await hasCropper() ? movable(dialog, source) : middle(dialog, source));
    const lesser = lesserOf(file, view.picture);
    dialog.classList.add("ready");
    dialog.querySelector("[value=use]").disabled = false;
    if (!(await answered(dialog))) return null;
    const area = view.area();
    return { area, drawn: async (px) => drawn(view.picture, await lesser, area, px) };
  } finally {
    dialog.remove();
    URL.revokeObjectURL(source);
  }
}

// It may not come over a bad network, or not be understood by an old browser.
function hasCropper() {
  const late = new Promise((resolve) => setTimeout(resolve, PATIENCE_MS, false));
  return Promise.race([import("../vendor/cropper-2.2.0.js").then(() => true, () => false), late]);
}

async function movable(dialog, source) {
  const image = dialog.querySelector("cropper-image");
  image.src = source;
  const picture = await image.$ready().catch(unreadable);
  // The canvas around it has the words; Cropper.js drops an empty text.
  picture.alt = "";
  return new View(dialog, image, picture);
}

async function middle(dialog, source) {
  const picture = new Image();
  picture.alt = "";
  picture.src = source;
  await picture.decode().catch(unreadable);
  dialog.querySelector("cropper-canvas").replaceWith(picture);
  dialog.classList.add("still");
  dialog.querySelector(".middle").hidden = false;
  const { naturalWidth, naturalHeight } = picture;
  const side = Math.min(naturalWidth, naturalHeight);
  return { picture, area: () => ({ x: (naturalWidth - side) / 2, y: (naturalHeight - side) / 2, width: side, height: side }) };
}

function unreadable() {
  throw new Unreadable();
}

const answered = (dialog) => new Promise((resolve) => {
  if (!dialog.open) resolve(false);
  dialog.addEventListener("close", () => resolve(dialog.returnValue === "use"));
});

// Made off the main thread while the square is chosen: drawing twelve megapixels keeps a cheap phone busy for half a second.
async function lesserOf(file, { naturalWidth, naturalHeight }) {
  const bitmap = await createImageBitmap(file, { resizeWidth: LESSER_PX, resizeQuality: "medium" }).catch(() => null);
  // Not every browser turns it upright.
  const isUpright = bitmap && Math.abs(bitmap.width / bitmap.height - naturalWidth / naturalHeight) < 0.01;
  return isUpright ? bitmap : null;
}

function drawn(picture, lesser, { x, y, width, height }, px) {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = px;
  const scale = (lesser?.width ?? 0) / picture.naturalWidth;
  const [source, by] = width * scale < px ? [picture, 1] : [lesser, scale];
  canvas.getContext("2d").drawImage(source, x * by, y * by, width * by, height * by, 0, 0, px, px);
  return canvas;
}

// Where the picture lies behind the square: its scale, and how far its corner is to the left and above, in CSS pixels.
class View {
  constructor(dialog, image, picture) {
    this.image = image;
    this.picture = picture;
    this.frame = dialog.querySelector("cropper-canvas");
    this.slider = dialog.querySelector("input[type=range]");
    this.side = this.frame.clientWidth;
    this.put(this.least(), 0, 0);
    this.about(picture.naturalWidth / 2, picture.naturalHeight / 2, this.least());
    image.addEventListener("transform", (event) => this.keepWithin(event));
    this.slider.addEventListener("input", () => this.zoom(this.least() * MOST_ZOOM ** (this.slider.value / 100)));
    this.frame.addEventListener("keydown", (event) => this.press(event));
    // For whoever cannot drag (WCAG 2.5.7).
    dialog.querySelector(".moves").addEventListener("click", ({ target }) => this.move(ARROWS[target.closest("button")?.value]));
    new ResizeObserver(() => this.resize()).observe(this.frame);
  }

  // The picture covers the square.
  least() {
    return this.side / Math.min(this.picture.naturalWidth, this.picture.naturalHeight);
  }

  // Cropper.js transforms around the middle of the picture.
  now() {
    const [scale, , , , x, y] = this.image.$getTransform();
    return this.placed(scale, x, y);
  }

  placed(scale, x, y) {
    const { naturalWidth, naturalHeight } = this.picture;
    return { scale, left: x + (naturalWidth * (1 - scale)) / 2, top: y + (naturalHeight * (1 - scale)) / 2 };
  }

  put(scale, left, top) {
    this.image.$setTransform(this.within(scale, left, top));
  }

  within(scale, left, top) {
    const { naturalWidth, naturalHeight } = this.picture;
    const size = Math.min(Math.max(scale, this.least()), this.least() * MOST_ZOOM);
    const x = Math.min(0, Math.max(left, this.side - naturalWidth * size));
    const y = Math.min(0, Math.max(top, this.side - naturalHeight * size));
    return [size, 0, 0, size, x - (naturalWidth * (1 - size)) / 2, y - (naturalHeight * (1 - size)) / 2];
  }

  keepWithin(event) {
    const wished = event.detail.matrix;
    const { scale, left, top } = this.placed(wished[0], wished[4], wished[5]);
    const allowed = this.within(scale, left, top);
    if (allowed.some((value, i) => Math.abs(value - wished[i]) > 0.01)) {
      event.preventDefault();
      this.image.$setTransform(allowed);
    } else {
      this.slider.value = (100 * Math.log(allowed[0] / this.least())) / Math.log(MOST_ZOOM);
    }
  }

  // This point of the picture in the middle of the square.
  about(x, y, scale) {
    this.put(scale, this.side / 2 - x * scale, this.side / 2 - y * scale);
  }

  zoom(scale) {
    const { x, y, width } = this.area();
    this.about(x + width / 2, y + width / 2, scale);
  }

  press(event) {
    const by = ARROWS[event.key];
    const times = { "+": 1 + 2 * STEP, "=": 1 + 2 * STEP, "-": 1 / (1 + 2 * STEP) }[event.key];
    if (by) this.move(by);
    else if (times) this.zoom(this.now().scale * times);
    else return;
    event.preventDefault();
  }

  move(by) {
    if (!by) return;
    const { scale, left, top } = this.now();
    this.put(scale, left + by[0] * STEP * this.side, top + by[1] * STEP * this.side);
  }

  resize() {
    const { x, y, width } = this.area();
    if (!this.frame.clientWidth || this.frame.clientWidth === this.side) return;
    this.side = this.frame.clientWidth;
    this.about(x + width / 2, y + width / 2, this.side / width);
  }

  area() {
    const { scale, left, top } = this.now();
    return { x: -left / scale, y: -top / scale, width: this.side / scale, height: this.side / scale };
  }
}
