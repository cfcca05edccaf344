"""generator/site/hook.py: a site of texts that look like markup, built by MkDocs; what the theme makes of them."""

from __future__ import annotations

import hashlib
import json
import os
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import lxml.html
import pytest

from generator.__main__ import main
from generator.handbook import load
from generator.numerals import to_chinese
from generator.text import compact
from tests.nasty import NASTY
from tests.support import ROOT, classed, minimal

TITLE = "云桥市<script>alert(1)</script>&lt;区&gt;<b>{{ 甲 }}</b> *乙* \"丙\" '丁' \\办法"
TEXTS = [text.strip() for text in NASTY if compact(text)]


def write_data(data: Path) -> None:
    """The minimal data, with a regulation whose title, chapters and articles look like markup, read by the extractor."""
    chapters = [f"第{to_chinese(n)}章 {text}\n第{to_chinese(n)}条 {text}" for n, text in enumerate(TEXTS, 1)]
    last = f"第{to_chinese(len(TEXTS) + 1)}条 由市纸船局责令改正。"
    second = data / "sources" / "second.txt"
    before, rest = second.read_bytes(), second.read_text("utf-8").partition("本办法自2031年3月1日起施行。\n")[2]
    second.write_text("\n".join([TITLE, *chapters, last, rest]), "utf-8")
    manifest = (data / "manifest.yml").read_text("utf-8")
    sums = [hashlib.sha256(content).hexdigest() for content in (before, second.read_bytes())]
    for old, new in ((sums[0], sums[1]), ("start: 云桥市纸船管理办法（云府", "start: 云桥市<script>"),
                     ("end: 本办法自2031年3月1日起施行。", f"end: {last}"), ("start: 关于修改\n", f"start: 责令改正。▸关于修改\n")):
        assert manifest.count(old) == 1
        manifest = manifest.replace(old, new)
    (data / "manifest.yml").write_text(manifest, "utf-8")
    (data / "outline" / "rules-2031.yml").write_text(f"id: rules-2031\ntitle: {json.dumps(TITLE)}\n", "utf-8")
    none = {"value": None, "evidence": None}
    (data / "metadata" / "rules-2031.yml").write_text(json.dumps({
        "id": "rules-2031", "title": {"value": TITLE, "evidence": TITLE}, "short_title": TITLE, "kind": "政府规章",
        "kind_evidence": "办法", "jurisdiction": {"value": "yunqiao", "evidence": "云桥市"}, "number": none, "issuer": none,
        "issued": none, "effective_from": none, "effective_to": none, "notes": [TITLE]}), "utf-8")
    (data / "facts" / "rules-2031.yml").unlink()
    (data / "not-calculable.yml").write_text("entries: []\n", "utf-8")
    (data / "registry.yml").write_text("ids: {}\n", "utf-8")
    for command in ("extract", "register", "check"):
        assert main([command, "--data", str(data)]) == 0


@pytest.fixture(scope="module")
def built(tmp_path_factory: Any) -> tuple[Path, Path]:
    """(data, site) of the regulation that looks like markup."""
    folder = tmp_path_factory.mktemp("nasty")
    data = minimal(folder)
    write_data(data)
    env = {**os.environ, "HANDBOOK_DATA": str(data), "NO_MKDOCS_2_WARNING": "1"}
    subprocess.run([sys.executable, "-m", "mkdocs", "build", "--quiet", "--no-strict", "--site-dir", str(folder / "site")],
                   cwd=ROOT, env=env, check=True, stdin=subprocess.DEVNULL, capture_output=True)
    return data, folder / "site"


def page(built: tuple[Path, Path], name: str) -> Any:
    return lxml.html.fromstring((built[1] / name).read_bytes().decode("utf-8"))


def test_the_title_is_seen_as_it_stands(built: tuple[Path, Path]) -> None:
    for name in ("policies/rules-2031/index.html", "c/rules-2031.1/index.html"):
        found = page(built, name)
        assert compact(TITLE) in compact(found.findtext(".//title")), name
    found = page(built, "policies/rules-2031/index.html")
    assert compact(found.xpath("//h1")[0].text_content()) == compact(TITLE)
    assert compact(TITLE) in compact(found.xpath("//meta[@name='description']/@content")[0])
    assert compact(TITLE) in compact(found.xpath("//meta[@property='og:title']/@content")[0])
    listed = [a.text_content() for a in page(built, "policies/index.html").xpath("//table//a")]
    assert TITLE in listed


def test_every_article_is_seen_as_it_stands(built: tuple[Path, Path]) -> None:
    found = page(built, "policies/rules-2031/index.html")
    for element in classed(found, "clause-link") + found.xpath("//copy-link"):
        element.drop_tree()
    for number, text in enumerate(TEXTS, 1):
        [heading] = found.xpath(f"//*[@id='ch{number}']")
        [article] = found.xpath(f"//*[@id='{number}']")
        assert compact(heading.text_content()) == compact(f"第{to_chinese(number)}章{text}")
        assert compact(article.text_content()).startswith(compact(f"第{to_chinese(number)}条{text}"))


