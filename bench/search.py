"""The search, measured in a real browser beside the search of a plain MkDocs Material site of the same texts.

    python bench/search.py [--site site] [--no-plain] [--times 40]

Questions: tests/data/search/tuning.json and held-out.json (what the ranking was set by), unseen*.json (written by others
who saw the texts only; the README says which of them were looked at after they were reported), and --extra. A hit is right when its clause's (or section's) own text holds one of the
accepted quotes, white space apart. Writes bench/search-results.md. Both sites are searched over HTTP and from disk; for the
times the processor is slowed by --slow.
"""

from __future__ import annotations

import argparse
import dataclasses
import gzip
import html
import importlib.util
import json
import os
import re
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import unquote

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from bench.corpus import copy_id, write_plain_site  # noqa: E402
from bench.report import machine  # noqa: E402
from generator.exports import search  # noqa: E402
from generator.handbook import Entry, Handbook, load  # noqa: E402
from generator.model.document import Clause  # noqa: E402
from generator.text import compact  # noqa: E402
from tests.browser import FLAGS, chromium, from_disk, served  # noqa: E402

QUESTIONS = ROOT / "tests" / "data" / "search"
SHOWN = 10
PHONE: Any = {"width": 390, "height": 844}
TURN = 0.01  # seconds in which a slowed browser stands still and runs once


@dataclass
class Score:
    """Ranks of the right hit (0: not shown), by kind of question."""

    ranks: dict[str, list[int]] = field(default_factory=dict)

    def add(self, kind: str, rank: int) -> None:
        self.ranks.setdefault(kind, []).append(rank)

    def all(self) -> list[int]:
        return [rank for ranks in self.ranks.values() for rank in ranks]


def figures(ranks: list[int]) -> tuple[float, float, float]:
    """(share first, share in the first five, mean reciprocal rank)."""
    return (sum(rank == 1 for rank in ranks) / len(ranks), sum(0 < rank <= 5 for rank in ranks) / len(ranks),
            statistics.mean(1 / rank if rank else 0 for rank in ranks))


def rank_of(texts: list[str], accepted: list[str]) -> int:
    """Place of the first text that holds an accepted quote; 0 for none."""
    quotes = [compact(quote) for quote in accepted]
    return next((place for place, text in enumerate(texts, 1) if any(quote in text for quote in quotes)), 0)


SETS = ("tuning", "held-out", *("unseen" + number for number in ("", "-2", "-3", "-4", "-5", "-6", "-7")))


def question_sets(*extra: Path) -> dict[str, list[dict]]:
    """The sets of questions by name; what an earlier set asks already is left out of a later one."""
    sets: dict[str, list[dict]] = {}
    asked: set[str] = set()
    for path in (*(QUESTIONS / f"{name}.json" for name in SETS), *extra):
        questions = {question["q"]: question for question in json.loads(path.read_text("utf-8"))}
        sets[path.stem] = [question for text, question in questions.items() if text not in asked]
        asked |= questions.keys()
    return sets


# -- the two searches ------------------------------------------------------------------------------------

# Puts a question in the box and gives the addresses that are shown, when they no longer change.
OURS = """async question => {
  const input = document.getElementById('handbook-search-input');
  const status = document.querySelector('#handbook-search-results .search__status');
  if (status) status.textContent = '';
  const start = performance.now();
  input.value = question;
  input.dispatchEvent(new InputEvent('input', {bubbles: true}));
  for (;;) {
    const said = document.querySelector('#handbook-search-results .search__status');
    if (said && said.textContent) {
      const took = performance.now() - start;
      // The hits that lie lower down come a frame later.
      await new Promise(done => requestAnimationFrame(() => setTimeout(() => setTimeout(done))));
      const links = [...document.querySelectorAll('#handbook-search-results .search__hit a')].map(a => a.href);
      return {links, took};
    }
    await new Promise(done => setTimeout(done, 2));
    if (performance.now() - start > 20000) return {links: [], took: NaN};
  }
}"""
# Material answers from a worker: the box is emptied first, so that every question changes what is shown.
PLAIN = """async question => {
  const input = document.querySelector('.md-search__input'), meta = document.querySelector('.md-search-result__meta');
  // A page stands as a heading above its sections: where sections are shown, they are the hits.
  const links = () => [...document.querySelectorAll('.md-search-result__item')].flatMap(item => {
    const all = [...item.querySelectorAll('.md-search-result__link')].map(a => a.href), sections = all.filter(link => link.includes('#'));
    return sections.length ? sections : all;
  });
  const shown = () => meta.textContent + links().join();
  const type = text => { input.value = text; input.dispatchEvent(new KeyboardEvent('keyup', {bubbles: true})); };
  const changed = async (from, most) => {
    const start = performance.now();
    while (performance.now() - start < most && shown() === from) await new Promise(done => setTimeout(done, 2));
    return shown() !== from;
  };
  input.focus();
  if (input.value) { const before = shown(); type(''); await changed(before, 300); }
  const before = shown(), start = performance.now();
  type(question);
  const answered = await changed(before, WAIT), took = performance.now() - start;
  for (let last = ''; answered && last !== shown();) { last = shown(); await new Promise(done => setTimeout(done, SETTLE)); }
  return {links: links(), took: answered ? took : NaN};
}"""
SETTLE, WAIT = 80, 1000  # milliseconds: results come in several pieces; after WAIT nothing will come


