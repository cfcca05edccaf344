"""generator/facts.py and facts_checks.py: what is told of an entry that does not stand in its clause.

tests/broken_facts/ has a file for each kind of mistake. It breaks one of the examples of docs/facts-guide.md, which are sound:

    mistake: the quote is not in the clause       # what a person did
    kind: awards                                  # which example it was done to
    change: {quote: 给予一百万元}                 # fields that are changed; null takes nothing away
    drop: [title]                                 # fields that are taken out
    twice: true                                   # the entry stands in the file twice
    head: {industries: [paper-boats]}             # fields of the whole file that are changed
    file: gas-2018                                # file that it is written to, if not that of its document
    expect:                                       # the problems that must be told, no more and no fewer
    - words of the message                        # at the first line of the entry …
    - [words of the message, 'bound: maximum']    # … or at the line with these words, or at a number (0: whole file)
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
import re
import shutil
from pathlib import Path
from typing import Any

import pytest

from generator import strict_yaml
from generator.facts import KINDS, FactBook, load_facts
from generator.facts_checks import account, account_report, check_facts
from generator.handbook import load
from generator.model.facts import Condition, Facts
from generator.problems import DataError, Problem
from tests.support import DATA, DOCS, ROOT, minimal, real, run, small, snapshot

FOLDER = ROOT / "tests" / "broken_facts"
FILES = sorted(path.stem for path in FOLDER.glob("*.yml"))
KEYS = {"mistake", "kind", "change", "drop", "twice", "head", "file", "expect"}
GUIDE = (DOCS / "facts-guide.md").read_text("utf-8")


def guide_examples() -> dict[str, dict[str, Any]]:
    """The example of each kind in the guide."""
    block = re.search(r"```yaml\n(.*?)```", GUIDE, re.DOTALL)
    assert block
    whole = strict_yaml.loads(block.group(1), "docs/facts-guide.md")
    return {kind: whole[kind][0] for kind in (*KINDS, "settled")}


def book_of(folder: Path, files: dict[str, str]) -> FactBook:
    """The facts in these files, with the real taxonomies."""
    shutil.copytree(DATA / "taxonomy", folder / "taxonomy", dirs_exist_ok=True)
    (folder / "facts").mkdir(exist_ok=True)
    for name, text in files.items():
        (folder / "facts" / f"{name}.yml").write_text(text, "utf-8")
    return load_facts(folder)


def told(folder: Path, files: dict[str, str]) -> list[Problem]:
    """Every problem of these files against the real documents."""
    try:
        return sorted(check_facts(real(), book_of(folder, files)))
    except DataError as error:
        return error.problems


def file_text(kind: str, *entries: dict[str, Any], **head: Any) -> str:
    document = entries[0]["clause"].partition(".")[0]
    whole = {"id": document, "industries": ["all"], **head, kind: list(entries)}
    return strict_yaml.dump(json.loads(json.dumps(whole)))  # plain dicts and lists, without their lines


# --- the examples are sound ---


@pytest.mark.parametrize("kind", [*KINDS, "settled"])
def test_the_example_of_the_guide_is_sound(kind: str, tmp_path: Path) -> None:
    entry = guide_examples()[kind]
    assert told(tmp_path, {entry["clause"].partition(".")[0]: file_text(kind, entry)}) == []


def test_the_guide_names_every_field() -> None:
    records = [Facts, Condition, *(hint for hint in _records_of(Facts))]
    missing = sorted({field.name for record in records for field in dataclasses.fields(record)
                      if not re.search(rf"\b{field.name}\b", GUIDE)})
    assert missing == []


def _records_of(record: type) -> list[type]:
    from generator.model import facts

    return [getattr(facts, name) for name in ("Award", "Right", "Rule", "Eligibility", "Duty", "Penalty", "Deadline", "Definition",
                                              "Indicator", "IndicatorValue", "Settled")]


# --- each mistake is told ---


@pytest.mark.parametrize("name", FILES)
def test_the_mistake_is_told(name: str, tmp_path: Path) -> None:
    case = strict_yaml.load(FOLDER / f"{name}.yml", f"tests/broken_facts/{name}.yml")
    assert case.keys() <= KEYS and case["mistake"] and case["expect"]
    entry = {**guide_examples()[case["kind"]], **case.get("change", {})}
    for field in case.get("drop", []):
        del entry[field]
    example = guide_examples()[case["kind"]]["clause"]
    document = example.partition(".")[0]
    text = file_text(case["kind"], *([entry, entry] if case.get("twice") else [entry]), **{"id": document, **case.get("head", {})})
    lines = text.splitlines()
    first = lines.index(f"{case['kind']}:") + 2
    name_of_file = case.get("file", document)

    found = told(tmp_path, {name_of_file: text})

    assert {problem.place for problem in found} == {f"data/facts/{name_of_file}.yml"}
    for expected in case["expect"]:
        words, at = expected if isinstance(expected, list) else (expected, first)
        line = at if isinstance(at, int) else next(i for i, line in enumerate(lines, 1) if at in line)
        assert [p for p in found if words in p.message and p.line == line], f"{words!r} at {line}; told:\n" + "\n".join(map(str, found))
    assert len(found) == len(case["expect"]), "\n".join(map(str, found))


def test_every_kind_of_mistake_has_its_own_file() -> None:
    mistakes = [strict_yaml.load(FOLDER / f"{name}.yml", name)["mistake"] for name in FILES]
    assert len(set(mistakes)) == len(mistakes) >= 40


def test_every_message_of_the_checks_has_a_file_that_gives_it() -> None:
    """A check that is added needs its broken file here (or in tests/broken)."""
    source = (ROOT / "generator" / "facts_checks.py").read_text("utf-8").split("# -- completeness")[0]
    messages = re.findall(r'(?:yield |Problem\(place, [^"]*?)f?"([^"]{12,})"', source)
    assert len(messages) >= 15
    expected = "\n".join((FOLDER / f"{name}.yml").read_text("utf-8") for name in FILES)
    expected += "\n".join(path.read_text("utf-8") for path in (ROOT / "tests" / "broken").glob("fact-*.yml"))
    plain = expected.replace("''", "'")
    fixed = [[part.strip() for part in re.split(r"\{[^}]*\}", message) if len(part.strip()) > 7] for message in messages]
    assert [parts for parts in fixed if parts and not any(part in plain for part in parts)] == []


# --- all in one run ---


def test_every_problem_is_told_in_one_run_with_file_and_line(tmp_path: Path, capsys: Any) -> None:
    data = minimal(tmp_path)
    (data / "facts" / "plan-2030.yml").write_text("""\
