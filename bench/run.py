"""Builds the handbook and a plain MkDocs Material site of the same texts, side by side, at the corpus as it is and at ten
times the corpus; prints a Markdown table and writes it to bench/results.md. Run by `make bench`.

What counts are the ratios: all figures of a table come from one run on one machine.
"""

from __future__ import annotations

import argparse
import dataclasses
import os
import platform
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from bench.corpus import multiply, write_plain_site  # noqa: E402
from bench.measure import Built, Weight, build, weigh  # noqa: E402

TYPICAL = "icv-2025"
MIB = 1024 * 1024


@dataclass(frozen=True)
class Contender:
    """A way to build the texts: `prepare(times, folder)` makes the input, `command` builds it into folder/site."""

    name: str
    typical: str
    prepare: Callable[[int, Path], None]
    command: Callable[[Path], list[str]]


@dataclass(frozen=True)
class Result:
    """What a contender took at one size of the corpus; `built` is the median of the repeats."""

    built: Built
    weight: Weight


def _mkdocs(config: Path, site: Path, *words: str) -> list[str]:
    return [sys.executable, "-m", "mkdocs", "build", "--quiet", "--config-file", str(config), "--site-dir", str(site), *words]


def contenders(data: Path) -> list[Contender]:
    """The handbook, the plain site, and the plain site without a search (whose index takes part of its time)."""
    ours = Contender(
        "this handbook", f"policies/{TYPICAL}/index.html",
        lambda times, folder: multiply(data, times, folder / "data"),
        lambda folder: _mkdocs(ROOT / "mkdocs.yml", folder / "site", "--strict"))
    plain = [
        Contender(
            name, f"{TYPICAL}/index.html",
            lambda times, folder, extra=extra: write_plain_site(data, times, folder / "plain", extra),
            lambda folder: _mkdocs(folder / "plain" / "mkdocs.yml", folder / "site"))
        for name, extra in [("plain Material", ""), ("plain Material, no search", "plugins: []\n")]]
    return [ours, *plain]


def measure(contender: Contender, times: int, repeat: int, folder: Path) -> Result:
    """Build `repeat` times in a folder of its own; the median time and memory, and the weight of the last."""
    folder.mkdir()
    contender.prepare(times, folder)
    env = {**os.environ, "HANDBOOK_DATA": str(folder / "data"), "PYTHONPATH": str(ROOT), "NO_MKDOCS_2_WARNING": "1"}
    runs = []
    for number in range(1, repeat + 1):
        runs.append(build(contender.command(folder), folder, env))
        print(f"  {contender.name}, x{times}, {number}/{repeat}: {runs[-1].seconds:.1f} s "
              f"({runs[-1].cpu_seconds:.1f} s of processor), {runs[-1].peak_bytes / MIB:.0f} MiB", file=sys.stderr, flush=True)
    built = Built(*(statistics.median(column) for column in zip(*map(dataclasses.astuple, runs))))
    return Result(built, weigh(folder / "site", contender.typical))


FIGURES: list[tuple[str, Callable[[Result], float], str]] = [
    ("build time (s)", lambda r: r.built.seconds, "{:.1f}"),
    ("processor time (s)", lambda r: r.built.cpu_seconds, "{:.1f}"),
    ("peak memory (MiB)", lambda r: r.built.peak_bytes / MIB, "{:.0f}"),
    ("HTML pages", lambda r: r.weight.pages, "{:.0f}"),
    ("processor time a page (ms)", lambda r: 1000 * r.built.cpu_seconds / r.weight.pages, "{:.1f}"),
    ("whole site (MiB)", lambda r: r.weight.total / MIB, "{:.1f}"),
    ("mean HTML page (KiB)", lambda r: r.weight.mean / 1024, "{:.1f}"),
    ("median HTML page (KiB)", lambda r: r.weight.median / 1024, "{:.1f}"),
    (f"{TYPICAL} as sent: HTML + JS + CSS, gzipped (KiB)", lambda r: r.weight.sent / 1024, "{:.1f}"),
]