@dataclass(frozen=True)
class Contender:
    """A site to search: its folder, a page to start from, how to ask, the text behind an address, where the box and a hit are."""

    name: str
    folder: Path
    page: str
    ask: str
    text_of: Callable[[str], str]
    input: str
    hit: str


def ours(site: Path) -> Contender:
    """The handbook's box."""
    clauses = json.loads((site / "data" / "clauses.json").read_text("utf-8"))
    texts = {record["id"]: compact(record["label"] + record["text"]) for record in clauses}

    def text_of(address: str) -> str:
        match = re.search(r"policies/([^/]+)/(?:index\.html)?#(.+)$", unquote(address))
        return texts.get(f"{match[1]}.{match[2]}", "") if match else ""

    return Contender("this handbook", site, "policies/icv-2025/index.html", OURS, text_of, "#handbook-search-input", "#handbook-search-results li a")


def plain(folder: Path) -> Contender:
    """Material's own search on the same texts."""
    index = json.loads((folder / "site" / "search" / "search_index.json").read_text("utf-8"))
    texts = {entry["location"]: compact(html.unescape(re.sub(r"<[^>]+>", "", entry["title"] + entry["text"]))).replace("\u200b", "")
             for entry in index["docs"]}

    def text_of(address: str) -> str:
        place = re.sub(r"^.*?/(?=[a-z0-9-]+-\d{4}/|$)", "", re.sub(r"\?h=[^#]*", "", unquote(address)))
        return texts.get(place.replace("index.html", ""), "")

    return Contender("plain Material", folder / "site", "icv-2025/index.html", PLAIN.replace("WAIT", str(WAIT)).replace("SETTLE", str(SETTLE)), text_of,
                     ".md-search__input", ".md-search-result__item a")


def segmented() -> bool:
    """Whether Material's search plugin cuts Chinese text into words here: without jieba it finds next to nothing."""
    return importlib.util.find_spec("jieba") is not None


def build_plain(data: Path, folder: Path) -> None:
    """Build a plain Material site of the texts of data/ in folder/site."""
    write_plain_site(data, 1, folder)
    subprocess.run([sys.executable, "-m", "mkdocs", "build", "--quiet", "--site-dir", str(folder / "site")], cwd=folder,
                   check=True, env={**os.environ, "NO_MKDOCS_2_WARNING": "1"}, stdin=subprocess.DEVNULL)


# -- measuring -------------------------------------------------------------------------------------------


def score(contender: Contender, base: str, browser: Any, questions: list[dict]) -> tuple[Score, list[float]]:
    """Ask every question in the box of a page that stays open: ranks, and milliseconds for each answer."""
    page = browser.new_page()
    page.goto(base + contender.page)
    page.eval_on_selector(contender.input, 'box => box.focus()')
    page.wait_for_timeout(1500)
    result, times = Score(), []
    for question in questions:
        answer = page.evaluate(contender.ask, question["q"])
        texts = [contender.text_of(link) for link in answer["links"][:SHOWN]]
        result.add(question["kind"], rank_of(texts, question["accept"]))
        times.append(answer["took"])
    page.close()
    return result, [took for took in times if took == took]


