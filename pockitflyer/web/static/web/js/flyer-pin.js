// Moves the place in small steps, from where the form says it is.

const STEP_M = 25;
const METRES_PER_DEGREE = 111_195;

export function showPin(form, changed) {
  const { lat, lon } = form.elements;
  const steps = form.querySelector(".steps");
  const { lat: keptLat, lon: keptLon } = form.querySelector(".pin").dataset;
  const fit = () => { steps.hidden = !(lat.value && lon.value) && keptLat === undefined; };
  steps.addEventListener("click", ({ target }) => {
    if (!target.matches("button")) return;
    const [north, east] = target.value.split(",").map(Number);
    const [y, x] = [Number(lat.value || keptLat), Number(lon.value || keptLon)];
    const degrees = STEP_M / METRES_PER_DEGREE;
    lat.value = (y + north * degrees).toFixed(6);
    lon.value = (x + (east * degrees) / Math.cos((y * Math.PI) / 180)).toFixed(6);
    changed();
  });
  form.addEventListener("input", fit);
  fit();
}
