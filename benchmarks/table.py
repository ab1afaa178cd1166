"""A bench's table: floor beside measured beside what it replaces."""

import os
import platform
from dataclasses import dataclass

from benchmarks.measure import Spread

_HEADS = ("what", "floor", "ours, median", "ours, p95", "replaced", "ratio", "")


@dataclass(frozen=True)
class Row:
    """One line. ``ratio`` is ours ÷ replaced; ``most``, ``ratio_most`` and ``ratio_least`` are bounds to keep.

    ``form`` writes a figure with its unit, ``{:,.0f} ms``; ``floor`` is the bound in words.
    """

    what: str
    ours: Spread | float
    form: str
    floor: str = ""
    replaced: Spread | float | None = None
    ratio: float | None = None
    most: float | None = None
    ratio_most: float | None = None
    ratio_least: float | None = None

    @property
    def median(self) -> float:
        return self.ours.median if isinstance(self.ours, Spread) else self.ours

    @property
    def replaced_median(self) -> float | None:
        return self.replaced.median if isinstance(self.replaced, Spread) else self.replaced

    @property
    def is_missed(self) -> bool:
        return (
            (self.most is not None and self.median > self.most)
            or (self.ratio_most is not None and (self.ratio is None or self.ratio > self.ratio_most))
            or (self.ratio_least is not None and (self.ratio is None or self.ratio < self.ratio_least))
        )

    @property
    def verdict(self) -> str:
        if not self.floor:
            return ""
        return "MISSED" if self.is_missed else "ok"

    def as_json(self) -> dict[str, object]:
        spread = self.ours if isinstance(self.ours, Spread) else None
        return {
            "what": self.what,
            "floor": self.floor,
            "unit": self.form.partition("}")[2].strip(),
            "median": self.median,
            "p95": spread and spread.p95,
            "replaced": self.replaced_median,
            "ratio": self.ratio,
            "missed": self.is_missed,
        }

    def cells(self) -> tuple[str, ...]:
        p95 = self.form.format(self.ours.p95) if isinstance(self.ours, Spread) else ""
        return (
            self.what,
            self.floor,
            self.form.format(self.median),
            p95,
            "" if self.replaced_median is None else self.form.format(self.replaced_median),
            "" if self.ratio is None else f"{self.ratio:.2f}",
            self.verdict,
        )


def of_two(ours: list[float], replaced: list[float]) -> float:
    """Median of the ratios round by round: what disturbs a round disturbs both halves of it."""
    return Spread.of([one / other for one, other in zip(ours, replaced, strict=True)]).median


def render(rows: list[Row], beside: str = "replaced") -> str:
    """Markdown, aligned: to be read in a terminal and pasted as it is. ``beside`` heads what ours is compared with."""
    heads = tuple(beside if head == "replaced" else head for head in _HEADS)
    lines = [heads, *(row.cells() for row in rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(_HEADS))]
    drawn = ["| " + " | ".join(_pad(line, widths)) + " |" for line in lines]
    rule = "|" + "|".join("-" * (width + 1) + (":" if n > 1 else "-") for n, width in enumerate(widths)) + "|"
    return "\n".join([drawn[0], rule, *drawn[1:]])


def _pad(line: tuple[str, ...], widths: list[int]) -> list[str]:
    """Words to the left, figures to the right."""
    padded = [cell.rjust(width) for cell, width in zip(line, widths, strict=True)]
    return [line[0].ljust(widths[0]), line[1].ljust(widths[1]), *padded[2:]]


def machine() -> str:
    """What the figures were measured on."""
    system = f"{platform.system()} {platform.machine()}"
    return f"{os.cpu_count()} cores, {system}, {platform.python_implementation()} {platform.python_version()}"