@contextmanager
def throttled(page: Any, slow: float) -> Iterator[None]:
    """The page's own thread so many times slower."""
    session = page.context.new_cdp_session(page)
    session.send("Emulation.setCPUThrottlingRate", {"rate": slow})
    yield
    session.send("Emulation.setCPUThrottlingRate", {"rate": 1})


# Types a question as soon as there is a box, whatever of the page is still to come, and notes when the first hit is there.
READY = """(() => {
  const each = setInterval(() => {
    const box = document.querySelector('BOX');
    if (!box) return;
    if (!box.value) {
      box.focus();
      box.value = 'QUESTION';
      box.dispatchEvent(new InputEvent('input', {bubbles: true}));
    }
    if (document.querySelector('HIT')) { clearInterval(each); window.searchReady = performance.now(); }
    else box.dispatchEvent(new KeyboardEvent('keyup', {bubbles: true}));
  }, 4);
})()"""


@contextmanager
def stop_and_go(browser_group: int, slow: float) -> Iterator[None]:
    """Every thread of a browser so many times slower, its workers too, as on a slow phone: for most of each hundredth of a
    second its processes stand still. (DevTools slows the page's own thread only, and plain Material searches in a worker.)"""
    running = threading.Event()
    running.set()

    def turn() -> None:
        while running.is_set():
            os.killpg(browser_group, signal.SIGSTOP)
            time.sleep(TURN * (1 - 1 / slow))
            os.killpg(browser_group, signal.SIGCONT)
            time.sleep(TURN / slow)

    thread = threading.Thread(target=turn, daemon=True)
    thread.start()
    try:
        yield
    finally:
        running.clear()
        thread.join()


def group_of(mark: str) -> int:
    """The process group of the browser that was started with this argument. Raises LookupError."""
    for line in subprocess.run(["ps", "-eo", "pgid=,args="], capture_output=True, text=True, check=True).stdout.splitlines():
        if mark in line and "--type=" not in line:
            return int(line.split()[0])
    raise LookupError(f"no browser with {mark}")


def ready(contender: Contender, base: str, browser: Any, slowness: Callable[[Any], AbstractContextManager], repeat: int = 15) -> float:
    """Median seconds from opening a page, cold, to the first hit of a question typed as soon as there is a box; `slowness`
    slows the page, or the whole browser, meanwhile."""
    times = []
    for _ in range(repeat):
        page = browser.new_page(viewport=PHONE)
        page.add_init_script(READY.replace("BOX", contender.input).replace("HIT", contender.hit).replace("QUESTION", "设备购置贷款贴息"))
        with slowness(page):
            page.goto(base + contender.page, wait_until="commit")
            page.wait_for_function("window.searchReady")
        times.append(page.evaluate("window.searchReady") / 1000)
        page.close()
    return statistics.median(times)


KEYSTROKES = """async question => {
  const input = document.getElementById('handbook-search-input'), times = [];
  for (let end = 1; end <= question.length; end++) {
    input.value = question.slice(0, end);
    const start = performance.now();
    input.dispatchEvent(new InputEvent('input', {bubbles: true}));
    times.push(performance.now() - start);
    await new Promise(done => setTimeout(done, 0));
  }
  return times;
}"""


def keystrokes(contender: Contender, base: str, browser: Any, slow: float, questions: list[dict]) -> list[float]:
    """Milliseconds of each keystroke of the questions, results built and shown within."""
    page = browser.new_page(viewport=PHONE)
    page.goto(base + contender.page)
    page.eval_on_selector(contender.input, 'box => box.focus()')
    with throttled(page, slow):
        page.evaluate(contender.ask, "企业")
        page.wait_for_timeout(300)
        times = [took for question in questions for took in page.evaluate(KEYSTROKES, question["q"])]
    page.close()
    return times


def sent(paths: list[Path]) -> int:
    """Bytes as sent, each file gzipped."""
    return sum(len(gzip.compress(path.read_bytes(), 6)) for path in paths)


def multiplied(handbook: Handbook, times: int) -> Handbook:
    """The handbook with every document so many times, under new ids and titles."""
    def clause(one: Clause, old: str, new: str) -> Clause:
        return dataclasses.replace(one, id=new + one.id.removeprefix(old), clauses=tuple(clause(c, old, new) for c in one.clauses))

    entries = dict(handbook.entries)
    for number in range(2, times + 1):
        for old, entry in handbook.entries.items():
            new = copy_id(old, number)
            title = dataclasses.replace(entry.metadata.title, value=f"{entry.metadata.title.value}（副本{number}）")
            entries[new] = Entry(
                dataclasses.replace(entry.document, id=new, clauses=tuple(clause(c, old, new) for c in entry.document.clauses)),
                dataclasses.replace(entry.metadata, id=new, title=title, aliases=()))
    return dataclasses.replace(handbook, entries=entries)


