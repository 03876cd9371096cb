"""From answers about pairs of alters to ties and their weights."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

import numpy as np
import pandas as pd

from egonets.files._raw import Raw, as_values

#: Answers that mean "no tie", besides the number 0; upper and lower case count alike.
NO_TIE = frozenset({"no", "none", "never", "not at all", "no tie", "false"})


def weigh(
    ties: Raw, answer: str, *, no_tie: Collection[str], weights: Mapping[str, float] | None, unanswered: Collection[str]
) -> None:
    """Give each pair the weight that its answer means; drop pairs without an answer and pairs without a tie.

    A number is a weight. Where no answer is a number, every answer but those of `no_tie` means a tie of weight 1.
    """
    texts = ties.frame[answer]
    ties.drop(np.asarray(texts.isna() | texts.isin(list(unanswered)), dtype=bool), "pair not answered")
    known = {text.casefold() for text in no_tie}
    texts = ties.frame[answer]
    says_no = texts.map(lambda text: text.strip().casefold() in known)
    meant = texts if weights is None else texts.map(lambda text: weights.get(text, text))
    values = as_values([str(value) for value in meant], comma=ties.comma, numeric=True)
    is_zero = values.map(lambda value: not isinstance(value, str) and value == 0)
    no = np.asarray(says_no | is_zero, dtype=bool)
    ties.frame = ties.frame.assign(weight=_weights(values, no, weights))
    ties.drop(no, "no tie")


def _weights(values: pd.Series[Any], no: Any, weights: Mapping[str, float] | None) -> pd.Series[Any]:
    """Numbers, or 1 for each answer when they are all words; a word among numbers stays, so that it is told."""
    words = values.map(lambda value: isinstance(value, str))
    if weights is None and bool(words[~no].all()):
        return pd.Series(np.ones(len(values)), index=values.index)
    return values
