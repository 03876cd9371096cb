"""Egonets for tests: one that is written by hand, and many that are drawn."""

import numpy as np
import pandas as pd

from egonets import CONTEXTS, STATUSES, SUPPORTS, ZONES, EgoNets


def anna(alters, ties=(), ego=None, tie_weight=None, **columns):
    """The egonet of Anna: her alters' ids, ties as pairs of ids, and a list of values per column of the alters."""
    pairs = pd.DataFrame([tuple(pair) for pair in ties], columns=["source", "target"]).assign(ego="anna")
    if tie_weight is not None:
        pairs["weight"] = tie_weight
    return EgoNets(
        pd.DataFrame({"ego": ["anna"], **{name: [value] for name, value in (ego or {}).items()}}),
        pd.DataFrame({"ego": "anna", "alter": list(alters), **columns}),
        pairs,
    )


def drawn(egos, seed, most=14):
    """Random egonets with every column that a measure reads; some without alters, some without ties, some complete."""
    rng = np.random.default_rng(seed)
    n = rng.integers(0, most + 1, egos)
    ego = np.repeat(np.arange(egos), n)
    rows = len(ego)
    alters = pd.DataFrame({"ego": ego, "alter": np.arange(rows) - np.repeat(np.cumsum(n) - n, n)})
    for name, words in {"zone": ZONES, "status": STATUSES, "context": CONTEXTS}.items():
        alters[name] = rng.choice([*words, None], rows)
    helps = rng.random(rows) < 0.7
    alters["strength"] = rng.choice([0.0, 1.0, *rng.random(8)], rows)
    for kind in SUPPORTS:
        alters[f"support_{kind}"] = helps * rng.choice([0.0, 1.0, *rng.random(8)], rows)
    for name in ("economic", "cultural", "contact", "importance", "reaction_to_use", "reaction_to_treatment"):
        alters[name] = rng.integers(0, 9, rows)
    alters["supportiveness"] = rng.integers(1, 7, rows)
    alters["heavy_use"] = rng.random(rows) < 0.2
    ties = pd.concat([_ties(ego, size, rng) for ego, size in enumerate(n)], ignore_index=True)
    people = pd.DataFrame({"ego": np.arange(egos), "status": rng.choice(STATUSES, egos)})
    return EgoNets(people, alters, ties)


def _ties(ego, size, rng):
    source, target = np.triu_indices(size, 1)
    there = rng.random(len(source)) < rng.choice([0.0, 0.1, 0.3, 0.6, 1.0])
    weight = np.round(rng.uniform(0.1, 2, there.sum()), 3)
    return pd.DataFrame({"ego": ego, "source": source[there], "target": target[there], "weight": weight})