def large(data: Path, site: Path, times: int, folder: Path) -> tuple[int, int]:
    """Write the search of a corpus so many times as large beside the pages of `site`: (clauses, bytes of all of it)."""
    handbook = multiplied(load(data), times)
    target = folder / "site" / "assets" / "search"
    shutil.copytree(site / "assets", folder / "site" / "assets", ignore=shutil.ignore_patterns("search"))
    (folder / "site" / "search").mkdir(parents=True)
    shutil.copy(site / "search" / "index.html", folder / "site" / "search" / "index.html")
    target.mkdir(parents=True)
    for name, content in search.files(handbook, data).items():
        (target / name).write_text(content, "utf-8")
    return len(handbook.clauses), sent(list(target.iterdir()))


def first_loads(site: Path, base: str, browser: Any, questions: list[dict]) -> list[int]:
    """Bytes as sent that the first search on a fresh page loads, for each question."""
    loads = []
    for question in questions:
        page = browser.new_page()
        names: list[str] = []
        page.on("request", lambda request, names=names: names.append(request.url))
        page.goto(base + "search/index.html")
        page.evaluate(OURS, question["q"])
        paths = {site / "assets" / "search" / name.rsplit("/", 1)[1].split("?")[0] for name in names if "assets/search/" in name}
        loads.append(sent(sorted(paths)))
        page.close()
    return loads


# -- the report ------------------------------------------------------------------------------------------


def score_table(scores: dict[str, Score]) -> str:
    """For each set and search: first, first five and mean reciprocal rank, by kind."""
    lines = ["| questions | search | kind | n | first | first five | MRR |", "| --- | --- | --- | ---: | ---: | ---: | ---: |"]
    for name, result in scores.items():
        for kind, ranks in {"all": result.all(), **result.ranks}.items():
            first, five, reciprocal = figures(ranks)
            lines.append(f"| {name} | {kind} | {len(ranks)} | {first:.1%} | {five:.1%} | {reciprocal:.3f} |")
    return "\n".join(lines)


@dataclass
class Measured:
    """One contender's figures; `ready` with the page's thread slowed, `ready_whole` with every thread."""

    ready: float
    ready_whole: float
    took: list[float]
    keys: list[float]
    index: int
    whole: int


def weigh(contender: Contender) -> tuple[int, int]:
    """(index, index and what searches it) in bytes as sent, for a search over the whole of the texts."""
    if contender.ask is OURS:
        folder = contender.folder / "assets" / "search"
        index = sent([*sorted(folder.glob("part-*.js")), folder / "words.js"])
        return index, index + sent([folder / "engine.js", folder / "manifest.js"])
    index = sent([contender.folder / "search" / "search_index.json"])
    return index, index + sent(sorted((contender.folder / "assets" / "javascripts" / "workers").glob("search*.js")))


def measure(contender: Contender, ways: dict[str, str], browser: Any, group: int, sets: dict[str, list[dict]], slow: float,
            scores: dict[str, Score]) -> Measured:
    """Every set of questions in both ways, and the times."""
    took: list[float] = []
    for way, base in ways.items():
        for name, questions in sets.items():
            # From disk the plain search answers nothing; a few questions show it.
            asked = questions if contender.ask is OURS or way == "http" else questions[:10]
            say(f"{contender.name}, {way}: {len(asked)} questions of {name} …")
            scores[f"{name} | {contender.name}, {way}"], times = score(contender, base, browser, asked)
            took += times if way == "http" else []
    say(f"{contender.name}: times …")
    keys = keystrokes(contender, ways["http"], browser, slow, sets["tuning"][:60]) if contender.ask is OURS else []
    alone = ready(contender, ways["http"], browser, lambda page: throttled(page, slow))
    whole = ready(contender, ways["http"], browser, lambda page: stop_and_go(group, slow))
    return Measured(alone, whole, sorted(took), sorted(keys), *weigh(contender))