id: plan-2030
industries: [paper-boats, aeroplanes]
awards:
- id: plan-2030.1.1/folding
  clause: plan-2030.1.1
  quote: 给予最高5万元奖励
  title: 甲
  recipient: 甲
  type: medal
  bound: at_most
  method: fixed
  recipients: [folder, sailor]
  level: galactic
  max_yuan: 30000
- id: plan-2030.1.1/rate
  clause: plan-2030.1.1
  quote: 给予最高3万元奖励
  title: 甲
  recipient: 甲
  type: reward
  bound: exact
  method: rate
  recipients: [folder]
  amount_yuan: 30000
duties:
- {id: plan-2030.1.1/folding, clause: plan-2030.1.1, quote: 折满一百只, who: 甲, kind: must, text: 甲, recipients: [folder]}
""", "utf-8")
    (data / "facts" / "rules-2031.yml").write_text("""\
id: rules-2031
industries: [paper-boats]
penalties:
- {id: rules-2031.3/x, clause: rules-2031.9, quote: 甲, violation: 甲, recipients: [folder]}
""", "utf-8")
    before = snapshot(data)

    done = run(capsys, "check", "--data", data)

    assert done.status == 1
    incomplete = [problem for problem in done.problems if "calcul" in problem]  # see test_calculators.py
    assert [problem for problem in done.problems if problem not in incomplete] == [
        "data/facts/plan-2030.yml: id 'plan-2030.1.1/folding' stands twice: choose another word",
        "data/facts/plan-2030.yml:1: industry 'aeroplanes' is not in taxonomy/industries.yml",
        "data/facts/plan-2030.yml:4: awards: plan-2030.1.1/folding: level 'galactic' is not in taxonomy/levels.yml",
        "data/facts/plan-2030.yml:4: awards: plan-2030.1.1/folding: max_yuan 30000 does not stand in the quote",
        "data/facts/plan-2030.yml:4: awards: plan-2030.1.1/folding: quote '给予最高5万元奖励' is not in the text of plan-2030.1.1: copy it exactly",
        "data/facts/plan-2030.yml:4: awards: plan-2030.1.1/folding: recipients: 'sailor' is not in the taxonomy",
        "data/facts/plan-2030.yml:4: awards: plan-2030.1.1/folding: type 'medal' is not in taxonomy/award_types.yml",
        "data/facts/plan-2030.yml:15: awards: plan-2030.1.1/rate: 最高 is a ceiling, never an amount: use max_yuan",
        "data/facts/rules-2031.yml:4: penalties: rules-2031.3/x: clause 'rules-2031.9' is no clause of rules-2031",
    ]
    assert done.err.splitlines()[-1] == f"check: {9 + len(incomplete)} problems"
    assert snapshot(data) == before


def test_files_that_cannot_be_read_are_all_named(tmp_path: Path, capsys: Any) -> None:
    data = minimal(tmp_path)
    (data / "facts" / "plan-2030.yml").write_text("id: plan-2030\nindustries: paper-boats\ncolour: red\n", "utf-8")
    (data / "facts" / "rules-2031.yml").write_text("id: rules-2031\nid: rules-2031\n", "utf-8")
    (data / "taxonomy" / "levels.yml").write_text("levels: [{id: x, name: 甲}]\n", "utf-8")
    done = run(capsys, "check", "--data", data)
    assert done.status == 1
    assert [problem.partition(": ")[0] for problem in done.problems] == [
        "data/facts/plan-2030.yml:2", "data/facts/plan-2030.yml:3", "data/facts/rules-2031.yml:2", "data/taxonomy/levels.yml:1"]


def test_only_the_problems_of_one_file_are_told_on_demand(tmp_path: Path, capsys: Any) -> None:
    data = minimal(tmp_path)
    for name in ("plan-2030", "rules-2031"):
        path = data / "facts" / f"{name}.yml"
        path.write_text(path.read_text("utf-8").replace("[paper-boats]", "[aeroplanes]"), "utf-8")
    done = run(capsys, "check", "--data", data, "--file", "facts/rules-2031.yml")
    assert done.status == 1
    assert [problem.partition(":")[0] for problem in done.problems] == ["data/facts/rules-2031.yml"]


# --- a source text that changes ---


def test_a_fact_whose_clause_changes_is_named(tmp_path: Path) -> None:
    """The quote of the award is not in the clause any more: nobody finds out later."""
    data = minimal(tmp_path)
    path = data / "documents" / "plan-2030.yml"
    path.write_text(path.read_text("utf-8").replace("最高3万元", "最高4万元"), "utf-8")
    handbook = load(data)
    [problem] = check_facts(handbook, handbook.facts)
    assert (problem.place, problem.line) == ("data/facts/plan-2030.yml", 4)
    assert "is not in the text of plan-2030.1.1: copy it exactly" in problem.message


def test_the_facts_on_a_changed_clause_are_named_until_somebody_has_looked(tmp_path: Path, capsys: Any) -> None:
    """The quote still stands, the words around it do not: the change may matter all the same."""
    data = minimal(tmp_path)
    source, manifest = data / "sources" / "first.txt", data / "manifest.yml"
    before = hashlib.sha256(source.read_bytes()).hexdigest()
    source.write_text(source.read_text("utf-8").replace("奖励折纸能手", "奖励折纸好手"), "utf-8")
    after = hashlib.sha256(source.read_bytes()).hexdigest()
    manifest.write_text(manifest.read_text("utf-8").replace(before, after), "utf-8")
    assert run(capsys, "extract", "--data", data).status == 0

    done = run(capsys, "check", "--data", data)
    assert done.status == 1
    [problem] = done.problems
    assert "plan-2030.1.1" in problem and "plan-2030.1.1/folding" in problem

    assert run(capsys, "register", "--data", data).status == 0
    assert run(capsys, "check", "--data", data).status == 0


# --- what accounts for each number ---


def test_every_number_grant_and_ban_is_found_with_what_covers_it() -> None:
    found = list(account(small(), small().facts))
    award = [item for item in found if item.clause == "plan-2030.1.1"]
    assert {item.kind for item in award} == {"money", "grant"}
    assert {item.entries for item in award} == {("awards:plan-2030.1.1/folding",)}


def test_what_no_entry_quotes_is_left_over(tmp_path: Path, capsys: Any) -> None:
    data = minimal(tmp_path)
    (data / "facts" / "plan-2030.yml").write_text("id: plan-2030\nindustries: []\n", "utf-8")
    done = run(capsys, "coverage", "--data", data)
    assert done.status == 1
    assert "LEFT OVER plan-2030.1.1 [money] '3万元'" in done.out
    assert "2 LEFT OVER" in done.out


@pytest.mark.parametrize("quote, left", [
    ("给予最高3万元奖励", set()), ("最高3万元", {"grant"}), ("给予最高3万", {"money"}), ("给予", {"money"}), ("折满一百只", {"money", "grant"}),
    ("给予最高 3万元 奖励", set()),
])
def test_only_what_stands_inside_a_quote_is_accounted_for(quote: str, left: set[str], tmp_path: Path) -> None:
    data = minimal(tmp_path)
    (data / "facts" / "plan-2030.yml").write_text(
        f"id: plan-2030\nindustries: []\nsettled:\n- {{clause: plan-2030.1.1, quote: {quote}, reason: name}}\n", "utf-8")
    assert {item.kind for item in account(small(), load_facts(data)) if not item.entries} == left


def test_the_report_counts_what_there_is() -> None:
    text, complete = account_report(small(), small().facts)
    assert complete and "nothing left over" in text
    assert re.search(r"amounts of money +1  awards 1$", text, re.MULTILINE)
    total = re.search(r"^  total +(.*)$", text, re.MULTILINE)
    assert total and [int(n) for n in total.group(1).split()] == [sum(1 for _ in small().facts.entries(kind)) for kind in KINDS]
