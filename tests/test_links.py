"""generator/links.py: one small broken folder for each kind of mistake, and the message that it gives."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.links import Page, check_links, outside, read_page

HOME = "index.html"
CLAUSE = '<p id="1.4">第四条</p>'

# What is wrong -> (the files of the folder, the page that is to blame, what its message must say).
BROKEN = {
    "a file that is not there": (
        {HOME: '<a href="gone.html">x</a>'},
        HOME, 'link "gone.html" leads to a file that is not there'),
    "a script that is not there": (
        {HOME: '<script src="assets/gone.js"></script>'},
        HOME, '"assets/gone.js" leads to a file'),
    "a picture that is not there": (
        {HOME: '<img src="gone.png">'},
        HOME, '"gone.png" leads to a file'),
    "a style sheet that is not there": (
        {HOME: '<link rel="stylesheet" href="gone.css">'},
        HOME, '"gone.css" leads to a file'),
    "capital letters": (
        {HOME: '<a href="About.html">x</a>', "about.html": ""},
        HOME, '"About.html" leads to a file that is not there'),
    "an id of the page itself": (
        {HOME: CLAUSE + '<a href="#1.5">x</a>'},
        HOME, 'an id that index.html does not have ("1.5")'),
    "an id of another page": (
        {HOME: '<a href="policies/a-2020/index.html#1.5">x</a>', "policies/a-2020/index.html": CLAUSE},
        HOME, 'an id that policies/a-2020/index.html does not have ("1.5")'),
    "an id in Chinese": (
        {HOME: CLAUSE + '<a href="#%E6%80%BB%E5%88%99">x</a>'},
        HOME, 'does not have ("总则")'),
    "a part of what is no page": (
        {HOME: '<a href="data.json#1">x</a>', "data.json": "{}"},
        HOME, "data.json, which is no page"),
    "a folder": (
        {HOME: '<a href="policies/">x</a>', "policies/index.html": ""},
        HOME, "leads to a folder: name its page (policies/index.html)"),
    "a folder without its slash": (
        {HOME: '<a href="c">x</a>', "c/a-2020.1/index.html": ""},
        HOME, "leads to a folder: name its page (c/index.html)"),
    "the folder it stands in": (
        {"c/index.html": '<a href="./">x</a>'},
        "c/index.html", "leads to a folder: name its page (index.html)"),
    "a dot": (
        {HOME: '<a href=".">x</a>'},
        HOME, 'link "." leads to a folder: name its page (index.html)'),
    "the folder above": (
        {"c/index.html": '<a href="..">x</a>'},
        "c/index.html", "leads to a folder: name its page (../index.html)"),
    "the root of a server": (
        {HOME: '<a href="/policies/index.html">x</a>', "policies/index.html": ""},
        HOME, "starts at the root of a server"),
    "no scheme": (
        {HOME: '<script src="//host.example/x.js"></script>'},
        HOME, "names a host without https:"),
    "a script from elsewhere": (
        {HOME: '<script src="https://host.example/x.js"></script>'},
        HOME, "is loaded from elsewhere"),
    "a font from elsewhere": (
        {HOME: '<link rel="preload" href="https://host.example/f.woff2">'},
        HOME, "is loaded from elsewhere"),
    "out of the site": (
        {HOME: '<a href="../secret.html">x</a>'},
        HOME, "leads out of the site"),
    "out of the site, deep": (
        {"c/a/index.html": '<a href="../../../x.html">x</a>'},
        "c/a/index.html", "leads out of the site"),
    "no address at all": (
        {HOME: '<a href="https://[x">x</a>'},
        HOME, "is no address"),
    "one id twice": (
        {HOME: CLAUSE + CLAUSE},
        HOME, 'the id "1.4" stands 2 times'),
    "a base": (
        {HOME: '<base href="x/">' + CLAUSE},
        HOME, "has a <base href>"),
    "a dead link of the 404 page": (
        {"404.html": '<a href="/gone.html">x</a>'},
        "404.html", '"/gone.html" leads to a file that is not there'),
}

SOUND = {
    "the page itself": {HOME: CLAUSE + '<a href="">x</a><a href="#1.4">x</a><a href="?q=1">x</a>'},
    "the top of a page": {HOME: '<a href="#">x</a><a href="#top">x</a>'},
    "another page and a part of it": {
        HOME: '<a href="c/a.1/index.html#1.4">x</a>',
        "c/a.1/index.html": CLAUSE + '<a href="../../index.html">x</a>',
    },
    "percent signs": {HOME: '<a href="%E8%A1%A8%20a.csv">x</a>', "表 a.csv": ""},
    "a query": {HOME: '<link rel="stylesheet" href="a.css?v=1">', "a.css": ""},
    "an old anchor": {HOME: '<a name="old"></a><a href="#old">x</a>'},
    "a text fragment": {HOME: CLAUSE + '<a href="#1.4:~:text=%E6%9D%A1">x</a>'},
    "other hosts": {HOME: '<a href="https://host.example/x#y">x</a><a href="mailto:a@host.example">x</a>'},
    "a picture within the page": {HOME: '<img src="data:image/png;base64,AA==">'},
    "the 404 page": {"404.html": '<a href="/">x</a><a href="/.">x</a><a href="/a.html">x</a>', "a.html": "", HOME: ""},
    "a permanent address of its own": {HOME: '<link rel="canonical" href="https://host.example/">'},
    "angle brackets that are text": {HOME: "<p>县级市&lt;区&gt;人民政府&lt;管委会&gt;</p>"},
    "an empty page": {HOME: ""},
}


def make_site(folder: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return folder


@pytest.mark.parametrize("mistake", BROKEN)
def test_a_broken_folder_is_told(mistake: str, tmp_path: Path) -> None:
    files, page, words = BROKEN[mistake]
    problems = list(check_links(make_site(tmp_path / "built", files)))
    assert len(problems) == 1, problems
    place, message = problems[0]
    assert place == f"built/{page}"
    assert words in message


@pytest.mark.parametrize("kind", SOUND)
def test_a_sound_folder_passes(kind: str, tmp_path: Path) -> None:
    assert list(check_links(make_site(tmp_path, SOUND[kind]))) == []


def test_every_mistake_of_a_folder_in_one_run(tmp_path: Path) -> None:
    site = make_site(tmp_path, {HOME: '<a href="a.html">x</a><a href="b.html">x</a>', "c.html": '<a href="#d">x</a>'})
    assert len(list(check_links(site))) == 3


def test_a_link_is_reported_once_a_page(tmp_path: Path) -> None:
    assert len(list(check_links(make_site(tmp_path, {HOME: '<a href="a.html">x</a>' * 3})))) == 1


@pytest.mark.parametrize("folder", ["missing", "."])
def test_no_page_at_all_is_a_problem(folder: str, tmp_path: Path) -> None:
    problems = list(check_links(tmp_path / folder))
    assert [message for _, message in problems] == ["holds no page: build the site first (make site)"]


def test_other_hosts_are_counted_by_page() -> None:
    pages = [Page((), ("https://a.example/1", "https://a.example/2", "mailto:x@b.example", "c.html")),
             Page((), ("https://a.example/1",))]
    assert outside(pages) == {"a.example": 2, "mailto:": 1}


@pytest.mark.parametrize("html", [b"", b"  \n", b"<", b"\xff\xfe\x00", b"<!-- x", b"plain text", b"<p id=>"])
def test_what_is_no_html_does_no_harm(html: bytes) -> None:
    assert read_page(html).links == ()


def test_the_built_site_has_no_dead_link(site_dir: Path) -> None:
    assert list(check_links(site_dir)) == []