def figure_table(measured: dict[str, Measured], slow: float) -> str:
    """The times and weights, a column for each contender."""
    def spread(times: list[float]) -> str:
        if not times:
            return "in a worker"
        return f"{statistics.median(times):.0f} / {times[int(len(times) * 0.95)]:.0f} / {times[-1]:.0f} ms"

    rows: dict[str, Callable[[Measured], str]] = {
        f"cold page to the first hit, every thread {slow:.0f} times slower, as on a slow phone": lambda one: f"{one.ready_whole:.2f} s",
        f"the same, the page's own thread {slow:.0f} times slower, workers at full speed": lambda one: f"{one.ready:.2f} s",
        "a question answered, processor as it is: median / 95% / worst": lambda one: spread(one.took),
        f"a keystroke's work on the page, processor {slow:.0f} times slower": lambda one: spread(one.keys),
        "the index as sent (gzip)": lambda one: f"{one.index / 1024:.1f} KiB",
        "the index and what searches it": lambda one: f"{one.whole / 1024:.1f} KiB",
    }
    lines = [f"| | {' | '.join(measured)} |", "| --- |" + " ---: |" * len(measured)]
    return "\n".join(lines + [f"| {label} | {' | '.join(map(show, measured.values()))} |" for label, show in rows.items()])


def growth(data: Path, site: Path, times: int, work: Path, browser: Any, questions: list[dict]) -> str:
    """What the first search loads where the corpus is so many times as large."""
    say(f"a corpus x{times} …")
    clauses, whole = large(data, site, times, work)
    loads = sorted(first_loads(work / "site", from_disk(work / "site"), browser, questions))
    return (f"A corpus {times} times as large ({clauses} clauses, {whole / 1024 / 1024:.1f} MiB of search files as sent): the first "
            f"search loads {statistics.median(loads) / 1024:.0f} KiB at the median, {loads[-1] / 1024:.0f} KiB at most "
            f"({len(loads)} questions).\n")


def say(text: str) -> None:
    """Progress."""
    print(text, file=sys.stderr, flush=True)


def run(site: Path, data: Path, args: argparse.Namespace) -> str:
    """Measure everything; the text of the report."""
    from playwright.sync_api import sync_playwright

    sets = question_sets(*([args.extra] if args.extra else []))
    scores: dict[str, Score] = {}
    with tempfile.TemporaryDirectory(prefix="handbook-search-") as work, sync_playwright() as playwright, ExitStack() as stack:
        mark = f"--handbook-bench={os.getpid()}"  # no switch of Chromium's: to know its process by
        browser = playwright.chromium.launch(executable_path=chromium(), args=[*FLAGS, mark])
        group = group_of(mark)
        contenders = [ours(site)]
        if not args.no_plain:
            say("building the plain site …")
            build_plain(data, Path(work) / "plain")
            contenders.append(plain(Path(work) / "plain"))
        measured = {}
        for contender in contenders:
            ways = {"http": stack.enter_context(served(contender.folder)), "file": from_disk(contender.folder)}
            measured[contender.name] = measure(contender, ways, browser, group, sets, args.slow, scores)
        grown = growth(data, site, args.times, Path(work) / "large", browser, sets["tuning"][:40]) if args.times > 1 else ""
        browser.close()
    return (f"# Search\n\nWritten by `python bench/search.py`. {__doc__.splitlines()[0]}\n\n{score_table(scores)}\n\n"
            f"{figure_table(measured, args.slow)}\n\n{grown}\nThe plain site was built {'with' if segmented() else 'without'} jieba, "
            f"which Material cuts Chinese text with where it is installed.\n\nMeasured on: {machine()}.\n")


def main() -> int:
    parser = argparse.ArgumentParser(prog="bench/search.py", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--site", type=Path, default=ROOT / "site", help="the built handbook")
    parser.add_argument("--data", type=Path, default=ROOT / "data")
    parser.add_argument("--extra", type=Path, help="further questions (JSON: q, accept, kind)")
    parser.add_argument("--no-plain", action="store_true", help="leave out the plain site")
    parser.add_argument("--times", type=int, default=40, help="how large the large corpus is (1: leave it out)")
    parser.add_argument("--slow", type=float, default=4, help="how many times slower the processor is made")
    parser.add_argument("--out", type=Path, default=ROOT / "bench" / "search-results.md")
    args = parser.parse_args()
    text = run(args.site.resolve(), args.data, args)
    args.out.write_text(text, "utf-8")
    print(text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
