"""The workshop that turns chapters and notebooks into a book that proves itself.

`bindery build` executes every chapter and notebook, builds the pages, the PDF and the EPUB, and counts afterwards what the
sources promised; `bindery check` reads the text; `bindery record` keeps the data behind every published figure.
`bindery.sphinx_extension` is the same work for whoever types `jupyter-book build .`.
"""

from bindery.errors import BinderyError

__all__ = ["BinderyError"]
