"""What several test modules share: the built site, a browser, pages that are watched."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from tests.browser import FLAGS, ROOT, SCREENS, NoBrowser, Watch, chromium, from_disk, served

# A slow machine is no failure; in CI a run that failed can be run again.
settings.register_profile("handbook", deadline=None, derandomize="CI" in os.environ)
settings.load_profile("handbook")


# --- the built site ---


@pytest.fixture(scope="session")
def site_dir(testrun_uid: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The built site. `make test` has built it (HANDBOOK_SITE); a plain pytest run builds it once."""
    if named := os.environ.get("HANDBOOK_SITE"):
        return (ROOT / named).resolve()
    own = tmp_path_factory.getbasetemp()
    shared = own.parent if "PYTEST_XDIST_WORKER" in os.environ else own
    _once(shared / f"site-{testrun_uid}", lambda: subprocess.run(
        ["make", "--no-print-directory", "site"], cwd=ROOT, check=True, stdin=subprocess.DEVNULL))
    return ROOT / "site"


def _once(stamp: Path, work: Callable[[], object]) -> None:
    """Do a piece of work once in a test run, whichever of its processes comes first; the others wait."""
    try:
        stamp.touch(exist_ok=False)
    except FileExistsError:
        deadline = time.monotonic() + 600
        while not stamp.read_text() and time.monotonic() < deadline:
            time.sleep(0.2)
        if stamp.read_text() != "done":
            pytest.fail("the site could not be built; another test says why")
        return
    try:
        work()
    except BaseException:
        stamp.write_text("failed")
        raise
    stamp.write_text("done")


@dataclass(frozen=True)
class Site:
    """The built site at an address: `site.at("policies/index.html")`."""

    base: str

    def at(self, page: str) -> str:
        return self.base + page


@pytest.fixture(scope="session")
def http_site(site_dir: Path) -> Iterator[Site]:
    """The built site on a server of this machine."""
    with served(site_dir) as base:
        yield Site(base)


@pytest.fixture(scope="session")
def file_site(site_dir: Path) -> Site:
    """The built site opened from disk."""
    return Site(from_disk(site_dir))


@pytest.fixture(params=["http", "file"])
def site(request: pytest.FixtureRequest) -> Site:
    """The built site, once from a server and once from disk."""
    return request.getfixturevalue(f"{request.param}_site")


# --- the browser ---


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """One Chromium for each process of a test run. Fails, never skips, where there is none."""
    from playwright.sync_api import sync_playwright

    try:
        path = chromium()
    except NoBrowser as error:
        pytest.fail(str(error), pytrace=False)
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        yield running
        running.close()


@pytest.fixture(params=SCREENS)
def screen(request: pytest.FixtureRequest) -> str:
    """Each test that asks for it runs twice: at the width of a desktop, and of a phone."""
    return request.param


@pytest.fixture
def new_page(browser: Any, request: pytest.FixtureRequest) -> Iterator[Callable[..., Any]]:
    """new_page(screen="phone", color_scheme="dark", …) opens a page that is watched: at the end of the test there must
    have been no error in its console or scripts, no request that failed and none to anywhere but the site.

    Further words are those of Playwright's new_context; no service worker runs unless they ask for one.
    `page.watch.problems` holds what was seen so far (a test that provokes a failure on purpose takes it out),
    `page.watch.allowed` the addresses that may be asked.
    """
    contexts, watches = [], []
    asked = {"site", "http_site", "file_site"} & set(request.fixturenames)
    allowed = [request.getfixturevalue(name).base for name in asked]

    def open_one(screen: str = "desktop", **words: Any) -> Any:
        context = browser.new_context(viewport=SCREENS[screen], locale="zh-CN", **{"service_workers": "block", **words})
        contexts.append(context)
        page = context.new_page()
        page.watch = Watch(page, tuple(allowed))
        watches.append(page.watch)
        return page

    yield open_one
    for context in contexts:
        context.close()
    problems = [problem for watch in watches for problem in watch.problems]
    assert not problems, "\n".join(problems)


@pytest.fixture
def page(new_page: Callable[..., Any]) -> Any:
    """A watched page at the width of a desktop."""
    return new_page()


@pytest.fixture
def screen_page(new_page: Callable[..., Any], screen: str) -> Any:
    """A watched page, once at each width."""
    return new_page(screen)