def test_the_outline_shows_the_headings_as_they_stand(built: tuple[Path, Path]) -> None:
    found = page(built, "policies/rules-2031/index.html")
    links: dict[str, list[str]] = {}
    for link in found.xpath("//nav//a[starts-with(@href, '#ch')]"):
        links.setdefault(link.get("href"), []).append(compact(link.text_content()))
    wanted = {f"#ch{number}": compact(f"第{to_chinese(number)}章{text}") for number, text in enumerate(TEXTS, 1)}
    assert {href: names for href, names in links.items() if set(names) != {wanted[href]}} == {}
    assert links.keys() == wanted.keys()


@pytest.mark.parametrize("name", ["policies/rules-2031/index.html", "c/rules-2031.1/index.html"])
def test_no_text_became_a_script_or_an_element(built: tuple[Path, Path], name: str) -> None:
    """The page has the scripts, styles and pictures of a page with plain texts."""
    plain = name.replace("rules-2031", "decision-2032")
    of = lambda file: Counter(element.tag for element in page(built, file).iter()  # noqa: E731
                              if element.tag in ("script", "style", "img", "svg", "iframe", "meta", "link", "base", "b", "h1"))
    nasty, other = of(name), of(plain)
    nasty.pop("b", None), other.pop("b", None)  # labels of clauses are bold on the small pages
    assert nasty == other
    found = page(built, name)
    assert [attribute for element in found.iter() if isinstance(element.tag, str) for attribute in element.attrib
            if attribute.startswith("on")] == []
    data = found.xpath("//script[contains(@type, 'json')]")
    assert "alert(1)" not in "".join(text for script in found.xpath("//script") if script not in data for text in script.xpath("text()"))
    assert all(json.loads(script.text) for script in data)


def test_the_open_data_holds_the_texts_as_they_stand(built: tuple[Path, Path]) -> None:
    rows = {row["id"]: row for row in json.loads((built[1] / "data" / "clauses.json").read_text("utf-8"))}
    assert {name: row["text"] for name, row in rows.items()} == {
        name: view.clause.text for name, view in load(built[0]).clauses.items()}


def test_no_page_asks_for_anything_elsewhere(built: tuple[Path, Path]) -> None:
    for path in built[1].rglob("*.html"):
        found = lxml.html.fromstring(path.read_bytes().decode("utf-8"))
        asked = found.xpath("//script/@src|//link[@rel!='canonical']/@href|//img/@src|//iframe/@src|//form/@action")
        assert [address for address in asked if re.match(r"[a-z]+:|//", address) and not address.startswith("data:")] == [], path


def test_links_name_their_index_page(built: tuple[Path, Path]) -> None:
    """So that a folder opened from disk works."""
    for path in built[1].rglob("*.html"):
        links = lxml.html.fromstring(path.read_bytes().decode("utf-8")).xpath("//a/@href")
        inside = [link for link in links if not re.match(r"[a-z]+:|#|/", link)]
        assert [link for link in inside if not re.search(r"\.(html|json|csv|xlsx|xml|ics|txt|md)([#?]|$)", link)] == [], path


def test_bad_data_stops_the_build_with_file_and_line(tmp_path: Path) -> None:
    data = minimal(tmp_path)
    path = data / "metadata" / "rules-2031.yml"
    path.write_text(path.read_text("utf-8").replace("number:", "nunber:"), "utf-8")
    done = build(data, tmp_path)
    assert done.returncode == 1
    assert "data/metadata/rules-2031.yml:7: unknown field 'nunber'" in done.stdout + done.stderr
    assert "Traceback" not in done.stdout + done.stderr


def test_a_lost_address_stops_the_build_and_is_named(tmp_path: Path) -> None:
    data = minimal(tmp_path)
    with (data / "registry.yml").open("a", encoding="utf-8") as registry:
        registry.write("  rules-2031.9: ['0000000000000000']\n")
    done = build(data, tmp_path)
    assert done.returncode == 1
    assert "published address rules-2031.9 would be lost" in done.stdout + done.stderr
    assert "Traceback" not in done.stdout + done.stderr


def build(data: Path, folder: Path) -> subprocess.CompletedProcess[str]:
    env = {**os.environ, "HANDBOOK_DATA": str(data), "NO_MKDOCS_2_WARNING": "1"}
    return subprocess.run([sys.executable, "-m", "mkdocs", "build", "--quiet", "--no-strict", "--site-dir", str(folder / "site")],
                          cwd=ROOT, env=env, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
