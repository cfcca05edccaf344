"""The rig itself: what tests/browser.py must notice, and what it says where there is no browser."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests import browser as rig

SOUND = """<!doctype html><html lang="zh-CN"><title>手册</title><link rel="icon" href="data:,">
<main><h1>手册</h1>{}</main>"""

# What a page does -> (its HTML, what the watch must say of it).
NOTICED = {
    "an error in a script": ("<script>throw new Error('oh')</script>", "script error: oh"),
    "an error in the console": ("<script>console.error('oh')</script>", "console error: oh"),
    "a file that is not there": ("<script src='gone.js'></script>", "gone.js"),
    "another host": ("<img alt='' src='http://192.0.2.1/x.png'>", "foreign request: http://192.0.2.1/x.png"),
    "another host, asked by a script": ("<script>fetch('http://192.0.2.1/y').catch(() => 0)</script>",
                                        "foreign request: http://192.0.2.1/y"),
}


def put(folder: Path, html: str) -> None:
    (folder / "index.html").write_text(SOUND.format(html), "utf-8")


@pytest.mark.parametrize("disk", [False, True], ids=["http", "file"])
@pytest.mark.parametrize("fault", NOTICED)
def test_the_watch_notices(fault: str, disk: bool, tmp_path: Path, page: Any) -> None:
    html, words = NOTICED[fault]
    put(tmp_path, html)
    page.context.route("http://192.0.2.1/**", lambda route: route.abort())
    with rig.served(tmp_path) as base:
        base = rig.from_disk(tmp_path) if disk else base
        page.watch.allowed = (base,)
        page.goto(base + "index.html", wait_until="networkidle")
    seen, page.watch.problems[:] = list(page.watch.problems), []
    assert any(words in problem for problem in seen), seen


def test_the_watch_is_quiet_on_a_sound_page(tmp_path: Path, screen_page: Any) -> None:
    put(tmp_path, "<p>第一条</p><img alt='' src='data:image/gif;base64,R0lGODlhAQABAAAAACw='>")
    screen_page.watch.allowed = (rig.from_disk(tmp_path),)
    screen_page.goto(rig.from_disk(tmp_path) + "index.html")
    assert rig.axe(screen_page) == []
    assert rig.overflow(screen_page) == []


def test_a_problem_fails_the_test_at_its_end(pytester: pytest.Pytester) -> None:
    pytester.makeconftest("from tests.conftest import *")
    pytester.makepyfile("""
        def test_it(page):
            page.goto("data:text/html,<script>console.error('oh')</script>")
    """)
    result = pytester.runpytest_subprocess("-p", "no:cacheprovider", "-n0", f"--rootdir={pytester.path}",
                                           "-o", f"pythonpath={rig.ROOT}")
    result.assert_outcomes(passed=1, errors=1)
    result.stdout.fnmatch_lines(["*console error: oh*"])


def test_axe_names_the_place(tmp_path: Path, page: Any) -> None:
    put(tmp_path, "<img id='bare' src='data:image/gif;base64,R0lGODlhAQABAAAAACw='>")
    page.watch.allowed = (rig.from_disk(tmp_path),)
    page.goto(rig.from_disk(tmp_path) + "index.html")
    found = rig.axe(page)
    assert len(found) == 1
    assert found[0].startswith("image-alt (critical)")
    assert "#bare" in found[0]
    assert rig.axe(page, "image-alt") == []


def test_overflow_names_the_element(tmp_path: Path, new_page: Callable[..., Any]) -> None:
    put(tmp_path, "<meta name='viewport' content='width=device-width'><p id='wide' style='width:900px'>x</p>")
    page = new_page("phone")
    page.watch.allowed = (rig.from_disk(tmp_path),)
    page.goto(rig.from_disk(tmp_path) + "index.html")
    assert "wide" in rig.overflow(page)[-1]


def test_a_browser_that_is_named_but_not_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HANDBOOK_BROWSER", "/nowhere/chromium")
    with pytest.raises(rig.NoBrowser, match="names no program: /nowhere/chromium"):
        rig.find_chromium()


def test_no_browser_at_all_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rig, "find_chromium", lambda: None)
    monkeypatch.setattr(rig, "_may_apt", lambda: False)
    monkeypatch.setattr(rig, "_run", lambda *_, **__: False)
    with pytest.raises(rig.NoBrowser, match="apt-get install chromium"):
        rig.chromium()


APT = [("apt-get", "-qq", "update"), ("apt-get", "-qq", "install", "-y", "--no-install-recommends", "chromium")]
OWN = [(sys.executable, "-m", "playwright", "install", "chromium")]


@pytest.mark.parametrize("root, works, asked", [(True, True, APT), (True, False, APT[:1] + OWN), (False, True, OWN)])
def test_how_a_browser_is_installed(root: bool, works: bool, asked: list[tuple[str, ...]],
                                    monkeypatch: pytest.MonkeyPatch) -> None:
    ran: list[tuple[str, ...]] = []
    monkeypatch.setattr(rig, "_may_apt", lambda: root)
    monkeypatch.setattr(rig, "_run", lambda *command, **_: ran.append(command) or works)
    rig._install()
    assert ran == asked
