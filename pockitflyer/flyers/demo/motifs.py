"""Every motif by name. A motif draws itself into a box from -50 to 50 in three inks: body, accent, detail."""

from __future__ import annotations

from collections.abc import Callable
from inspect import getmembers, isfunction

from pockitflyer.flyers.demo import motifs_food, motifs_living, motifs_play, motifs_things
from pockitflyer.flyers.demo.pen import Ink, Pen

type Motif = Callable[[Pen, Ink, Ink, Ink], None]

MOTIFS: dict[str, Motif] = {
    name: draw
    for module in (motifs_food, motifs_living, motifs_play, motifs_things)
    for name, draw in getmembers(module, isfunction)
    if draw.__module__ == module.__name__
}
