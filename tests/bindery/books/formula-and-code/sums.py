from functools import cache


@cache
def effective_size(alters: int, ties: int) -> float:
    r"""Alters less the mean number of ties of one.

    .. math:: E = n - \frac{2m}{n}

    More words.
    """
    # why it is so
    return alters - 2 * ties / alters


def size(alters: int) -> int:
    """How many there are."""
    return alters
