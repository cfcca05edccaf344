"""generator/registry.py: an address that was ever published is never lost, and its page says what became of it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import jinja2
import pytest

from generator import strict_yaml
from generator.handbook import fingerprint, load
from generator.model.document import Clause
from generator.pages.clause_page import clause_pages
from tests.support import ROOT, minimal, run, small


def ids(data: Path) -> dict[str, list[str]]:
    return strict_yaml.load(data / "registry.yml")["ids"]


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), "utf-8")


# --- fingerprints ---


def test_white_space_does_not_change_a_fingerprint() -> None:
    assert fingerprint(Clause("a", "section", "甲 乙\n丙", "一、 ")) == fingerprint(Clause("b", "part", "甲乙丙", "一、"))


@pytest.mark.parametrize("other", [
    Clause("a", "section", "甲乙", "二、"), Clause("a", "section", "甲丙", "一、"), Clause("a", "section", "甲乙", ""),
    Clause("a", "row", "甲乙", "一、", cells=("甲", "乙")),
])
def test_every_word_changes_a_fingerprint(other: Clause) -> None:
    assert fingerprint(other) != fingerprint(Clause("a", "section", "甲乙", "一、"))


def test_a_merged_cell_changes_the_fingerprint_of_its_row() -> None:
    rows = [Clause("a", "row", "折纸", cells=("甲", "折纸")), Clause("a", "row", "折纸", cells=("乙", "折纸")),
            Clause("a", "row", "折纸", cells=("甲折纸", ""))]
    assert len({fingerprint(row) for row in rows}) == 3


def test_what_stands_below_a_clause_has_its_own_fingerprint() -> None:
    below = Clause("a.1", "item", "丙")
    assert fingerprint(Clause("a", "section", "甲", clauses=(below,))) == fingerprint(Clause("a", "section", "甲"))


# --- the command ---


def test_every_clause_is_registered_once_in_order(tmp_path: Path, capsys: Any) -> None:
    data = minimal(tmp_path)
    (data / "registry.yml").write_text("ids: {}\n", "utf-8")
    done = run(capsys, "register", "--data", data)
    assert (done.status, done.out) == (0, "28 addresses, 28 new, 0 with changed text\n")
    found = ids(data)
    assert list(found) == sorted(small().clauses)
    assert found == {name: [fingerprint(view.clause)] for name, view in sorted(small().clauses.items())}


def test_registering_twice_changes_nothing(tmp_path: Path, capsys: Any) -> None:
    data = minimal(tmp_path)
    before = (data / "registry.yml").read_bytes()
    done = run(capsys, "register", "--data", data)
    assert done.out == "28 addresses, 0 new, 0 with changed text\n"
    assert (data / "registry.yml").read_bytes() == before


def test_a_changed_text_adds_a_fingerprint_and_keeps_the_old_one(tmp_path: Path, capsys: Any) -> None:
    data = minimal(tmp_path)
    old = ids(data)["rules-2031.2.1"]
    change(data / "documents" / "rules-2031.yml", "白纸折成的", "白纸所折的")
    done = run(capsys, "register", "--data", data)
    assert done.out == "changed text: rules-2031.2.1\n28 addresses, 0 new, 1 with changed text\n"
    assert ids(data)["rules-2031.2.1"] == [*old, fingerprint(load(data).clauses["rules-2031.2.1"].clause)]


def test_a_lost_id_stays_in_the_file_and_is_named(tmp_path: Path, capsys: Any) -> None:
    data = minimal(tmp_path)
    old = ids(data)
    change(data / "outline" / "plan-2030.yml", "two-hundred", "twice-hundred")
    assert run(capsys, "extract", "--data", data).status == 0
    done = run(capsys, "register", "--data", data)
    assert done.out.splitlines() == [
        "not in the data any more: plan-2030.2.2.table-1.two-hundred; say where it went in data/tombstones.yml",
        "29 addresses, 1 new, 0 with changed text"]
    assert old.items() <= ids(data).items()
    checked = run(capsys, "check", "--data", data)
    assert checked.status == 1
    assert "published address plan-2030.2.2.table-1.two-hundred would be lost" in checked.err


# --- tombstones ---


def lose(data: Path, capsys: Any, tombstone: str) -> None:
    """Rename a row's address, and say where it went."""
    change(data / "outline" / "plan-2030.yml", "two-hundred", "twice-hundred")
    (data / "tombstones.yml").write_text(f"tombstones:\n- {{{tombstone}}}\n", "utf-8")
    assert run(capsys, "extract", "--data", data).status == 0
    assert run(capsys, "register", "--data", data).status == 0


GONE = "id: plan-2030.2.2.table-1.two-hundred, reason: 地址有误，已改正。"


def pages(data: Path) -> dict[str, str]:
    env = jinja2.Environment(loader=jinja2.FileSystemLoader(ROOT / "overrides"), autoescape=True,
                             undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    return dict(clause_pages(load(data), env.get_template("clause.html"), env.get_template("gone.html"), ""))


def test_a_tombstone_settles_a_lost_id(tmp_path: Path, capsys: Any) -> None:
    data = minimal(tmp_path)
    lose(data, capsys, GONE)
    assert run(capsys, "check", "--data", data).err == "check: 0 problems\n"


def test_a_tombstone_gives_a_page(tmp_path: Path, capsys: Any) -> None:
    data = minimal(tmp_path)
    lose(data, capsys, f"{GONE}, moved_to: plan-2030.2.2.table-1.twice-hundred, last_text: 200 <市水塘局>")
    found = pages(data)
    assert set(found) == {f"c/{name}/index.html" for name in ids(data)}, "a page for every address ever published"
    html = found["c/plan-2030.2.2.table-1.two-hundred/index.html"]
    assert "地址有误，已改正。" in html
    assert 'href="../plan-2030.2.2.table-1.twice-hundred/index.html"' in html
    assert "200 &lt;市水塘局&gt;" in html and "<市水塘局>" not in html


def test_a_tombstone_without_a_new_place(tmp_path: Path, capsys: Any) -> None:
    data = minimal(tmp_path)
    lose(data, capsys, GONE)
    html = pages(data)["c/plan-2030.2.2.table-1.two-hundred/index.html"]
    assert "现在的位置" not in html and "最后收录的文字" not in html
