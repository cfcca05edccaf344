"""The built site -> one zip that opens by double click, the same bytes each time."""

from __future__ import annotations

import hashlib
import re
import zipfile
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from ..problems import DataError, Problem
from . import worker
from .edition import in_chinese, stated_date
from .names import mistakes

NAME = "suzhou-policy-handbook"
SUMS = "SHA256SUMS"
READ_ME = "READ-ME.txt"
PAGE = "offline/index.html"
DOWNLOAD = "download"

# What only a server has a use for: the worker and its lists, the error page, the site map, Material's unused icon.
ONLINE_ONLY = ("404.html", "robots.txt", "sitemap.xml", "sitemap.xml.gz", "assets/images/favicon.png", *worker.FILES)

_OFFER = re.compile(r'(<div id="edition-download">).*?(</div>)', re.DOTALL)
_PAPERS = re.compile(r'(<div id="edition-papers">).*?(</div>)', re.DOTALL)
_PAPERS_APART = "<p>PDF 和 EPUB 不在压缩包里，在网站上另行下载。</p>"
_BODY = re.compile(r"<body[^>]*>")
# Windows shows a zip as a folder and opens one file of it: a page without its style sheets. edition.css hides this.
_UNPACK = '<p class="unpack-first"><strong>请先解压。</strong>请把整个压缩包解压到一个文件夹，再打开其中的 index.html。</p>'
_HERE = "<p>这一份就是离线版，整本手册都在它的文件夹里。</p>"

READ_ME_TEXT = """苏州政策手册　离线版
版本日期：{date}

怎样打开
1. 先把整个压缩包解压到一个文件夹（不要在压缩包里直接打开）。
2. 双击其中的 index.html，用浏览器阅读。不需要网络，也不需要安装任何程序。
3. 搬动时请搬动整个文件夹，不要只取其中几个文件。

请留意
- 政策可能在版本日期之后修改、废止或者新出。办事之前，请向制定机关核对最新文本。
- 手册不是官方出版物；正式文本以制定机关公布的为准。

怎样检查文件是否完整
SHA256SUMS 列出每个文件的 SHA-256 校验值。在这个文件夹里运行：
  Linux：sha256sum -c SHA256SUMS
  macOS：shasum -a 256 -c SHA256SUMS
它能查出损坏和缺失，不能证明压缩包出自何人；来源以取得它的网站所公布的压缩包校验值为准。
"""


@dataclass(frozen=True)
class Bundle:
    """A zip that was written. Sizes in bytes; `files` counts the manifest too; `longest` is the longest path in it."""

    path: Path
    date: date
    files: int
    size: int
    unpacked: int
    sha256: str
    longest: str


def bundle(site: Path, out: Path) -> Bundle:
    """Write the offline edition of the built site `site` into the folder `out`.

    DataError where `site` is no built site or holds a file that not every system can store.
    """
    day = stated_date(site)
    if day is None:
        raise DataError([Problem(site.name, 0, "holds no built site that states its date: build it first (make site)")])
    contents = _contents(site, day)
    folder = f"{NAME}-{day.isoformat()}"
    names = [f"{folder}/{name}" for name in contents]
    if problems := [Problem(name, 0, words) for name, words in mistakes(names)]:
        raise DataError(problems)
    out.mkdir(parents=True, exist_ok=True)
    path = out / f"{folder}.zip"
    _write(path, folder, contents, day)
    return Bundle(path, day, len(contents), path.stat().st_size, sum(map(len, contents.values())),
                  hashlib.sha256(path.read_bytes()).hexdigest(), max(names, key=len))


