"""Open pages in Debian's Chromium, and watch what they do: console, policy, requests, dialogs."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Dialog, Page

_QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
#: Tells the console of every breach of the policy, also of those that Chromium only counts.
_TELL = "addEventListener('securitypolicyviolation', e => console.error('policy', e.violatedDirective, e.blockedURI))"
_OWN = ("data:", "blob:", "about:", "chrome-error:")


@dataclass
class Watched:
    """Hold what a page did that it should not."""

    origin: str
    console: list[str] = field(default_factory=list)
    elsewhere: list[str] = field(default_factory=list)
    dialogs: list[str] = field(default_factory=list)

    def assert_quiet(self, expected: str = "") -> None:
        """Fail on an error of the console, a breach of the policy, a dialog or a request to somewhere else."""
        wrong = [said for said in self.console if not expected or expected not in said]
        wrong += [f"request to {url}" for url in self.elsewhere] + [f"dialog {said}" for said in self.dialogs]
        assert not wrong, "\n".join(wrong)


@contextmanager
def chromium() -> Iterator[Browser]:
    """Start Debian's Chromium; skip where it, or playwright, is not installed."""
    sync = pytest.importorskip("playwright.sync_api", reason="NOT CHECKED in a browser: no playwright")
    path = shutil.which("chromium")
    if path is None:
        pytest.skip("NOT CHECKED in a browser: no chromium (apt-get install chromium)")
    with sync.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=[*_QUIET])
        yield browser
        browser.close()


@contextmanager
def opened(browser: Browser, origin: str, **context: Any) -> Iterator[tuple[Page, Watched]]:
    """Open a page of its own, and watch it."""
    fresh = browser.new_context(**context)
    fresh.set_default_timeout(30_000)
    page, watched = fresh.new_page(), Watched(origin)
    page.add_init_script(_TELL)
    page.on("console", lambda said: watched.console.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: watched.console.append(str(error)))
    page.on("dialog", lambda dialog: _dismiss(watched, dialog))
    page.on("request", lambda request: _note(watched, request.url))
    try:
        yield page, watched
    finally:
        fresh.close()


def _dismiss(watched: Watched, dialog: Dialog) -> None:
    watched.dialogs.append(dialog.message)
    dialog.dismiss()


def _note(watched: Watched, url: str) -> None:
    if not url.startswith((f"{watched.origin}/", *_OWN)):
        watched.elsewhere.append(url)
