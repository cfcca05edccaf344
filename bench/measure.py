"""One build, measured: how long, how much memory; and what it wrote: pages, bytes, a typical page as it is sent."""

from __future__ import annotations

import gzip
import os
import statistics
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from lxml import etree


@dataclass(frozen=True)
class Built:
    """What one build took: by the clock, of the processor, and of memory at its peak."""

    seconds: float
    cpu_seconds: float
    peak_bytes: float


@dataclass(frozen=True)
class Weight:
    """What a built folder weighs, in bytes; `sent`: a typical page and the scripts and styles it loads, gzipped."""

    pages: int
    files: int
    total: int
    mean: float
    median: float
    sent: int


def build(command: list[str], cwd: Path, env: dict[str, str]) -> Built:
    """Run a build and measure this one process. RuntimeError with its output where it fails."""
    log = cwd / "build.log"
    start = time.perf_counter()
    with log.open("wb") as out:
        process = subprocess.Popen(command, cwd=cwd, env=env, stdin=subprocess.DEVNULL, stdout=out, stderr=out)
        _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"{' '.join(command)} failed in {cwd}:\n{log.read_text('utf-8', 'replace')[-3000:]}")
    peak = usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024)
    return Built(seconds, usage.ru_utime + usage.ru_stime, peak)


def weigh(site: Path, typical: str) -> Weight:
    """Weigh a built folder; `typical` is the page to send, as a path in it."""
    files = [path for path in site.rglob("*") if path.is_file()]
    pages = [path.stat().st_size for path in files if path.suffix == ".html"]
    return Weight(len(pages), len(files), sum(path.stat().st_size for path in files), statistics.mean(pages),
                  statistics.median(pages), _sent(site / typical))


def _sent(page: Path) -> int:
    root = etree.fromstring(page.read_bytes(), etree.HTMLParser(encoding="utf-8"))
    loaded = root.xpath("//script/@src | //link[@rel='stylesheet']/@href")
    paths = {page.parent / urlsplit(link).path for link in loaded if not urlsplit(link).netloc}
    return sum(len(gzip.compress(path.read_bytes(), 6)) for path in {page, *(path.resolve() for path in paths)})
