"""generator/offline: the zip, its check, and the site that keeps working without a network."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from generator.__main__ import main
from generator.links import check_links
from generator.offline import bundle as bundles
from generator.offline import worker
from generator.offline.edition import edition_date, in_chinese, stated_date
from generator.offline.names import LONGEST, mistakes
from generator.offline.verify import verify
from generator.problems import DataError
from tests.browser import ROOT, Watch, axe, overflow, served
from tests.engines import QUESTIONS, every_kind, look_through, unpacked

# --- the zip ---


@pytest.fixture(scope="module")
def folder(site_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The edition unpacked below a folder with spaces and Chinese in its name; the zip is two folders up."""
    return unpacked(site_dir, tmp_path_factory.mktemp("edition"))


@pytest.fixture(scope="module")
def packed(folder: Path) -> Path:
    return folder.parents[1] / f"{folder.name}.zip"


def small_site(path: Path, **more: str) -> Path:
    """A site of a few files; `more`: further pages by name."""
    files = {"index.html": '<body><edition-date data-date="2026-03-01">x</edition-date></body>', "assets/a.css": "a{}",
             "c/a.1/index.html": "一", "sitemap.xml": "<x/>", "404.html": "-", "service-worker.js": "-",
             "offline/index.html": '<div id="edition-download"><p>none</p></div>', **more}
    for name, text in files.items():
        (path / name).parent.mkdir(parents=True, exist_ok=True)
        (path / name).write_text(text, "utf-8")
    return path


def test_the_zip_holds_the_site_in_one_folder_and_nothing_for_servers(site_dir: Path, packed: Path) -> None:
    with zipfile.ZipFile(packed) as archive:
        names = archive.namelist()
    [top] = {name.partition("/")[0] for name in names}
    assert re.fullmatch(r"suzhou-policy-handbook-\d{4}-\d{2}-\d{2}", top) and packed.name == f"{top}.zip"
    inside = {name.removeprefix(f"{top}/") for name in names}
    built = {path.relative_to(site_dir).as_posix() for path in site_dir.rglob("*") if path.is_file()}
    assert inside - built == {"SHA256SUMS", "READ-ME.txt"}
    left_out = {name for name in built - inside if not name.startswith(("download/", "assets/edition/"))}
    assert left_out == built & set(bundles.ONLINE_ONLY)


def test_every_file_is_the_sites_but_for_two_notes(site_dir: Path, folder: Path) -> None:
    names = [path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()]
    changed = [name for name in names if (site_dir / name).is_file()
               and (folder / name).read_bytes() != (site_dir / name).read_bytes()]
    assert sorted(changed) == ["index.html", "offline/index.html"]


def test_the_same_site_gives_the_same_bytes(tmp_path: Path) -> None:
    one = bundles.bundle(small_site(tmp_path / "one"), tmp_path / "a")
    site = small_site(tmp_path / "two")
    for path in site.rglob("*"):
        os.utime(path, (1, 1))
        path.chmod(0o755)
    assert bundles.bundle(site, tmp_path / "b").path.read_bytes() == one.path.read_bytes()
    assert one.path.name == "suzhou-policy-handbook-2026-03-01.zip"


def test_the_sums_are_read_by_sha256sum(folder: Path) -> None:
    program = ["sha256sum"] if shutil.which("sha256sum") else ["shasum", "-a", "256"]
    done = subprocess.run([*program, "-c", "SHA256SUMS"], cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-500:] + done.stderr
    assert len(done.stdout.splitlines()) == sum(path.is_file() for path in folder.rglob("*")) - 1


def test_the_note_at_the_top_is_read_by_old_windows(folder: Path) -> None:
    note = (folder / "READ-ME.txt").read_bytes()
    assert note.startswith(b"\xef\xbb\xbf") and note.count(b"\n") == note.count(b"\r\n")
    assert in_chinese(date.fromisoformat(folder.name[-10:])) in note.decode("utf-8-sig")


def test_every_name_is_safe_on_three_systems(packed: Path) -> None:
    with zipfile.ZipFile(packed) as archive:
        assert list(mistakes(archive.namelist())) == []


