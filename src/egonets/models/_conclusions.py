"""The conclusions of the thesis, as far as the weekly model can ask them; see :mod:`egonets.models.sensitivity`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Life:
    """One of the example egonets, what happens to it, and parameters held at a value whatever the draw says."""

    egonet: str
    happens: str = "nothing"
    held: Mapping[str, float] = field(default_factory=dict)

    def __hash__(self) -> int:
        return hash((self.egonet, self.happens, *self.held.items()))


@dataclass(frozen=True)
class Conclusion:
    """A sentence of the thesis as a comparison: the outcome is better in one life than in the other."""

    name: str
    sentence: str
    better: Life
    worse: Life
    outcome: str = "abstinent"  #: Or ``well_being``.
    claims: tuple[str, ...] = ()  #: Where the thesis says so, in its ledger of claims.


HOME, CIRCLE, FAMILY = Life("home_alone"), Life("using_circle"), Life("family_only")
TEAM, DIVERSE = Life("street_team"), Life("diverse")
JOINED = Life("home_alone", "joins a team")
LEFT = Life("using_circle", "leaves the circle")
UNBUFFERED = Life("diverse", held={"buffering": 0})

#: What the thesis concludes, and two sentences that are often read into it.
CONCLUSIONS = (
    Conclusion(
        "a team keeps",
        "Joining a team helps a person who is alone to stay abstinent.",
        better=JOINED,
        worse=HOME,
        claims=("C5-07",),
    ),
    Conclusion(
        "a team pleases",
        "Joining a team gives a person who is alone a better life.",
        better=JOINED,
        worse=HOME,
        outcome="well_being",
        claims=("C5-07",),
    ),
    Conclusion(
        "talk harms",
        "A team is better without drug talk than with much of it.",
        better=Life("street_team", held={"talk": 0}),
        worse=Life("street_team", held={"talk": 1}),
        claims=("C4.3-09",),
    ),
    Conclusion(
        "loneliness leads back",
        "Somebody who is not lonely stays abstinent longer than somebody who is, with the same few contacts.",
        better=Life("home_alone", held={"desired_belonging": 0}),
        worse=HOME,
        claims=("C5-08",),
    ),
    Conclusion(
        "by way of the milieu",
        "Loneliness leads back because it leads to the milieu.",
        better=Life("home_alone", held={"seek_loneliness": 0}),
        worse=HOME,
        claims=("C5-08", "C4.2-05"),
    ),
    Conclusion(
        "leaving helps",
        "Leaving those who use helps, with nobody in their place.",
        better=LEFT,
        worse=CIRCLE,
        claims=("C5-09",),
    ),
    Conclusion(
        "leaving pleases",
        "Leaving those who use gives a better life, with nobody in their place.",
        better=LEFT,
        worse=CIRCLE,
        outcome="well_being",
        claims=("C5-09",),
    ),
    Conclusion(
        "replacing helps",
        "Leaving those who use helps when others stand in their place.",
        better=Life("using_circle", "replaces the circle"),
        worse=CIRCLE,
        claims=("C4.3-08", "C5-09"),
    ),
    Conclusion(
        "support protects",
        "Support dampens stress, and so protects abstinence.",
        better=DIVERSE,
        worse=UNBUFFERED,
        claims=("C5-05",),
    ),
    Conclusion(
        "support pleases",
        "Support dampens stress, and so makes life better.",
        better=DIVERSE,
        worse=UNBUFFERED,
        outcome="well_being",
        claims=("C5-05",),
    ),
    Conclusion(
        "identity carries",
        "A team works partly through how one sees oneself.",
        better=TEAM,
        worse=Life("street_team", held={"identity_weight": 0, "seek_identity": 0}),
        claims=("C5-04",),
    ),
    Conclusion(
        "near ties give",
        "Ties in the primary zone help even if nothing is returned; further out they do not.",
        better=Life("family_only", held={"earn": 0}),
        worse=Life("family_only", "is kept at a distance", held={"earn": 0}),
        claims=("C5-06",),
    ),
    Conclusion(
        "family first",
        "A family alone is worth more than a little family and a team.",
        better=FAMILY,
        worse=TEAM,
        claims=("C4.1-04",),
    ),
    Conclusion(
        "diversity pleases",
        "A diverse network gives a better life than a close family.",
        better=DIVERSE,
        worse=FAMILY,
        outcome="well_being",
        claims=("C4.1-12",),
    ),
    Conclusion(
        "effort needs support",
        "The same effort achieves more in a network that supports.",
        better=Life("diverse", held={"effort_weight": 1}),
        worse=Life("home_alone", held={"effort_weight": 1}),
        claims=("C5-10",),
    ),
)
