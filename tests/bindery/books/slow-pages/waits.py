"""An extension that waits while pages are written, so that a test can end the build in the middle."""

import os
import time
from pathlib import Path


def setup(app):
    app.connect("html-page-context", wait)


def wait(app, *_):
    if "WAIT_HERE" in os.environ:
        Path(os.environ["WAIT_HERE"]).touch()
        time.sleep(60)
