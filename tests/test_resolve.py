"""What stands in a letter leads to its clause: the same in Python and in the browser's script, over one list of cases."""

from __future__ import annotations

import dataclasses
import json
import random
import subprocess
from typing import Any

import pytest

from generator.citation import cite, cite_range, forms
from generator.model.registry import Tombstone
from generator.resolve import Resolver, pack, resolve_text
from tests.support import ROOT, real

CASES = json.loads((ROOT / "tests" / "data" / "resolve.json").read_text("utf-8"))
NODE = ROOT / ".venv" / "bin" / "node"
RESOLVER = Resolver(pack(real()))


def answers(texts: list[str]) -> list[dict[str, Any]]:
    """What the browser's script answers."""
    source = (ROOT / "docs" / "assets" / "cite-resolve.js").read_text("utf-8") + f"""
const resolver = new Handbook.CiteResolver({json.dumps(pack(real()))});
console.log(JSON.stringify({json.dumps(texts)}.map((text) => resolver.resolve(text))));"""
    done = subprocess.run([str(NODE), "-"], input=source, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def python(text: str) -> dict[str, Any]:
    return dataclasses.asdict(RESOLVER.resolve(text))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"])
def test_a_case(case: dict[str, Any]) -> None:
    resolved = RESOLVER.resolve(case["text"])
    assert [found.id for found in resolved.found] == case["found"]
    assert case.get("note", "") in resolved.note and bool(resolved.note) == bool(case.get("note"))
    assert all(found.reason for found in resolved.found)


def test_every_official_citation_leads_back_to_its_clause() -> None:
    for clause in real().clauses:
        resolved = RESOLVER.resolve(cite(real(), clause).official)
        assert [found.id for found in resolved.found] == [clause] and not resolved.note, clause


def test_every_form_leads_back_to_its_clause() -> None:
    """A pasted citation in any form; the quotation only up to its colon decides."""
    for clause in list(real().clauses)[::7]:
        for name, text in forms(cite(real(), clause, "https://example.org/"), "2026-11-21").items():
            assert RESOLVER.resolve(text).found[0].id == clause, (clause, name)


def test_a_run_leads_to_both_ends() -> None:
    official = cite_range(real(), "icv-2025.1.2", "icv-2025.1.4").official
    assert [found.id for found in RESOLVER.resolve(official).found] == ["icv-2025.1.2", "icv-2025.1.4"]


def test_the_browser_gives_the_same_answers() -> None:
    rnd = random.Random(7)
    texts = [case["text"] for case in CASES] + [cite(real(), clause).official for clause in real().clauses]
    for text in texts[::3]:  # with slips of the pen, cut at either end
        at = rnd.randrange(len(text))
        texts += [text[:at] + rnd.choice("一二（）第条0123 》《\"”") + text[at + rnd.randrange(2):], text[at:], text[:at], text.replace("《", "").replace("》", "")]
    for text, shown in zip(texts, answers(texts), strict=True):
        expected = python(text)
        assert shown == {"found": list(expected["found"]), "note": expected["note"]}, text


def test_a_former_address_leads_on() -> None:
    handbook = dataclasses.replace(real(), tombstones={
        "icv-2025.1.9": Tombstone("icv-2025.1.9", "并入上一项。", "icv-2025.1.4"), "icv-2025.1.8": Tombstone("icv-2025.1.8", "删去。")})
    resolver = Resolver(pack(handbook))
    assert resolver.resolve("policies/icv-2025/#1.9").found[0].id == "icv-2025.1.4"
    gone = resolver.resolve("https://example.org/c/icv-2025.1.8/").found[0]
    assert gone.id == "icv-2025.1.8" and "不在手册里" in gone.reason


def test_the_command_prints_id_citation_reason_and_address() -> None:
    assert resolve_text(real(), "燃气管理办法第七条", "https://example.org/").split("\t") == [
        "gas-2018.7", "《苏州市燃气管理办法》（苏州市人民政府令第145号）第七条", "标题，编号相符", "https://example.org/c/gas-2018.7/"]
    assert "没有认出" in resolve_text(real(), "胡言乱语")
