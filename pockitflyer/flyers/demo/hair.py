"""Hair, hats and beards, each in two layers: behind the head and in front of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from pockitflyer.flyers.demo.pen import Ink, Pen, arc

CROWN = [(-21, -10), (-20, -24), (-11, -36), (0, -39), (11, -36), (20, -24), (21, -10)]


@dataclass(frozen=True, slots=True)
class Style:
    behind: Callable[[Pen, Ink], None]
    front: Callable[[Pen, Ink, Ink], None]
    may_have_beard: bool = False
    shows_ears: bool = True


def nothing(pen: Pen, ink: Ink) -> None:
    """Nothing behind the head."""


def _long_behind(pen: Pen, ink: Ink) -> None:
    pen.blob(
        [
            (-22, -22),
            (-12, -38),
            (0, -41),
            (12, -38),
            (22, -22),
            (27, 6),
            (26, 34),
            (12, 38),
            (-12, 38),
            (-26, 34),
            (-27, 6),
        ],
        ink,
    )


def _parted(pen: Pen, ink: Ink, trim: Ink) -> None:
    pen.blob([(-3, -37), (-14, -36), (-22, -24), (-23, -6), (-20, -8), (-17, -20), (-6, -28)], ink)
    pen.blob([(-6, -37), (8, -38), (20, -28), (23, -6), (20, -8), (16, -20), (4, -27), (-6, -30)], ink)


def _bob_behind(pen: Pen, ink: Ink) -> None:
    pen.blob(
        [
            (-22, -24),
            (-12, -38),
            (0, -41),
            (12, -38),
            (22, -24),
            (27, -4),
            (27, 12),
            (20, 17),
            (0, 15),
            (-20, 17),
            (-27, 12),
            (-27, -4),
        ],
        ink,
    )


def _fringe(pen: Pen, ink: Ink, trim: Ink) -> None:
    pen.poly([*arc(0, -16, 22.5, 180, 360), (20, -13), (-20, -13)], ink)
    pen.rect(-23, -18, -17.5, 4, ink, 2)
    pen.rect(17.5, -18, 23, 4, ink, 2)


def _bun_behind(pen: Pen, ink: Ink) -> None:
    pen.circle(0, -42, 10.5, ink)


def _swept(pen: Pen, ink: Ink, trim: Ink) -> None:
    pen.blob([*CROWN, (18, -17), (8, -26), (0, -28), (-8, -26), (-18, -17)], ink)


def _afro_behind(pen: Pen, ink: Ink) -> None:
    for x, y, r in (
        (0, -27, 24),
        (-20, -20, 16),
        (20, -20, 16),
        (-25, -4, 12),
        (25, -4, 12),
        (-11, -38, 13),
        (11, -38, 13),
    ):
        pen.circle(x, y, r, ink)


def _afro_front(pen: Pen, ink: Ink, trim: Ink) -> None:
    for x, y, r in ((-16, -24, 7), (-8, -29, 7.5), (1, -30, 7.5), (10, -28, 7.5), (17, -23, 6.5)):
        pen.circle(x, y, r, ink)


def _quiff(pen: Pen, ink: Ink, trim: Ink) -> None:
    pen.blob(
        [
            (-21, -8),
            (-22, -22),
            (-18, -34),
            (-4, -44),
            (14, -45),
            (22, -36),
            (22, -20),
            (21, -8),
            (18, -18),
            (10, -25),
            (-6, -24),
            (-17, -19),
        ],
        ink,
    )


def _cropped(pen: Pen, ink: Ink, trim: Ink) -> None:
    pen.poly([*arc(0, -17, 21.2, 172, 368), (18, -19), (12, -25), (-12, -25), (-18, -19)], ink)


def _curls(pen: Pen, ink: Ink, trim: Ink) -> None:
    ring = (
        (-20, -16),
        (-17, -26),
        (-9, -34),
        (1, -37),
        (11, -34),
        (18, -26),
        (21, -16),
        (-4, -29),
        (7, -29),
        (-12, -27),
        (14, -24),
    )
    for x, y in ring:
        pen.circle(x, y, 6.6, ink)


def _bald(pen: Pen, ink: Ink, trim: Ink) -> None:
    for side in (-1, 1):
        pen.blob([(side * 19, -18), (side * 23, -14), (side * 22.5, -3), (side * 19.5, -6)], ink)


def _beanie(pen: Pen, ink: Ink, trim: Ink) -> None:
    pen.blob([(-21, -8), (-22, -18), (-18, -20), (-18, -8)], ink)
    pen.blob([(21, -8), (22, -18), (18, -20), (18, -8)], ink)
    pen.blob([(-22, -20), (-19, -36), (-8, -45), (8, -45), (19, -36), (22, -20)], trim)
    pen.rect(-24, -26, 24, -16, trim, 4)
    for x in range(-18, 19, 6):
        pen.line([(x, -24), (x, -18)], 1.1, "#2b2626")


def _veil(pen: Pen, ink: Ink, trim: Ink) -> None:
    outer = [*arc(0, -13, 27, 180, 360), (27, 10), (31, 36), (0, 46), (-31, 36), (-27, 10)]
    inner = [
        (-17.5, -10),
        (-14, -25),
        (0, -30),
        (14, -25),
        (17.5, -10),
        (16.5, 4),
        (9, 15.5),
        (0, 18),
        (-9, 15.5),
        (-16.5, 4),
    ]
    pen.poly([*outer, outer[0], inner[0], *reversed(inner)], trim)
    pen.line([(-12, 24), (2, 30), (18, 24)], 1.3, "#2b2626", curved=True)


def _braids_behind(pen: Pen, ink: Ink) -> None:
    for side in (-1, 1):
        for i in range(6):
            pen.circle(side * (24 + i * 0.6), 2 + i * 7.4, 5.4 - i * 0.3, ink)


def _flat_cap(pen: Pen, ink: Ink, trim: Ink) -> None:
    for side in (-1, 1):
        pen.blob([(side * 18, -22), (side * 22.5, -18), (side * 22, -4), (side * 19, -8)], ink)
    pen.blob([(-24, -22), (-20, -38), (-2, -44), (18, -40), (25, -26), (24, -20), (0, -26)], trim)
    pen.blob([(-26, -20), (-8, -29), (12, -29), (26, -20), (8, -22.5), (-10, -22.5)], "#2b2626")


def beard(pen: Pen, ink: Ink) -> None:
    """Full, with room for the mouth."""
    pen.blob(
        [
            (-20, -4),
            (-17, 2),
            (-9, 3.5),
            (0, 2.4),
            (9, 3.5),
            (17, 2),
            (20, -4),
            (19, 10),
            (11, 22),
            (0, 26),
            (-11, 22),
            (-19, 10),
        ],
        ink,
    )


STYLES = (
    Style(_long_behind, _parted, shows_ears=False),
    Style(_bob_behind, _fringe, shows_ears=False),
    Style(_bun_behind, _swept),
    Style(_afro_behind, _afro_front),
    Style(nothing, _quiff, may_have_beard=True),
    Style(nothing, _cropped, may_have_beard=True),
    Style(nothing, _curls, may_have_beard=True),
    Style(nothing, _bald, may_have_beard=True),
    Style(nothing, _beanie, may_have_beard=True),
    Style(nothing, _veil, shows_ears=False),
    Style(_braids_behind, _parted),
    Style(nothing, _flat_cap, may_have_beard=True),
)
