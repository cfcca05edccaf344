"""The results of a benchmark -> bench/results.md: one table of figures, what they show, and the machine."""

from __future__ import annotations

import os
import platform
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from bench.measure import Built, Weight

ROOT = Path(__file__).resolve().parent.parent
MIB = 1024 * 1024


@dataclass(frozen=True)
class Result:
    """What a contender took at one size of the corpus; `built` is the median of the repeats."""

    built: Built
    weight: Weight


# By contender: its result at the corpus as it is, and at so many times the corpus.
Results = dict[str, tuple[Result, Result]]

FIGURES: list[tuple[str, Callable[[Result], float], str]] = [
    ("build time (s)", lambda r: r.built.seconds, "{:.1f}"),
    ("processor time (s)", lambda r: r.built.cpu_seconds, "{:.1f}"),
    ("peak memory (MiB)", lambda r: r.built.peak_bytes / MIB, "{:.0f}"),
    ("HTML pages", lambda r: r.weight.pages, "{:.0f}"),
    ("processor time a page (ms)", lambda r: 1000 * r.built.cpu_seconds / r.weight.pages, "{:.1f}"),
    ("whole site (MiB)", lambda r: r.weight.total / MIB, "{:.1f}"),
    ("mean HTML page (KiB)", lambda r: r.weight.mean / 1024, "{:.1f}"),
    ("median HTML page (KiB)", lambda r: r.weight.median / 1024, "{:.1f}"),
    ("a document's page as sent (KiB)", lambda r: r.weight.sent / 1024, "{:.1f}"),
]

TEXT = """# Benchmark

Written by `make bench`. {documents} documents (x1) and each {times} times over (x{times}), built by this handbook and by
a plain MkDocs Material site of the same texts: one Markdown page a document, text only, default navigation and search.
The handbook writes a page for each clause, department, kind and area and the open data besides; the plain site writes
none of these. Median of {repeat} builds at x1, one build at x{times}; all in one run. Compare the processor time: the
clock also counts what else the machine was doing. A page as sent: its HTML, JS and CSS, each gzipped ({typical}).

{table}

- x{times} the corpus takes the handbook {cpu[0]} the processor time, the plain site {cpu[1]}.
- The folder grows {total[0]} with the handbook, {total[1]} with the plain site; a page's HTML {mean[0]} and {mean[1]}.

Measured at {commit} on: {machine}.
"""


def report(results: Results, times: int, documents: int, repeat: int, typical: str) -> str:
    """The whole of bench/results.md. The first two contenders are the handbook and the plain site."""
    compared = list(results.values())[:2]
    growths = {name: [growth(figure, pair) for pair in compared] for name, figure in (
        ("cpu", lambda r: r.built.cpu_seconds), ("total", lambda r: r.weight.total), ("mean", lambda r: r.weight.mean))}
    return TEXT.format(times=times, documents=documents, repeat=repeat, typical=typical, table=table(results, times),
                       commit=commit(), machine=machine(), **growths)


def growth(figure: Callable[[Result], float], pair: tuple[Result, Result]) -> str:
    """How many times as much at the larger size: `x9.7`."""
    return f"x{figure(pair[1]) / figure(pair[0]):.1f}"


def table(results: Results, times: int) -> str:
    """The results as a Markdown table: for each contender its figure at x1, at x`times`, and how much it grew."""
    heads = " | ".join(f"{name} x1 | x{times} | growth" for name in results)
    lines = [f"| | {heads} |", "| --- |" + " ---: |" * (3 * len(results))]
    for label, figure, form in FIGURES:
        cells = []
        for pair in results.values():
            cells += [form.format(figure(pair[0])), form.format(figure(pair[1])), growth(figure, pair)]
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
    """The commit that was measured (-dirty: and changes to it), where there is one."""
    command = ["git", "-C", str(ROOT), "describe", "--always", "--dirty"]
    try:
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        return "no commit"
