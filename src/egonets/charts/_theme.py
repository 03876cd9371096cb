"""How every chart looks: inks, colours, shapes and one Vega-Lite config.

Charts have no background, so that they sit on the page they are put on. The neutral inks are a small fixed set:
a page with a dark mode recolours exactly these, and leaves the data colours alone. The data colours therefore keep a
contrast of at least 3:1 both on white and on a page nearly black (no colour has more than 4.3:1 on both, so that words
are never written in one), and differ from each other also for readers with
protanopia, deuteranopia or tritanopia (`tests/egonets/test_charts_theme.py` simulates all three).
"""

from __future__ import annotations

from typing import Any, Final

from egonets._words import STATUSES, ZONES

#: Words and numbers.
INK: Final = "#1f2933"
#: What stands back: axes, ties, rings, second lines.
MUTED: Final = "#52606d"
#: Grid lines and the faintest fills.
GRID: Final = "#d9e2ec"
#: The page itself, where something must hide what is below it.
PAPER: Final = "#ffffff"
#: The four above: all that a page's dark mode may recolour.
NEUTRALS: Final = (INK, MUTED, GRID, PAPER)
#: Words on a dark data colour. Not PAPER, which turns dark on a dark page.
ON_COLOUR: Final = "#fefefe"

RUST: Final = "#b0471b"
BLUE: Final = "#2a6df4"
OLIVE: Final = "#869816"
SLATE: Final = "#6a7186"
ORCHID: Final = "#cf6eb5"
PLUM: Final = "#a03c9a"
OCHRE: Final = "#a07c1a"

#: One colour per series, in this order.
SERIES: Final = (BLUE, RUST, OLIVE, ORCHID, SLATE)
#: One dash per series, so that no line is told by its colour alone.
DASHES: Final = ([1, 0], [7, 3], [2, 2], [9, 3, 2, 3], [4, 4])

STATUS_COLOURS: Final = dict(zip(STATUSES, (RUST, BLUE, OLIVE, SLATE), strict=True))

#: Signs of about equal weight: next to Vega's circle its own square is large, its diamond and triangle are small.
#: None of these reaches further than REACH times the square root of its size from its middle.
SQUARE: Final = "M-0.85,-0.85H0.85V0.85H-0.85Z"
DIAMOND: Final = "M0,-1.2L1.2,0L0,1.2L-1.2,0Z"
TRIANGLE: Final = "M0,-1.2L1.02,0.62L-1.02,0.62Z"
REACH: Final = 0.602
STATUS_SHAPES: Final = dict(zip(STATUSES, (DIAMOND, SQUARE, "circle", TRIANGLE), strict=True))

#: Not the colours of the statuses, so that nobody takes a zone for one.
ZONE_COLOURS: Final = dict(zip(ZONES, (PLUM, ORCHID, OCHRE), strict=True))
ZONE_SHAPES: Final = dict(zip(ZONES, (SQUARE, "circle", TRIANGLE), strict=True))

#: Width of every figure in pixels, everything included: 15 px letters at 14 cm width are 11 points.
WIDTH: Final = 540
#: Letters, in pixels. Liberation Sans has the widths of Arial and Helvetica, so a text measured here fits everywhere.
FONT: Final = "Liberation Sans, Arial, Helvetica, sans-serif"
TITLE_SIZE: Final = 16
TEXT_SIZE: Final = 14


def config() -> dict[str, Any]:
    """The Vega-Lite config of every figure, made anew at each call."""
    return {
        "background": "transparent",
        "font": FONT,
        "padding": 4,
        "view": {"stroke": None, "continuousWidth": 420, "continuousHeight": 260},
        "title": {
            "anchor": "start",
            "frame": "bounds",
            "color": INK,
            "fontSize": TITLE_SIZE,
            "fontWeight": "bold",
            "lineHeight": 21,
            "offset": 12,
            "subtitleColor": MUTED,
            "subtitleFontSize": TEXT_SIZE,
            "subtitleLineHeight": 19,
            "subtitlePadding": 5,
        },
        "axis": {
            "labelColor": MUTED,
            "labelFontSize": TEXT_SIZE,
            "titleColor": INK,
            "titleFontSize": TEXT_SIZE,
            "titleFontWeight": "normal",
            "domainColor": MUTED,
            "tickColor": MUTED,
            "gridColor": GRID,
            "labelLimit": 260,
            "titleLimit": WIDTH,
            "titlePadding": 8,
        },
        # What the upright axis counts stands above it, to be read without turning the head.
        "axisY": {
            "titleAngle": 0,
            "titleAlign": "left",
            "titleAnchor": "end",
            "titleBaseline": "bottom",
            "titleX": 0,
            "titleY": -8,
            "ticks": False,
            "domain": False,
            "labelPadding": 6,
        },
        "axisX": {"grid": False, "labelFlush": False},
        "header": {
            "labelColor": INK,
            "labelFontSize": TEXT_SIZE,
            "labelFontWeight": "bold",
            "titleColor": INK,
            "titleFontSize": TEXT_SIZE,
        },
        "legend": {
            "orient": "bottom",
            "labelColor": INK,
            "labelFontSize": TEXT_SIZE,
            "labelLimit": 260,
            "titleColor": MUTED,
            "titleFontSize": TEXT_SIZE,
            "titleFontWeight": "normal",
            "symbolStrokeWidth": 1.5,
            "titlePadding": 12,
            "titleLimit": WIDTH,
            "columnPadding": 18,
            # One legend below the other, so that none makes a figure wider.
            "layout": {"bottom": {"direction": "vertical", "anchor": "start", "margin": 8}},
        },
        "mark": {"color": BLUE},
        "range": {"category": list(SERIES)},
        "text": {"color": INK, "fontSize": TEXT_SIZE},
        "line": {"strokeWidth": 2.5},
        "rule": {"color": MUTED},
        "point": {"size": 90, "filled": True, "opacity": 1},
    }
