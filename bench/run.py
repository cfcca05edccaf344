"""Builds the handbook and a plain MkDocs Material site of the same texts, side by side, at the corpus as it is and at
ten times the corpus; prints a Markdown table and writes it to bench/results.md. Run by `make bench`.

What counts are the ratios: all figures of a table come from one run on one machine.
"""

from __future__ import annotations

import argparse
import dataclasses
import os
import statistics
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from bench.corpus import multiply, write_plain_site  # noqa: E402
from bench.measure import Built, build, weigh  # noqa: E402
from bench.report import MIB, Result, report  # noqa: E402

TYPICAL = "icv-2025"


@dataclass(frozen=True)
class Contender:
    """A way to build the texts: `prepare(times, folder)` makes the input, `command(folder)` builds folder/site."""

    name: str
    typical: str
    prepare: Callable[[int, Path], None]
    command: Callable[[Path], list[str]]


def contenders(data: Path) -> list[Contender]:
    """The handbook, the plain site, and the plain site without a search (whose index takes part of its time)."""
    ours = Contender(
        "this handbook", f"policies/{TYPICAL}/index.html",
        lambda times, folder: multiply(data, times, folder / "data"),
        lambda folder: _mkdocs(ROOT / "mkdocs.yml", folder, "--strict"))
    plain = [
        Contender(
            name, f"{TYPICAL}/index.html",
            lambda times, folder, extra=extra: write_plain_site(data, times, folder / "plain", extra),
            lambda folder: _mkdocs(folder / "plain" / "mkdocs.yml", folder))
        for name, extra in [("plain Material", ""), ("plain Material, no search", "plugins: []\n")]]
    return [ours, *plain]


def _mkdocs(config: Path, folder: Path, *words: str) -> list[str]:
    return [sys.executable, "-m", "mkdocs", "build", "--quiet", *words, "--config-file", str(config),
            "--site-dir", str(folder / "site")]


def measure(contender: Contender, times: int, repeat: int, folder: Path) -> Result:
    """Build `repeat` times in a folder of its own; the median time and memory, and the weight of the last."""
    folder.mkdir()
    contender.prepare(times, folder)
    env = {**os.environ, "HANDBOOK_DATA": str(folder / "data"), "PYTHONPATH": str(ROOT), "NO_MKDOCS_2_WARNING": "1"}
    runs = []
    for number in range(1, repeat + 1):
        took = build(contender.command(folder), folder, env)
        runs.append(dataclasses.astuple(took))
        print(f"  {contender.name}, x{times}, {number}/{repeat}: {took.seconds:.1f} s ({took.cpu_seconds:.1f} s of "
              f"processor), {took.peak_bytes / MIB:.0f} MiB", file=sys.stderr, flush=True)
    return Result(Built(*map(statistics.median, zip(*runs))), weigh(folder / "site", contender.typical))


def run(data: Path, times: int, repeat: int) -> dict[str, tuple[Result, Result]]:
    """Every contender at both sizes, the small one `repeat` times."""
    results: dict[str, list[Result]] = {}
    with tempfile.TemporaryDirectory(prefix="handbook-bench-") as work:
        for size, repeats in ((1, repeat), (times, 1)):
            print(f"the corpus x{size}:", file=sys.stderr, flush=True)
            for index, contender in enumerate(contenders(data)):
                result = measure(contender, size, repeats, Path(work) / f"{index}-x{size}")
                results.setdefault(contender.name, []).append(result)
    return {name: (small, large) for name, (small, large) in results.items()}


def main() -> int:
    parser = argparse.ArgumentParser(prog="bench/run.py", description=__doc__)
    parser.add_argument("--data", type=Path, default=ROOT / "data", help="the data folder")
    parser.add_argument("--times", type=int, default=10, help="how many times the corpus (2 or more)")
    parser.add_argument("--repeat", type=int, default=3, help="builds at x1")
    parser.add_argument("--out", type=Path, default=ROOT / "bench" / "results.md", help="file to write")
    args = parser.parse_args()
    if args.times < 2 or args.repeat < 1:
        parser.error("--times must be 2 or more, --repeat 1 or more")
    documents = len(list((args.data / "documents").glob("*.yml")))
    if not documents:
        parser.error(f"{args.data}/documents holds no document: run make extract")
    text = report(run(args.data, args.times, args.repeat), args.times, documents, args.repeat, TYPICAL)
    print(text)
    args.out.write_text(text, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
