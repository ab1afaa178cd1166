"""What is looked at on every page: axe, targets, width, and words."""

import json
import re
from typing import Any, Final

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

# The rules of WCAG 2.2 AA with the size of targets, which is off unless asked for, and what axe holds good besides.
_EVERYTHING: Final = {"resultTypes": ["violations"], "rules": {"target-size": {"enabled": True}}}
# What a theme changes.
_COLOURS: Final = {"resultTypes": ["violations"], "runOnly": ["color-contrast"]}
NARROWEST: Final = {"width": 320, "height": 640}
# What is under 44 px and can be pressed; links in a sentence are as high as the sentence. A chip with two halves is
# 44 px with its edge.
_SMALL: Final = """() => {
  const pressed = "a, button, summary, select, textarea, label.label, label.check, [type=range]";
  const typed = "input:not([type=hidden], [type=checkbox], [type=radio], [type=file])";
  return [...document.querySelectorAll(`${pressed}, ${typed}`)].filter((target) => {
    const { width, height } = target.getBoundingClientRect();
    const isInText = target.matches(".unseen, p:not(.subscribe) a, .help a, .near.on > *, [hidden] *");
    const isSeen = target.checkVisibility({ visibilityProperty: true, opacityProperty: true }) && width > 1;
    return isSeen && !isInText && (width < 43.9 || height < 43.9);
  }).map((target) => target.outerHTML.slice(0, 120));
}"""
# Texts and what is read out or shown of attributes, each as it stands.
_WORDS: Final = """(place) => {
  const words = new Set(place === "body" ? [document.title.replace(/ · pockitflyer$/, "")] : []);
  const root = document.querySelector(place);
  if (!root) return [];
  const walk = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    if (!walk.currentNode.parentElement.closest("script, style, noscript, template")) words.add(walk.currentNode.data);
  }
  for (const element of root.querySelectorAll("*")) {
    for (const name of ["aria-label", "title", "placeholder", "alt"]) words.add(element.getAttribute(name) ?? "");
    const { draft, ...said } = element.dataset;
    for (const value of Object.values(said)) if (value.includes(" ")) words.add(value);
  }
  return [...words].map((text) => text.replace(/\\s+/g, " ").trim()).filter(Boolean);
}"""
_WIDE: Final = """() => {
  const root = document.documentElement;
  if (root.scrollWidth <= innerWidth) return [];
  const reach = (one) => one.getBoundingClientRect().right;
  const out = [...document.querySelectorAll("body *")].filter((one) => reach(one) > innerWidth + 1);
  return out.slice(0, 3).map((one) => `${root.scrollWidth} px wide: ${one.outerHTML.slice(0, 120)}`);
}"""


def against_axe(page: Page) -> list[str]:
    """What axe finds in light, at the width that the page has."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    return _run(page, _EVERYTHING)


def against_colours_in_the_dark(page: Page) -> list[str]:
    """The same of what the dark theme changes. After ``against_axe``."""
    page.emulate_media(color_scheme="dark")
    found = _run(page, _COLOURS)
    page.emulate_media(color_scheme="light")
    return found


def _run(page: Page, options: dict[str, Any]) -> list[str]:
    violations = page.evaluate(f"axe.run({json.dumps(options)}).then(({{ violations }}) => violations)")
    found = [(one["id"], node) for one in violations for node in one["nodes"][:5]]
    return [f"{rule}: {node['html'][:160]}" for rule, node in found if rule != "target-size" or _is_small(page, node)]


def _is_small(page: Page, node: dict[str, Any]) -> bool:
    """Once more in the middle of the screen: what lies under the bar at its edge can be moved away from it."""
    look = """async (place) => {
      document.querySelector(place).scrollIntoView({ block: "center" });
      const { violations } = await axe.run(place, { runOnly: ["target-size"] });
      scrollTo(0, 0);
      return violations.length > 0;
    }"""
    return bool(page.evaluate(look, node["target"][0]))


def too_small(page: Page) -> list[str]:
    return [f"under 44 px: {target}" for target in page.evaluate(_SMALL)]


def too_wide(page: Page, viewport: dict[str, int]) -> list[str]:
    """At that width the page scrolls sideways because of these."""
    page.set_viewport_size(viewport)
    return list(page.evaluate(_WIDE))


def words_on(page: Page, place: str) -> list[str]:
    """``place`` is the selector of what is read."""
    return list(page.evaluate(_WORDS, place)) if place else []


_FORMAL: Final = re.compile(r"\b(Ihnen|Ihre[nmrs]?|Ihr)\b|[a-zäöü,] Sie\b|ß")


def formal(words: list[str]) -> list[str]:
    return [f"formal: {text}" for text in words if _FORMAL.search(text)]
