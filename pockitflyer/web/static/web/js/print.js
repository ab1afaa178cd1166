// The button of a sheet; without this script the browser's own menu prints it.

document.querySelector("#print").addEventListener("click", () => print());