@pytest.mark.parametrize("names, words", [
    (["a/CON/index.html"], "Windows reserves"), (["a/nul.txt"], "Windows reserves"), (["a/com1.x/y"], "Windows reserves"),
    (["a/条.html"], "letters, digits"), (["a/b c"], "letters, digits"), (["a/b?c"], "letters, digits"), (["a/b./c"], "ends in a dot"),
    (["../a"], "leads out"), (["/a"], "leads out"), (["a\\b"], "leads out"), (["C:/a"], "leads out"), (["a//b"], "letters, digits"),
    (["a/" + "b" * LONGEST], "too long"), (["a/B.html", "a/b.html"], "case only"), (["A/b", "a/c"], "case only"), (["./a"], "ends in a dot"),
])
def test_an_unsafe_name_is_named(names: list[str], words: str) -> None:
    [(_name, said)] = mistakes(names)
    assert words in said


def test_a_site_with_an_unsafe_name_is_not_packed(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="c/aux.1/index.html: has a part that Windows reserves"):
        bundles.bundle(small_site(tmp_path / "site", **{"c/aux.1/index.html": "x"}), tmp_path)


def test_a_folder_that_is_no_site_is_not_packed(tmp_path: Path, capsys: Any) -> None:
    (tmp_path / "site").mkdir()
    assert main(["offline", str(tmp_path / "site"), "--out", str(tmp_path)]) == 1
    assert "build it first" in capsys.readouterr().err


def test_the_site_offers_the_zip_with_its_size_and_sum(tmp_path: Path) -> None:
    site = small_site(tmp_path / "site", **{"download/suzhou-policy-handbook-2020-01-01.zip": "old"})
    (site / "service-worker.js").unlink()
    for _twice in range(2):
        assert main(["offline", str(site), "--out", str(tmp_path)]) == 0
    [offered] = (site / "download").iterdir()
    assert offered.read_bytes() == (tmp_path / offered.name).read_bytes()
    page = (site / "offline" / "index.html").read_text("utf-8")
    assert f'href="../download/{offered.name}"' in page and hashlib.sha256(offered.read_bytes()).hexdigest() in page
    assert page.count("<div") == page.count("</div>") == 1
    with zipfile.ZipFile(offered) as archive:
        inside = archive.read(f"{offered.stem}/offline/index.html").decode("utf-8")
    assert "download/" not in inside and "这一份就是离线版" in inside
    assert '"date":"2026-03-01"' in (site / "service-worker.js").read_text("utf-8")


def test_the_pdfs_and_the_epub_beside_the_zip_are_offered_too(tmp_path: Path) -> None:
    site = small_site(tmp_path / "site", **{
        "offline/index.html": '<div id="edition-download">-</div><div id="edition-papers">-</div>',
        "policies/gas-2018/index.html": '<body><h1 id="title">苏州市<b>燃气</b>管理办法</h1></body>'})
    made = bundles.bundle(site, tmp_path / "out")
    bundles.offer(site, made)
    assert "没有附带 PDF" in (site / "offline" / "index.html").read_text("utf-8")
    (tmp_path / "out" / "pdf").mkdir()
    for name in (f"{made.path.stem}.pdf", f"{made.path.stem}.epub", "pdf/gas-2018.pdf", "suzhou-policy-handbook-2020-01-01.pdf"):
        (tmp_path / "out" / name).write_bytes(b"x" * 60_000)
    bundles.offer(site, made)
    page = (site / "offline" / "index.html").read_text("utf-8")
    assert "苏州市燃气管理办法</a>（0.1 MB）" in page and "2020-01-01" not in page
    links = re.findall(r'href="\.\./(download/[^"]+)"', page)
    assert len(links) == 4 and all((site / link).is_file() for link in links)
    again = bundles.bundle(site, tmp_path / "out")
    with zipfile.ZipFile(again.path) as archive:
        inside = archive.read(f"{again.path.stem}/offline/index.html").decode("utf-8")
    assert "download/" not in inside and "不在压缩包里" in inside


