"""The words and columns that the package knows, each in one place.

Every known column is optional. A column with another name is kept as it is and never interpreted.
"""

#: From the inmost to the outmost; the order is part of the meaning (Boissevain's zones).
ZONES = ("primary", "effective", "extended")

#: What an alter does about alcohol and other drugs.
STATUSES = ("uses", "in_recovery", "does_not_use", "unknown")

#: Where ego knows an alter from.
CONTEXTS = ("family", "work", "neighbourhood", "milieu", "group", "services")

#: The four kinds of social support.
SUPPORTS = ("emotional", "instrumental", "informational", "appraisal")

#: The capital that an alter may have; social capital is a measure, not a column.
CAPITALS = ("economic", "cultural")

#: Columns that make a row findable.
KEYS = {"egos": ("ego",), "alters": ("ego", "alter"), "ties": ("ego", "source", "target")}

#: Columns of words, with the words that they may hold.
CATEGORIES = {"zone": ZONES, "status": STATUSES, "context": CONTEXTS}

#: Columns of `alters` that run from 0 (none) to 1 (full).
SHARES = ("strength", *(f"support_{kind}" for kind in SUPPORTS), *(f"given_{kind}" for kind in SUPPORTS))

#: Columns of `alters` that cannot be negative; `contact` is per week.
AMOUNTS = ("contact", *CAPITALS)
