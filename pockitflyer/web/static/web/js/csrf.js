// What shows a request to be ours, and for whom it is.

const NAME = "csrftoken=";

// As it is now: signing in from another tab gives a new one.
export const token = () => document.cookie.split("; ").find((pair) => pair.startsWith(NAME))?.slice(NAME.length) ?? "";

// Of whom the page was made for: when another tab has signed in somebody else since, the board refuses what this one asks.
export const viewer = () => document.querySelector("#offline-words").dataset.viewer ?? "";
