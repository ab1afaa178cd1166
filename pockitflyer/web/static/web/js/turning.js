// Which pages turn into each other. Before the page itself, and not in the style sheet: a browser that gets to the page and does not
// know of it, because the sheet is late, gives the transition up.
if ("adoptedStyleSheets" in document) {
  const sheet = new CSSStyleSheet();
  sheet.insertRule("@media (prefers-reduced-motion: no-preference) { @view-transition { navigation: auto; } }");
  document.adoptedStyleSheets.push(sheet);
}

// It is given up as well when the other page does not take part, or when one is left too soon; nobody else would look at that.
for (const event of ["pageswap", "pagereveal"]) {
  addEventListener(event, ({ viewTransition }) => {
    const { ready, finished, updateCallbackDone } = viewTransition ?? {};
    for (const stage of [ready, finished, updateCallbackDone]) stage?.catch(() => {});
  });
}
