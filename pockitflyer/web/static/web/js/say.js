// A sentence for a moment, seen and spoken.

const SHOWN_MS = 6000;

export function say(sentence) {
  const line = document.createElement("p");
  line.className = "said";
  line.textContent = sentence;
  const place = document.querySelector(".messages");
  place.querySelectorAll(".said").forEach((older) => older.remove());
  place.append(line);
  setTimeout(() => line.remove(), SHOWN_MS);
}
