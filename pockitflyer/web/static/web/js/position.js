// Where the device is. The true position stays in this tab; what is asked of the server is rounded to 0.01°.

const KEY = "position";
const DECIMALS = 2;

export function remember([lat, lon]) {
  sessionStorage.setItem(KEY, JSON.stringify([lat, lon]));
}

// [lat, lon] in degrees, or null while nobody has asked the device.
export function position() {
  return JSON.parse(sessionStorage.getItem(KEY));
}

export const rounded = (degrees) => degrees.map((value) => value.toFixed(DECIMALS)).join(",");
