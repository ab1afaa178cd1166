// The token that shows a request to be ours, as it is now: signing in from another tab gives a new one.

const NAME = "csrftoken=";

export const token = () => document.cookie.split("; ").find((pair) => pair.startsWith(NAME))?.slice(NAME.length) ?? "";
