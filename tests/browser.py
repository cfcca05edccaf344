"""A Chromium for the tests: finds one or installs one, and watches what a page does in it.

`python tests/browser.py` does the finding and installing by itself (the Makefile calls it before the tests).
"""

from __future__ import annotations

import functools
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync")
REMEDY = """no Chromium for the browser tests. Do one of these, then run make test again:
  - Debian, Ubuntu:   sudo apt-get install chromium fonts-noto-cjk
  - anywhere:         .venv/bin/playwright install chromium
  - name one:         HANDBOOK_BROWSER=/path/to/chromium make test"""

SCREENS = {"desktop": {"width": 1280, "height": 900}, "phone": {"width": 390, "height": 844}}
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


class NoBrowser(Exception):
    """No Chromium was found and none could be installed; the message says what to do."""


# --- finding one ---


def find_chromium() -> str | None:
    """The first Chromium there is: HANDBOOK_BROWSER, a command of the system, Playwright's own download.

    NoBrowser where HANDBOOK_BROWSER names no program.
    """
    named = os.environ.get("HANDBOOK_BROWSER")
    if named:
        found = shutil.which(named)
        if not found:
            raise NoBrowser(f"HANDBOOK_BROWSER names no program: {named}\n{REMEDY}")
        return found
    return next(filter(None, map(shutil.which, NAMES)), None) or _playwrights_own()


def _playwrights_own() -> str | None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if path and Path(path).is_file() else None


def chromium() -> str:
    """A Chromium, installed first where there is none and this user may. NoBrowser where it cannot be had."""
    found = find_chromium()
    if found:
        return found
    _install()
    found = find_chromium()
    if not found:
        raise NoBrowser(REMEDY)
    return found


def _install() -> None:
    if _may_apt():
        print("installing chromium with apt-get (once, some minutes) …", file=sys.stderr)
        if _apt("update") and _apt("install", "-y", "--no-install-recommends", "chromium"):
            return
    print("installing Playwright's chromium (once, some minutes) …", file=sys.stderr)
    _run(sys.executable, "-m", "playwright", "install", "chromium")


def install_fonts() -> None:
    """Chinese letters for pictures of pages. The tests hold without them, so a refusal is no error."""
    if _may_apt() and shutil.which("fc-list"):
        listed = subprocess.run(["fc-list", ":lang=zh-cn"], capture_output=True, text=True, check=False)
        if listed.returncode == 0 and listed.stdout.strip():
            return
    if _may_apt():
        print("installing fonts-noto-cjk with apt-get (once) …", file=sys.stderr)
        if not (_apt("install", "-y", "--no-install-recommends", "fonts-noto-cjk")
                or (_apt("update") and _apt("install", "-y", "--no-install-recommends", "fonts-noto-cjk"))):
            print("no Chinese font: pictures of pages will show boxes, the tests hold", file=sys.stderr)


def _may_apt() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("apt-get") is not None


def _apt(*words: str) -> bool:
    return _run("apt-get", "-qq", *words, env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"})


def _run(*command: str, env: dict[str, str] | None = None) -> bool:
    """Run a command, its output shown on standard error only where it fails."""
    done = subprocess.run(command, env=env, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
    if done.returncode:
        print(f"$ {' '.join(command)}\n{done.stdout[-2000:]}{done.stderr[-2000:]}", file=sys.stderr)
    return done.returncode == 0


# --- serving a folder ---


class _Quiet(SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, format: str, *args: Any) -> None:
        pass


@contextmanager
def served(folder: Path, headers: Callable[[str], dict[str, str]] = lambda path: {}) -> Iterator[str]:
    """Serve a folder on this machine for as long as the block runs; gives its address (`http://127.0.0.1:40123/`).

    headers: what is sent besides with the file at a path.
    """
    class Handler(_Quiet):
        def end_headers(self) -> None:
            for name, value in headers(self.path.partition("?")[0]).items():
                self.send_header(name, value)
            super().end_headers()

    server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Handler, directory=str(folder)))
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def from_disk(folder: Path) -> str:
    """The address of a folder opened from disk (`file:///…/site/`)."""
    return folder.resolve().as_uri() + "/"


# --- watching a page ---


class Watch:
    """Everything that goes wrong in a page while it is looked at, in words. `allowed`: the addresses it may ask."""

    def __init__(self, page: Any, allowed: tuple[str, ...]):
        self.problems: list[str] = []
        self.allowed = allowed
        page.on("console", self._on_console)
        page.on("pageerror", lambda error: self.problems.append(f"script error: {error}"))
        page.on("request", self._on_request)
        page.on("requestfailed", self._on_failure)
        page.on("response", self._on_response)
        page.on("websocket", lambda socket: self.problems.append(f"foreign request: {socket.url}"))

    def _on_console(self, message: Any) -> None:
        if message.type == "error":
            self.problems.append(f"console error: {message.text} ({message.location.get('url', '')})")

    def _on_request(self, request: Any) -> None:
        if not request.url.startswith((*self.allowed, "data:", "blob:", "about:")):
            self.problems.append(f"foreign request: {request.url}")

    def _on_failure(self, request: Any) -> None:
        # A picture that was still under way when the page was left is no failure.
        if request.failure != "net::ERR_ABORTED":
            self.problems.append(f"failed: {request.url} ({request.failure})")

    def _on_response(self, response: Any) -> None:
        if response.status >= 400:
            self.problems.append(f"answered {response.status}: {response.url}")


def axe(page: Any, *disabled: str) -> list[str]:
    """What axe-core finds against WCAG 2.2 A and AA and its best practices, one line for each place.

    FileNotFoundError where axe-core is not installed (make test installs it).
    """
    page.evaluate(AXE.read_text("utf-8"))
    found = page.evaluate(
        "options => axe.run(document, options).then(result => result.violations)",
        # preload would fetch each style sheet again by a script, which Chromium refuses to a page from disk.
        {"runOnly": {"type": "tag", "values": WCAG}, "resultTypes": ["violations"], "preload": False,
         "rules": {rule: {"enabled": False} for rule in disabled}},
    )
    return [f"{rule['id']} ({rule['impact']}): {rule['help']}: {node['target']}: {node['html'][:200]}"
            for rule in found for node in rule["nodes"]]


def overflow(page: Any) -> list[str]:
    """The elements that make a page wider than its window; empty where the page fits.

    An element inside a box that scrolls by itself (a wide table) is no overflow.
    """
    return page.evaluate(
        """() => {
          const root = document.documentElement;
          if (root.scrollWidth <= window.innerWidth) return [];
          const wide = [...document.querySelectorAll('body *')]
            .filter(e => e.getBoundingClientRect().right > window.innerWidth + 0.5)
            .slice(0, 5).map(e => e.outerHTML.slice(0, 120));
          return [`${root.scrollWidth} > ${window.innerWidth}`, ...wide];
        }"""
    )


if __name__ == "__main__":
    try:
        print(f"browser for the tests: {chromium()}")
    except NoBrowser as error:
        sys.exit(f"error: {error}")
    install_fonts()
