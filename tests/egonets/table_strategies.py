"""Random egonets for Hypothesis, with ids and words that a file must be able to hold."""

from __future__ import annotations

import numpy as np
import pandas as pd
from hypothesis import strategies as st

from egonets import CONTEXTS, STATUSES, ZONES, EgoNets

#: Text with what is special in a separated file, in XML and in Markdown; no lone surrogates, no blank text.
TEXT = st.text(
    st.one_of(st.sampled_from("\",;\n\r\t |\\<&'=aZø1.-"), st.characters(exclude_categories=["Cs"])),
    min_size=1,
    max_size=6,
).filter(lambda text: text.strip() != "" and text != "NA")

#: Text that no reader takes for a number, a truth value or an id with a point nought.
WORDS = TEXT.filter(lambda text: not any(character.isdigit() for character in text) and text.lower() not in LOOKS_TYPED)
LOOKS_TYPED = {"true", "false", "inf", "-inf", "nan"}

SHARE = st.one_of(st.none(), st.floats(0, 1, allow_subnormal=False))
AMOUNT = st.one_of(st.none(), st.floats(0, 1e6, allow_subnormal=False))
WEIGHT = st.floats(min_value=1e-3, max_value=1e3)


def ids(numbers: bool) -> st.SearchStrategy[object]:
    return st.integers(-(10**12), 10**12) if numbers else WORDS


@st.composite
def egonets(draw: st.DrawFn, most_egos: int = 4, most_alters: int = 6) -> EgoNets:
    """Some egos, some of them without alters, some alters without ties, with known and unknown columns."""
    ego_kind, alter_kind = draw(st.booleans()), draw(st.booleans())
    egos = draw(st.lists(ids(ego_kind), min_size=1, max_size=most_egos, unique=True))
    alters, ties = [], []
    for ego in egos:
        names = draw(st.lists(ids(alter_kind), max_size=most_alters, unique=True))
        alters += [(ego, name) for name in names]
        pairs = [(one, other) for place, one in enumerate(names) for other in names[place + 1 :]]
        chosen = draw(st.lists(st.sampled_from(pairs), unique=True)) if pairs else []
        ties += [(ego, *pair) for pair in chosen]
    frame = pd.DataFrame(alters, columns=["ego", "alter"])
    with_columns = draw(st.booleans())
    if with_columns:
        frame = frame.assign(**columns_of_alters(draw, len(frame)))
    layers = pd.DataFrame(ties, columns=["ego", "source", "target"])
    layers["weight"] = draw(st.lists(WEIGHT, min_size=len(layers), max_size=len(layers)))
    if with_columns:
        layers["kind"] = pd.Series(draw(st.lists(WORDS, min_size=len(layers), max_size=len(layers))), dtype=object)
    return EgoNets(
        pd.DataFrame({"ego": pd.Series(egos), "note": pd.Series(draw_words(draw, len(egos)))}), frame, layers
    )


def columns_of_alters(draw: st.DrawFn, rows: int) -> dict[str, object]:
    """Values of known columns, some missing, and of one that nobody knows."""

    def column(values: st.SearchStrategy[object]) -> list[object]:
        return draw(st.lists(values, min_size=rows, max_size=rows))

    return {
        "zone": pd.Series(column(st.sampled_from([*ZONES, None])), dtype=object),
        "status": pd.Series(column(st.sampled_from([*STATUSES, None])), dtype=object),
        "context": pd.Series(column(st.sampled_from([*CONTEXTS, None])), dtype=object),
        "strength": pd.Series(column(SHARE), dtype=np.float64),
        "contact": pd.Series(column(AMOUNT), dtype=np.float64),
        "note, said": pd.Series(draw_words(draw, rows), dtype=object),
    }


def draw_words(draw: st.DrawFn, rows: int) -> list[object]:
    return draw(st.lists(WORDS, min_size=rows, max_size=rows))
