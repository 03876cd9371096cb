"""The pages that `make book` wrote, looked at in Chromium. Requests that leave this machine are blocked, and told."""

import functools
import http.server
import os
import shutil
import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

ROOT = Path(__file__).parents[2]
#: `BOOK_SITE` names another folder of pages, for whoever changes these tests while the book is being built.
SITE = Path(os.environ.get("BOOK_SITE", ROOT / "_build/html"))

QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
#: What a page loads from itself.
OWN = ("file:", "data:", "blob:", "about:")
PATIENCE = 60_000  # milliseconds


@dataclass
class Seen:
    """A page in the browser, and what happened while it was loaded."""

    page: object
    outside: list[str] = field(default_factory=list)  #: requests to other hosts
    failed: list[str] = field(default_factory=list)  #: requests of its own that had no answer
    errors: list[str] = field(default_factory=list)  #: what the console and the scripts complained of


@pytest.fixture(scope="session")
def site():
    """The folder of the pages; without it nothing here can be tested."""
    if not (SITE / "book/index.html").is_file():
        pytest.fail(f"there is no book in {SITE}; write it with: make book", pytrace=False)
    return SITE


@pytest.fixture(scope="session")
def browser():
    """The system's Chromium; that it is missing is a failure, because then nobody has looked at the pages."""
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    if program is None:
        pytest.fail(
            "there is no Chromium to look at the pages with; get it with: sudo apt-get install chromium", pytrace=False
        )
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=program, args=QUIET)
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def served(site):
    """The address of a small server of this machine that hands out the pages."""

    class Silent(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *_):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Silent, directory=str(site)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="session")
def visit(browser, site):
    """Open a page of the book by its name, from its file or below an address; figures are drawn when it is returned."""

    @contextmanager
    def visited(name, address=None, **settings):
        base = address or site.as_uri()
        context = browser.new_context(**settings)
        context.set_default_timeout(PATIENCE)
        seen = Seen(context.new_page())
        watch(seen, base)
        seen.page.goto(f"{base}/{name}.html")
        if settings.get("java_script_enabled", True):
            settle(seen.page)
        yield seen
        context.close()

    return visited


def watch(seen, base):
    own = OWN if base.startswith("file:") else (*OWN, f"{base}/")

    def decide(route):
        if route.request.url.startswith(own):
            route.continue_()
        else:
            seen.outside.append(route.request.url)
            route.abort()

    def complain(message):
        if message.type in ("error", "warning"):
            seen.errors.append(message.text)

    seen.page.route("**/*", decide)
    seen.page.on("console", complain)
    seen.page.on("pageerror", lambda error: seen.errors.append(str(error)))
    seen.page.on("requestfailed", lambda request: seen.failed.append(request.url))
    seen.page.on("response", lambda answer: seen.failed.append(answer.url) if answer.status >= 400 else None)


def settle(page):
    """Wait until every figure is drawn, or has said that it cannot be."""
    page.wait_for_function(
        "() => !document.querySelector('script[data-spec]') || document.documentElement.dataset.figures === 'live'"
    )
