"""Profiles for the 政策体检, and the JavaScript engine that answers them in a browser."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from generator.calculators.portfolio_data import script
from generator.exports.calculators import wording_script
from tests.support import ROOT

ASSETS = ROOT / "docs" / "assets"
DAYS = ("2026-11-21", "2025-09-01", "2022-05-01", "2020-06-01", "2029-01-01")
NUMBERS = ("0", "1", "3", "12", "500", "3000", "20000", "１２", "1.5", "abc", "-3", "1,000", "未知", "")
CHECK = """text => {
  const H = window.Handbook, data = H.portfolio.unpack(H.portfolioPack);
  return JSON.stringify(JSON.parse(text).map(([profile, today]) => H.portfolio.checkUp(data, profile, today)));
}"""


def sources(folder: Path, data: dict[str, Any]) -> list[str]:
    """Addresses of the scripts of the page, in its order, without those that show."""
    (folder / "portfolio-data.js").write_text(script(data), "utf-8")
    (folder / "wording.js").write_text(wording_script(), "utf-8")
    names = ("calculate-values", "calculate-answers", "calculate", "portfolio")
    return [path.as_uri() for path in (*(ASSETS / f"{name}.js" for name in names), folder / "portfolio-data.js", folder / "wording.js")]


def example() -> dict[str, Any]:
    """The made-up company of the page."""
    text = (ASSETS / "portfolio-example.js").read_text("utf-8")
    found = re.search(r"portfolioExample = (\{.*?\n  \});", text, re.DOTALL)
    assert found
    quoted = re.sub(r"^(\s+|.*?\{ )([a-z_]+): ", r'\1"\2": ', found[1], flags=re.MULTILINE)
    return json.loads(re.sub(r",(\s*[}\]])", r"\1", quoted))


def profiles(data: dict[str, Any], count: int, seed: int = 1) -> list[tuple[dict[str, Any], str]]:
    """So many drawn profiles, each with a day: sparse and dense ones, favourable and absurd answers."""
    rnd = random.Random(seed)
    return [(_profile(data, rnd), rnd.choice(DAYS[:2]) if rnd.random() < 0.6 else rnd.choice(DAYS)) for _ in range(count)]


def _profile(data: dict[str, Any], rnd: random.Random) -> dict[str, Any]:
    dense, good = rnd.choice((0.2, 0.6, 1.0)), rnd.choice((0.5, 0.97, 1.0))
    profile: dict[str, Any] = {}
    for field in (field for section in data["profile"]["sections"] for field in section["fields"]):
        if rnd.random() <= dense or field["taxonomy"]:
            profile[field["name"]] = _answer(field, rnd, good)
    profile["answers"] = {
        name: {item["name"]: _answer(item, rnd, good) for item in program["inputs"] if rnd.random() < 0.8}
        for name, program in data["programs"].items() if rnd.random() < dense}
    return profile


def _answer(item: dict[str, Any], rnd: random.Random, good: float) -> Any:
    words = [option["value"] for option in item["options"]]
    if item["type"] == "choices":
        return rnd.sample(words, rnd.choice((1, 2, len(words) // 2, len(words))))
    if words:
        return rnd.choice(words)
    if item["type"] == "yes_no":
        return "是" if rnd.random() < good else rnd.choice(("否", "未知", "也许", ""))
    if item["type"] == "date":
        return rnd.choice(("2025-06-01", "2026-01-01", "2020年5月5日")) if rnd.random() < good else "昨天"
    return rnd.choice(("1", "2", "60", "800", "3000", "20000")) if rnd.random() < good else rnd.choice(NUMBERS)


def favourable(data: dict[str, Any], document: str, money: str) -> dict[str, dict[str, str]]:
    """Answers to the calculators of a document that say yes to everything, `money` to every sum."""
    return {name: {item["name"]: "是" if item["type"] == "yes_no" else item["options"][0]["value"] if item["options"]
                   else money if item["type"] == "money" else "1" for item in program["inputs"] if item["type"] != "date"}
            for name, program in data["programs"].items() if name.startswith(document)}


Engine = Callable[[list[tuple[dict[str, Any], str]]], list[dict[str, Any]]]
