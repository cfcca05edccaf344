"""The date of an edition: the day of the commit that it was built from, in China."""

from __future__ import annotations

import os
import re
import subprocess
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

CHINA = timezone(timedelta(hours=8))

_STATED = re.compile(r'<edition-date[^>]* data-date="(\d{4}-\d{2}-\d{2})"')


def edition_date(root: Path) -> date:
    """The day of SOURCE_DATE_EPOCH (seconds), else of the last commit in `root`, else today, by Beijing time."""
    seconds = os.environ.get("SOURCE_DATE_EPOCH") or _last_commit(root)
    return (datetime.fromtimestamp(int(seconds), CHINA) if seconds else datetime.now(CHINA)).date()


def _last_commit(root: Path) -> str:
    try:
        done = subprocess.run(["git", "log", "-1", "--format=%ct"], cwd=root, capture_output=True, text=True, check=False,
                              stdin=subprocess.DEVNULL)
    except OSError:
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""


def in_chinese(day: date) -> str:
    """The date as a Chinese page prints it.

    >>> in_chinese(date(2026, 3, 1))
    '2026年3月1日'
    """
    return f"{day.year}年{day.month}月{day.day}日"


def stated_date(site: Path) -> date | None:
    """The edition's date as the home page of a built site states it; None where there is no such page or date."""
    home = site / "index.html"
    found = _STATED.search(home.read_text("utf-8")) if home.is_file() else None
    return date.fromisoformat(found.group(1)) if found else None