def _contents(site: Path, day: date) -> dict[str, bytes]:
    """Every file of the edition by its path, sorted, the list of sums among them."""
    paths = {path.relative_to(site).as_posix(): path for path in site.rglob("*") if path.is_file()}
    contents = {name: path.read_bytes() for name, path in paths.items()
                if name not in ONLINE_ONLY and not name.startswith((DOWNLOAD + "/", worker.PARTS + "/"))}
    home = contents["index.html"].decode("utf-8")
    contents["index.html"] = _BODY.sub(lambda found: found.group() + _UNPACK, home, count=1).encode("utf-8")
    if PAGE in contents:
        contents[PAGE] = _fill(_PAPERS, _fill(_OFFER, contents[PAGE], _HERE), _PAPERS_APART)
    # A mark and \r\n, for the editors of old Windows.
    contents[READ_ME] = ("\ufeff" + READ_ME_TEXT.format(date=in_chinese(day))).replace("\n", "\r\n").encode("utf-8")
    sums = "".join(f"{hashlib.sha256(contents[name]).hexdigest()}  {name}\n" for name in sorted(contents))
    contents[SUMS] = sums.encode("ascii")
    return dict(sorted(contents.items()))


def _write(path: Path, folder: str, contents: dict[str, bytes], day: date) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in contents.items():
            entry = zipfile.ZipInfo(f"{folder}/{name}", (day.year, day.month, day.day, 0, 0, 0))
            entry.create_system = 3  # Unix, wherever it is made
            entry.external_attr = 0o100644 << 16
            archive.writestr(entry, content, zipfile.ZIP_DEFLATED, 9)


def _fill(place: re.Pattern[str], page: bytes, html: str) -> bytes:
    return place.sub(lambda found: found.group(1) + html + found.group(2), page.decode("utf-8"), count=1).encode("utf-8")


def offer(site: Path, made: Bundle) -> None:
    """Put a zip into the online site and its size and sum onto the page 离线版; earlier zips go."""
    folder = site / DOWNLOAD
    folder.mkdir(exist_ok=True)
    for old in folder.glob(f"{NAME}-*.zip"):
        old.unlink()
    (folder / made.path.name).write_bytes(made.path.read_bytes())
    text = (f'<p><a class="edition-zip" href="../{DOWNLOAD}/{made.path.name}" download>下载离线版（{in_chinese(made.date)}，'
            f"{in_megabytes(made.size)}）</a></p><p>解压后约 {in_megabytes(made.unpacked)}，{made.files} 个文件。压缩包的 SHA-256："
            f"<code>{made.sha256}</code></p>")
    page = site / PAGE
    page.write_bytes(_fill(_PAPERS, _fill(_OFFER, page.read_bytes(), text), _papers(site, made)))
    worker.write(site, made.date)  # the page has changed


def _papers(site: Path, made: Bundle) -> str:
    """Copy the PDFs and the EPUB of the same edition, where they lie beside the zip, and list them."""
    whole = [path for path in (made.path.with_suffix(".pdf"), made.path.with_suffix(".epub")) if path.is_file()]
    single = sorted((made.path.parent / "pdf").glob("*.pdf")) if whole else []
    if not whole:
        return "<p>这个网站没有附带 PDF 和 EPUB，可以向它的维护者索取。</p>"
    (site / DOWNLOAD / "pdf").mkdir(exist_ok=True)
    lines = []
    for path in (*whole, *single):
        name = f"pdf/{path.name}" if path in single else path.name
        (site / DOWNLOAD / name).write_bytes(path.read_bytes())
        page = site / "policies" / path.stem / "index.html"
        title = f"整本手册，{path.suffix[1:].upper()}" if path in whole else _title(page)
        lines.append(f'<li><a href="../{DOWNLOAD}/{name}" download>{title}</a>（{in_megabytes(path.stat().st_size)}）</li>')
    return f"<ul>{''.join(lines)}</ul>"


def _title(page: Path) -> str:
    found = re.search(r"<h1[^>]*>(.*?)</h1>", page.read_text("utf-8"), re.DOTALL) if page.is_file() else None
    return re.sub(r"<[^>]+>", "", found.group(1)).strip() if found else page.parent.name


def in_megabytes(size: int) -> str:
    """Bytes as a reader reads them.

    >>> in_megabytes(6_340_000)
    '6.3 MB'
    """
    return f"{size / 1e6:.1f} MB"
