"""Colour sets, five inks each, chosen to print well together."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from typing import NamedTuple


class Palette(NamedTuple):
    """`ground` carries everything, `ink` the words; `main`, `second` and `third` are for shapes."""

    ground: str
    ink: str
    main: str
    second: str
    third: str


SWISS = (
    Palette("#e4281f", "#fff8ec", "#fff8ec", "#17130f", "#f6b81a"),
    Palette("#f4efe4", "#14120f", "#e4281f", "#14120f", "#2b5fd9"),
    Palette("#ffc91f", "#15130f", "#15130f", "#e8402a", "#fff6dd"),
    Palette("#1746c7", "#fdf6e6", "#fdf6e6", "#ff5a36", "#0b1d55"),
    Palette("#0f7b53", "#fbf4e1", "#fbf4e1", "#ffb81c", "#083c2a"),
    Palette("#f7b5c4", "#1b1512", "#e2321d", "#1b1512", "#fff4ec"),
)
CUT_PAPER = (
    Palette("#f3e9d2", "#23211f", "#d9502e", "#e9a820", "#2f6f73"),
    Palette("#1f4e5f", "#f7ecd3", "#f2a33a", "#e2583e", "#8fc1b5"),
    Palette("#e8dcc0", "#2a2433", "#3a6ea5", "#e07a5f", "#f2cc5c"),
    Palette("#c8472d", "#fbeed3", "#f4c95d", "#2e3a4f", "#f1e3c6"),
    Palette("#2d4739", "#f5ead0", "#e8a13a", "#d8573c", "#9cb380"),
    Palette("#f0c8b0", "#33202a", "#b23a48", "#2f5d62", "#f7e7c6"),
)
GROOVE = (
    Palette("#fbe6c2", "#5b1f1a", "#c8371f", "#ee7d23", "#f7bb3f"),
    Palette("#2b1a3a", "#ffe9c7", "#e2495b", "#f58b4c", "#f9c74f"),
    Palette("#fdebd0", "#173f4f", "#17616b", "#e4572e", "#f3a712"),
    Palette("#f6d9d5", "#4a1942", "#893168", "#e0607e", "#f5a65b"),
)
RISO_PAPER = "#f6efe0"
RISO = (
    ("#ff48a5", "#0a5fc4"),
    ("#ff6a3d", "#1f4fa8"),
    ("#ffc400", "#d6246e"),
    ("#00a872", "#e8402f"),
    ("#3fb4e8", "#d9352a"),
    ("#f7a600", "#00757d"),
    ("#ff7f8e", "#00694f"),
)
GLOW = (
    ("#0d0221", ("#ff2e63", "#7b2ff7", "#08d9d6", "#ff9a3c")),
    ("#07130f", ("#00f5a0", "#00a3ff", "#f9f871", "#0b5d4f")),
    ("#1a0510", ("#ff3c00", "#ffb300", "#c2006b", "#5a00d6")),
    ("#050a1f", ("#3a6bff", "#b14bff", "#ff5fa2", "#19e3ff")),
)
VISTA = (
    ("#f6c777", "#ef8a5b", "#fff1cf", ("#d9694f", "#a84a54", "#6d3557", "#3a2149"), "#3a2149"),
    ("#bfe3e6", "#f7eccd", "#fffaf0", ("#8dc0bd", "#4f8f94", "#2b6470", "#153d4b"), "#143642"),
    ("#16234f", "#5b4a94", "#fdf3c4", ("#4a4285", "#35316b", "#232150", "#121435"), "#fdf3d4"),
    ("#f9d9c8", "#f2a48f", "#fffaf2", ("#d98a85", "#a8667a", "#6b4468", "#3b2a4d"), "#3b2a4d"),
    ("#dfeaf2", "#f8f3e6", "#ffffff", ("#b7cbd9", "#86a5bd", "#4d7394", "#24476b"), "#1c3654"),
)
EDITORIAL = (
    Palette("#f7f2ea", "#1f1b18", "#c96f4a", "#e8c7a9", "#6d7b62"),
    Palette("#e9ece6", "#1e2a26", "#456b57", "#b9c9b4", "#d98f5c"),
    Palette("#f4e4df", "#3a1f24", "#a8434b", "#e3b1a6", "#5b6f7d"),
    Palette("#22262b", "#f2ead9", "#d7a24a", "#46525c", "#f2ead9"),
    Palette("#e6e9f2", "#1d2440", "#3d56a8", "#b7c2e3", "#e39a5f"),
)
WRAPPER = (
    Palette("#f9d64b", "#1f1a17", "#e6452f", "#fff6de", "#2e6b4f"),
    Palette("#f4a6b4", "#38101c", "#d72f3f", "#fff1ea", "#2f5f4a"),
    Palette("#a9d6c8", "#12302c", "#ef6a42", "#fff7e4", "#1f6f68"),
    Palette("#f2e6cf", "#2a1a12", "#b5472c", "#e7a53a", "#40604d"),
    Palette("#27406b", "#14213a", "#f4b942", "#f9ecd2", "#e5604d"),
)
TILES = (
    ("#f2e8d5", "#d7352b", "#1d4e9e", "#f2b51d", "#161513"),
    ("#f5ecdc", "#0f6e64", "#f08a4b", "#f3c969", "#22304a"),
    ("#fbeee6", "#e85d75", "#3d348b", "#f7b801", "#241e4e"),
    ("#e9e4d4", "#2f7d4f", "#e0482f", "#f4c430", "#1c2b24"),
)


def pick[T](choices: tuple[T, ...], rng: Random) -> T:
    return choices[rng.randrange(len(choices))]


def luminance(colour: str) -> float:
    """0 to 255, Rec. 601 weights."""
    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return 0.299 * red + 0.587 * green + 0.114 * blue


def readable_on(ground: str) -> str:
    return "#17130f" if luminance(ground) > 138 else "#fff8ec"


def legible(inks: Sequence[str], ground: str) -> list[str]:
    """The inks that can carry words on the ground; at least the best of them."""
    distance = {ink: abs(luminance(ink) - luminance(ground)) for ink in inks}
    return [ink for ink in inks if distance[ink] > 90] or [max(inks, key=distance.__getitem__)]
