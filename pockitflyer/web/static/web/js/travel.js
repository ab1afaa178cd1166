// Between the board and a profile the face that was tapped travels, where the browser can show that.

const PROFILE = /^\/users\/\d+\/$/;
const NAME = "face";

const pathOf = (entry) => entry?.url && new URL(entry.url).pathname;

// The face of this publisher that is in sight; the profile's own has its name from the style sheet.
function faceOf(path) {
  if (!PROFILE.test(path ?? "") || document.querySelector(".person")) return null;
  const faces = [...document.querySelectorAll(`a.name[href="${path}"] .face`)];
  return faces.find((face) => {
    const { top, bottom } = face.getBoundingClientRect();
    return bottom > 0 && top < innerHeight;
  });
}

function name(face, transition) {
  if (!face || !transition) return;
  face.style.viewTransitionName = NAME;
  const end = () => { face.style.viewTransitionName = ""; };
  transition.finished.then(end, end);
}

addEventListener("pageswap", ({ activation, viewTransition }) => name(faceOf(pathOf(activation?.entry)), viewTransition));
addEventListener("pagereveal", ({ viewTransition }) => {
  name(faceOf(pathOf(window.navigation?.activation?.from)), viewTransition);
});