def test_the_date_is_the_day_of_the_commit_in_china(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1772294399")  # 2026-02-28 15:59:59 UTC
    assert edition_date(tmp_path) == date(2026, 2, 28)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1772294400")
    assert edition_date(tmp_path) == date(2026, 3, 1)


# --- verify-offline ---


def rewrite(source: Path, out: Path, change: Callable[[str, bytes], bytes | None], **added: bytes) -> Path:
    """A copy of a zip with some files changed (None: left out) and some added."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if (content := change(name, old.read(name))) is not None:
                new.writestr(name, content)
        for name, content in added.items():
            new.writestr(name, content)
    return out


@pytest.fixture
def small(tmp_path: Path) -> Path:
    return bundles.bundle(small_site(tmp_path / "site"), tmp_path).path


TOP = "suzhou-policy-handbook-2026-03-01"
PAGE = f"{TOP}/c/a.1/index.html"


def swap(wanted: str, content: bytes | None) -> Callable[[str, bytes], bytes | None]:
    return lambda name, old: content if name == wanted else old


@pytest.mark.parametrize("change, added, place, words", [
    (swap(PAGE, b"x"), {}, "c/a.1/index.html", "was changed"),
    (swap(PAGE, None), {}, "c/a.1/index.html", "missing from the zip"),
    (swap("", b""), {f"{TOP}/c/b.html": b"x"}, "c/b.html", "was added later"),
    (swap("", b""), {f"{TOP}/../../x.html": b"x"}, f"{TOP}/../../x.html", "leads out"),
    (swap("", b""), {f"{TOP}/C/a.1/x.html": b"x"}, None, "case only"),
    (swap("", b""), {"x.html": b"x"}, None, "exactly one folder"),
    (swap(f"{TOP}/SHA256SUMS", None), {}, "SHA256SUMS", "is missing"),
    (swap(f"{TOP}/SHA256SUMS", b"abc\n"), {}, "SHA256SUMS", "line 1 is not a sum"),
    (swap(f"{TOP}/SHA256SUMS", b""), {}, "SHA256SUMS", "is empty"),
])
def test_a_tampered_zip(small: Path, tmp_path: Path, change: Any, added: dict[str, bytes], place: str | None, words: str) -> None:
    problems = list(verify(rewrite(small, tmp_path / "bad.zip", change, **added)))
    assert [said for at, said in problems if words in said and place in (at, None)], problems


def test_a_whole_zip_has_no_problem(small: Path, packed: Path, capsys: Any) -> None:
    assert list(verify(small)) == []
    assert main(["verify-offline", str(packed)]) == 0
    assert "0 problems" in capsys.readouterr().err


def test_only_what_is_wrong_is_named(small: Path, tmp_path: Path) -> None:
    assert [place for place, _ in verify(rewrite(small, tmp_path / "bad.zip", swap(PAGE, b"x")))] == ["c/a.1/index.html"]


@pytest.mark.parametrize("cut", [lambda size: size // 2, lambda size: size - 1, lambda size: 10])
def test_a_zip_that_was_cut_off(packed: Path, tmp_path: Path, cut: Callable[[int], int], capsys: Any) -> None:
    content = packed.read_bytes()
    (tmp_path / "cut.zip").write_bytes(content[:cut(len(content))])
    assert main(["verify-offline", str(tmp_path / "cut.zip")]) == 1
    said = capsys.readouterr().err
    assert "cut off" in said and "Traceback" not in said


@pytest.mark.parametrize("content, words", [(b"", "is empty"), (b"hello", "is not a zip"), (None, "no such file")])
def test_what_is_no_zip(tmp_path: Path, content: bytes | None, words: str, capsys: Any) -> None:
    path = tmp_path / "x.zip"
    if content is not None:
        path.write_bytes(content)
    assert main(["verify-offline", str(path)]) == 1
    assert words in capsys.readouterr().err


def test_any_single_damaged_byte_is_noticed_or_harmless(small: Path, tmp_path: Path) -> None:
    """A flipped byte is reported, or lies where no content does (a time, a version): the contents are then whole."""
    content, bad = small.read_bytes(), tmp_path / "bad.zip"
    with zipfile.ZipFile(small) as archive:
        whole = {name: archive.read(name) for name in archive.namelist()}
    noticed = 0
    for at in range(0, len(content), 7):
        bad.write_bytes(content[:at] + bytes([content[at] ^ 0x41]) + content[at + 1:])
        if list(verify(bad)):
            noticed += 1
        else:
            with zipfile.ZipFile(bad) as archive:
                assert {name: archive.read(name) for name in archive.namelist()} == whole, at
    assert noticed > len(content) / 7 * 0.6


def test_a_link_and_a_double_and_an_encrypted_file_are_refused(small: Path, tmp_path: Path) -> None:
    link = zipfile.ZipInfo(f"{TOP}/link")
    link.external_attr = 0o120777 << 16
    shutil.copy(small, tmp_path / "bad.zip")
    with zipfile.ZipFile(tmp_path / "bad.zip", "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr(link, "/etc/passwd")
        archive.writestr(PAGE, "x")
    said = dict(verify(tmp_path / "bad.zip"))
    assert "is a link" in said[f"{TOP}/link"] and "2 times" in said[PAGE]
    content = bytearray(small.read_bytes())
    content[content.rindex(b"PK\x01\x02") + 8] |= 1
    (tmp_path / "bad.zip").write_bytes(content)
    assert "is encrypted" in [words for _, words in verify(tmp_path / "bad.zip")]


# --- the folder, in a browser without a network ---


@pytest.fixture
def away(browser: Any) -> Iterator[Any]:
    """A page in a browser without a network; every request for anything but a file is a failure."""
    context = browser.new_context(locale="zh-CN", offline=True)
    page = context.new_page()
    page.watch = Watch(page, ("file:",))
    yield page
    context.close()
    assert page.watch.problems == []


def by(page: Any) -> Callable[..., Any]:
    """Runs the body of a function in a page, as WebDriver does."""
    return lambda script, *words: page.evaluate(f"words => (function () {{ {script} }}).apply(null, words)", words)


def test_the_folder_works_without_a_network(folder: Path, away: Any) -> None:
    """Every kind of page, twenty searches, a permalink, a filter, calculators: as in the other engines (make engines)."""
    assert len(QUESTIONS) == 20
    kinds = {name.split("/")[0] for name in every_kind(folder)}
    assert {"index.html", "policies", "c", "departments", "industries", "award-types", "recipients", "search"} <= kinds
    day = in_chinese(stated_date(folder) or date.min)
    assert list(look_through(folder, away.goto, by(away), day)) == []


def test_looking_through_finds_what_is_broken(site_dir: Path, tmp_path: Path, browser: Any) -> None:
    """The look that the engines share is no blind one."""
    broken = unpacked(site_dir, tmp_path)
    for path in (broken / "departments").rglob("*.html"):
        path.write_text(path.read_text("utf-8").replace("</main>", '<img src="https://example.org/x.png"></main>'), "utf-8")
    (broken / "assets" / "search" / "engine.js").unlink()
    page = browser.new_context(offline=True).new_page()
    problems = "\n".join(look_through(broken, page.goto, by(page), "2000年1月1日", patience=0.5))
    page.context.close()
    for words in ("https://example.org/x.png", "index.html: "):
        assert words in problems, problems
    for question in QUESTIONS:
        assert f"no hit for {question}" in problems, problems


def test_three_calculators_are_in_the_folder(site_dir: Path, folder: Path) -> None:
    """look_through opens three of them, as soon as the site has a page for each of data/calculators."""
    if (site_dir / "calculators").is_dir():
        assert len(list((folder / "calculators").glob("*/index.html"))) >= min(3, len(list((ROOT / "data" / "calculators").glob("*.yml"))))


def test_every_link_of_the_folder_is_alive(folder: Path) -> None:
    assert list(check_links(folder)) == []
    done = subprocess.run([sys.executable, str(ROOT / "tools" / "check_links.py"), str(folder / "index.html")],
                          capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL)
    assert done.returncode == 0, done.stdout[-2000:]
    assert re.search(r"(\d{4,}) links", done.stdout), done.stdout[-300:]


def test_from_disk_nothing_is_registered_and_the_page_says_so(folder: Path, away: Any) -> None:
    away.goto((folder / "offline" / "index.html").as_uri())
    assert "已经在这台设备上" in away.inner_text("edition-save")
    assert "这一份就是离线版" in away.inner_text("#edition-download")
    assert away.locator("link[rel=manifest]").count() == 0 and away.locator(".edition-bar").count() == 0


def test_a_page_opened_inside_the_zip_asks_to_be_unpacked(folder: Path, tmp_path: Path, browser: Any) -> None:
    """Windows opens one file of a zip alone, without its style sheets."""
    shutil.copy(folder / "index.html", tmp_path / "index.html")
    page = browser.new_page()
    page.goto((tmp_path / "index.html").as_uri())
    assert page.get_by_text("请先解压。").is_visible()
    page.goto((folder / "index.html").as_uri())
    assert not page.get_by_text("请先解压。").is_visible()
    page.close()


@pytest.mark.parametrize("name", ["index.html", "policies/icv-2025/index.html", "c/icv-2025.1.4/index.html"])
@pytest.mark.parametrize("days, warned", [(-400, False), (0, False), (180, False), (181, True), (3000, True)])
def test_an_old_edition_warns_on_every_page(folder: Path, away: Any, name: str, days: int, warned: bool) -> None:
    day = stated_date(folder)
    assert day
    away.clock.set_fixed_time(date.fromordinal(day.toordinal() + days).isoformat() + "T09:00:00")
    away.goto((folder / name).as_uri())
    assert in_chinese(day) in away.inner_text("footer")
    notes = away.locator("main .edition-old")
    assert notes.count() == warned
    if warned:
        assert f"已经过去{days}天" in notes.inner_text() and "政策可能已经修改、废止或者新出" in notes.inner_text()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_and_the_warning_are_accessible(file_site: Any, new_page: Any, screen: str, scheme: str) -> None:
    page = new_page(screen, color_scheme=scheme)
    page.clock.set_fixed_time("2099-01-01T09:00:00")
    for name in ("offline/index.html", "c/icv-2025.1.4/index.html"):
        page.goto(file_site.at(name))
        assert page.locator(".edition-old").is_visible()
        assert axe(page) == [] and overflow(page) == []


def test_a_page_says_its_date_without_scripts(file_site: Any, new_page: Any, site_dir: Path) -> None:
    page = new_page(java_script_enabled=False)
    for name in ("index.html", "c/icv-2025.1.4/index.html"):
        page.goto(file_site.at(name))
        assert in_chinese(stated_date(site_dir) or date.min) in page.inner_text("footer")


# --- online: a first visit, then no network ---


KEPT = re.compile(r"(index\.html|(assets|search|offline|policies|about|cite|data)/.*|c/icv-2025\.1(\.\d)?/.*)\Z")


class Served:
    """A small copy of the site below a folder of a server; `edit` makes it another edition."""

    def __init__(self, root: Path, base: str):
        self.root, self.base, self.site = root, base + "docs/handbook/", root / "docs" / "handbook"

    def edit(self, name: str, old: str, new: str, day: date) -> None:
        path = self.site / name
        text = path.read_text("utf-8")
        assert old in text
        path.unlink()  # it is a hard link to the site's
        path.write_text(text.replace(old, new), "utf-8")
        worker.write(self.site, day)


@pytest.fixture
def online(site_dir: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Served]:
    monkeypatch.setattr(worker, "PART_FILES", 25)  # several parts of the list, as a large site has
    target = tmp_path / "docs" / "handbook"
    for path in site_dir.rglob("*"):
        name = path.relative_to(site_dir).as_posix()
        if path.is_file() and KEPT.match(name) and not name.startswith(worker.PARTS + "/"):
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            os.link(path, target / name) if path.stat().st_dev == tmp_path.stat().st_dev else shutil.copy(path, target / name)
    worker.write(target, date(2026, 3, 1))
    with ExitStack() as stack:
        site = Served(tmp_path, stack.enter_context(served(tmp_path)))
        site.stop = stack.close  # type: ignore[attr-defined]
        yield site


@pytest.fixture
def visitor(browser: Any) -> Iterator[Any]:
    """A context whose service workers run, and a page in it."""
    context = browser.new_context(locale="zh-CN")
    context.set_default_timeout(20_000)
    yield context.new_page()
    context.close()


CONTROLLED = "() => navigator.serviceWorker.controller !== null"
KEPT_NOW = """async () => { const found = {}; for (const name of await caches.keys())
  found[name] = (await (await caches.open(name)).keys()).map(request => new URL(request.url).pathname); return found; }"""


def first_visit(page: Any, site: Served, name: str = "index.html") -> None:
    page.goto(site.base + name)
    page.wait_for_function(CONTROLLED)
    wait_until_kept(page, "/docs/handbook/" + name)


def wait_until_kept(page: Any, path: str) -> None:
    page.wait_for_function("path => caches.match(path).then(Boolean)", arg=path)


def disconnect(page: Any, site: Any) -> None:
    """No network, and no server either."""
    page.context.set_offline(True)
    site.stop()


def test_after_a_first_visit_the_site_works_without_a_network(online: Served, visitor: Any) -> None:
    first_visit(visitor, online, "c/icv-2025.1.4/index.html")  # a link out of a letter
    visitor.goto(online.base + "policies/icv-2025/")
    disconnect(visitor, online)
    for name in ("", "index.html", "search/", "policies/index.html", "offline/", "policies/icv-2025/index.html", "c/icv-2025.1.4/"):
        answer = visitor.goto(online.base + name)
        assert answer.status == 200 and answer.from_service_worker, name
        assert visitor.locator("main h1").count() == 1
    visitor.goto(online.base)
    visitor.get_by_role("searchbox", name="搜索").first.fill("设备贷款贴息")
    visitor.locator("[role=search] a[href*='#']").first.wait_for()
    assert visitor.goto(online.base + "c/icv-2025.1.4").url == online.base + "c/icv-2025.1.4/"
    answer = visitor.goto(online.base + "policies/gas-2018/index.html")
    assert answer.status == 503 and "没有存在这台设备上" in visitor.inner_text("h1")
    visitor.get_by_role("link", name="首页").click()
    visitor.wait_for_url(online.base + "index.html")


def test_a_first_visit_fetches_a_bounded_core(site_dir: Path) -> None:
    sizes = {path.relative_to(site_dir).as_posix(): path.stat().st_size for path in site_dir.rglob("*") if path.is_file()}
    core = worker.core(sizes)
    assert {"index.html", "search/index.html", "assets/handbook.css", "assets/handbook.js"} <= set(core)
    assert sum(sizes[name] for name in core) <= worker.CORE_LIMIT
    large = {**sizes, **{f"assets/search/part-{number}.js": 100_000 for number in range(1000)}}
    assert sum(large[name] for name in worker.core(large)) <= worker.CORE_LIMIT
    assert "assets/search/engine.js" in worker.core(large)


def test_the_whole_handbook_is_kept_with_progress(online: Served, visitor: Any) -> None:
    first_visit(visitor, online, "offline/index.html")
    visitor.get_by_role("button", name="把整本手册存到这台设备").click()
    visitor.get_by_text("已经存在这台设备上，没有网络也能全部打开").wait_for()
    kept = visitor.evaluate(KEPT_NOW)
    [files] = kept.values()
    there = {"/docs/handbook/" + path.relative_to(online.site).as_posix() for path in online.site.rglob("*") if path.is_file()}
    unlisted = {"/docs/handbook/" + name for name in (*worker.FILES, "assets/images/favicon.png")}
    assert set(files) == there - unlisted
    disconnect(visitor, online)
    for name in ("c/icv-2025.1.3/", "policies/gas-2018/", "data/clauses.json"):
        assert visitor.goto(online.base + name).status == 200


def test_keeping_goes_on_where_it_broke_off(online: Served, visitor: Any) -> None:
    first_visit(visitor, online, "offline/index.html")
    (online.site / "policies" / "gas-2018" / "index.html").rename(online.root / "away.html")
    button = visitor.get_by_role("button", name="把整本手册存到这台设备")
    button.click()
    visitor.get_by_text("再按一次会接着存").wait_for()
    (online.root / "away.html").rename(online.site / "policies" / "gas-2018" / "index.html")
    assert len(next(iter(visitor.evaluate(KEPT_NOW).values()))) > 50, "what was fetched before stays"
    button.click()
    visitor.get_by_text("没有网络也能全部打开").wait_for()


def test_a_new_edition_while_the_old_one_is_being_kept(online: Served, visitor: Any) -> None:
    first_visit(visitor, online, "offline/index.html")
    button = visitor.get_by_role("button", name="把整本手册存到这台设备")
    button.wait_for()
    online.edit("cite/index.html", "</h1>", "之新版</h1>", date(2026, 4, 2))
    button.click()
    visitor.get_by_text("手册刚刚有了新版：请刷新本页，换成新版再存。").wait_for()
    [files] = [files for files in visitor.evaluate(KEPT_NOW).values() if "/docs/handbook/about/index.html" in files]
    assert "/docs/handbook/cite/index.html" not in files


def test_a_new_edition_is_announced_and_never_mixed_in(online: Served, visitor: Any) -> None:
    first_visit(visitor, online)
    visitor.goto(online.base + "about/index.html")
    other = visitor.context.new_page()
    other.goto(online.base + "policies/index.html")
    online.edit("about/index.html", "</h1>", "之新版</h1>", date(2026, 4, 2))
    visitor.reload()
    bar = visitor.locator(".edition-bar")
    bar.get_by_text("手册有新版（2026年4月2日）。").wait_for()
    visitor.reload()
    assert "之新版" not in visitor.inner_text("h1"), "the old edition until the reader asks for the new one"
    bar.get_by_role("button", name="换成新版").click()
    visitor.locator("h1", has_text="之新版").wait_for()
    assert bar.count() == 0
    other.get_by_text("手册已换成新版，这一页还是旧版。").wait_for()
    [(name, _files)] = visitor.evaluate(KEPT_NOW).items()
    assert json.loads(edition_line(online.site))["id"] in name, "nothing of the old edition is left"


def edition_line(site: Path) -> str:
    return (site / "service-worker.js").read_text("utf-8").partition("\n")[0].removeprefix("const EDITION = ").removesuffix(";")


def test_a_page_that_only_the_new_edition_has_leads_to_it(online: Served, visitor: Any) -> None:
    first_visit(visitor, online)
    visitor.wait_for_load_state("networkidle")
    online.edit("cite/index.html", "</h1>", "之新版</h1>", date(2026, 4, 2))
    visitor.goto(online.base + "cite/index.html")
    visitor.locator("h1", has_text="之新版").wait_for()
    [(name, files)] = visitor.evaluate(KEPT_NOW).items()
    assert json.loads(edition_line(online.site))["id"] in name


def test_a_reader_who_kept_the_whole_book_is_told_to_keep_the_new_one(online: Served, visitor: Any) -> None:
    first_visit(visitor, online, "offline/index.html")
    visitor.get_by_role("button", name="把整本手册存到这台设备").click()
    visitor.get_by_text("没有网络也能全部打开").wait_for()
    online.edit("about/index.html", "</h1>", "之新版</h1>", date(2026, 4, 2))
    visitor.goto(online.base + "index.html")
    visitor.get_by_text("整本手册要重新存一次").wait_for()
    visitor.get_by_role("button", name="换成新版").click()
    visitor.get_by_text("这台设备上存的整本手册是旧版，已经清除。").wait_for()
    visitor.get_by_role("button", name="重新存一次").click()
    visitor.get_by_role("button", name="把整本手册存到这台设备").wait_for()


def test_a_host_that_alters_pages_is_read_but_not_kept(online: Served, visitor: Any) -> None:
    first_visit(visitor, online)
    page = online.site / "cite" / "index.html"
    text = page.read_text("utf-8")
    page.unlink()
    page.write_text(text.replace("</h1>", "加料</h1>"), "utf-8")
    visitor.goto(online.base + "cite/index.html")
    assert "加料" in visitor.inner_text("h1")
    [files] = visitor.evaluate(KEPT_NOW).values()
    assert "/docs/handbook/cite/index.html" not in files


def test_two_sites_of_one_origin_leave_each_other_alone(online: Served, visitor: Any) -> None:
    shutil.copytree(online.site, online.root / "docs" / "other")
    first_visit(visitor, online)
    visitor.goto(online.base.replace("handbook", "other"))
    visitor.wait_for_function(CONTROLLED)
    assert len(visitor.evaluate(KEPT_NOW)) == 2


def test_the_site_can_be_installed(online: Served, visitor: Any) -> None:
    first_visit(visitor, online, "c/icv-2025.1.4/index.html")
    devtools = visitor.context.new_cdp_session(visitor)
    found = devtools.send("Page.getAppManifest")
    assert found["url"] == online.base + "manifest.webmanifest" and found["errors"] == []
    app = json.loads(found["data"])
    assert app["lang"] == "zh-CN" and (online.site / app["icons"][0]["src"]).is_file()
    errors = devtools.send("Page.getInstallabilityErrors")["installabilityErrors"]
    # A context of the tests counts as a private window, in which nothing is installed.
    assert [error["errorId"] for error in errors if error["errorId"] != "in-incognito"] == []


def test_the_unpacked_zip_on_a_server_is_a_plain_site(folder: Path, visitor: Any) -> None:
    """Some offices put it on a server of their own: no worker there, nothing broken."""
    problems: list[str] = []
    visitor.on("pageerror", lambda error: problems.append(str(error)))
    with served(folder) as base:
        visitor.goto(base + "offline/index.html")
        visitor.get_by_text("这个网站没有提供这项功能").wait_for()
    assert problems == []


def test_a_draft_takes_a_worker_away(online: Served, visitor: Any) -> None:
    """make serve at the address of a site that was looked at before."""
    first_visit(visitor, online)
    worker.write_none(online.site)
    visitor.evaluate("navigator.serviceWorker.getRegistration().then(registration => registration.update())")
    visitor.wait_for_function("navigator.serviceWorker.getRegistration().then(found => !found)")