def table(results: dict[str, tuple[Result, Result]], times: int) -> str:
    """The results as a Markdown table: for each contender its figure at x1, at x`times`, and how much it grew."""
    names = list(results)
    lines = ["| | " + " | ".join(f"{name} x1 | x{times} | growth" for name in names) + " |",
             "| --- |" + " ---: |" * (3 * len(names))]
    for label, figure, form in FIGURES:
        cells = []
        for small, large in results.values():
            one, many = figure(small), figure(large)
            cells += [form.format(one), form.format(many), f"x{many / one:.1f}"]
        lines.append(f"| {label} | {' | '.join(cells)} |")
    return "\n".join(lines)


def machine() -> str:
    """What the figures were measured on."""
    cpu, memory = platform.processor() or platform.machine(), ""
    try:
        info = Path("/proc/cpuinfo").read_text("utf-8")
        cpu = next((line.split(":", 1)[1].strip() for line in info.splitlines() if line.startswith("model name")), cpu)
        memory = f", {os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES') / 1024 ** 3:.0f} GiB"
    except (OSError, ValueError):
        pass
    return (f"{cpu}, {os.cpu_count()} cores{memory}; {platform.system()}, Python {platform.python_version()}, "
            f"MkDocs {version('mkdocs')}, Material {version('mkdocs-material')}")


def commit() -> str:
    """The commit that was measured, where there is one."""
    git = ["git", "-C", str(ROOT)]
    try:
        head = subprocess.run([*git, "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        return "no commit"
    return head.strip()


def report(results: dict[str, tuple[Result, Result]], times: int, documents: int, repeat: int) -> str:
    """bench/results.md."""
    ours, plain = list(results.values())[:2]
    return f"""# Benchmark

Written by `make bench`. {documents} documents (x1) and each {times} times over (x{times}), built by this handbook and by a
plain MkDocs Material site of the same texts: one Markdown page a document, text only, default navigation and search.
The handbook writes a page for each clause, department, kind and area and the open data besides; the plain site writes
none of these. Median of {repeat} builds at x1, one build at x{times}; all in one run. Processor time is what to compare:
the clock also counts what else the machine was doing.

{table(results, times)}

- x{times} the corpus takes the handbook x{ours[1].built.cpu_seconds / ours[0].built.cpu_seconds:.1f} the processor time, \
the plain site x{plain[1].built.cpu_seconds / plain[0].built.cpu_seconds:.1f}; the folder grows x\
{ours[1].weight.total / ours[0].weight.total:.1f} and x{plain[1].weight.total / plain[0].weight.total:.1f}.
- A document's page as sent: the handbook's is {ours[0].weight.sent / plain[0].weight.sent:.2f} of the plain site's at x1, \
{ours[1].weight.sent / plain[1].weight.sent:.2f} at x{times}.

Measured at {commit()} on: {machine()}.
"""


def main() -> int:
    parser = argparse.ArgumentParser(prog="bench/run.py", description=__doc__)
    parser.add_argument("--data", type=Path, default=ROOT / "data", help="the data folder")
    parser.add_argument("--times", type=int, default=10, help="how many times the corpus")
    parser.add_argument("--repeat", type=int, default=3, help="builds at x1")
    parser.add_argument("--out", type=Path, default=ROOT / "bench" / "results.md", help="file to write")
    args = parser.parse_args()
    if args.times < 2 or args.repeat < 1:
        parser.error("--times must be 2 or more, --repeat 1 or more")
    documents = len(list((args.data / "documents").glob("*.yml")))
    if not documents:
        print(f"{args.data}/documents holds no document: run make extract", file=sys.stderr)
        return 1
    results: dict[str, list[Result]] = {}
    with tempfile.TemporaryDirectory(prefix="handbook-bench-") as work:
        for times, repeat in ((1, args.repeat), (args.times, 1)):
            print(f"{documents * times} documents:", file=sys.stderr, flush=True)
            for index, contender in enumerate(contenders(args.data)):
                folder = Path(work) / f"{index}-x{times}"
                results.setdefault(contender.name, []).append(measure(contender, times, repeat, folder))
    text = report({name: (small, large) for name, (small, large) in results.items()}, args.times, documents, args.repeat)
    print(text)
    args.out.write_text(text, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
