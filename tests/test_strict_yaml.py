"""generator/strict_yaml.py: YAML that refuses to guess, and says in which line."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator import strict_yaml
from generator.problems import DataError
from tests.support import fuzz


def refused(text: str) -> list[str]:
    with pytest.raises(DataError) as caught:
        strict_yaml.loads(text, "data/x.yml")
    return [str(problem) for problem in caught.value.problems]


# --- values ---


@pytest.mark.parametrize("written, value", [
    ("null", None), ("~", None), ("", None), ("true", True), ("false", False), ("0", 0), ("7", 7), ("-7", -7),
    ("300000000", 300000000),
    # what stock YAML would turn into something else
    ("no", "no"), ("yes", "yes"), ("on", "on"), ("True", "True"), ("NULL", "NULL"), ("010", "010"), ("0x10", "0x10"),
    ("1_000", "1_000"), ("1:30", "1:30"), ("2024-01-01", "2024-01-01"), ("1.50", "1.50"), ("1e3", "1e3"), (".inf", ".inf"),
    ("+7", "+7"), ("７", "７"), ("9" * 19, "9" * 19), ("9" * 5000, "9" * 5000),
    # in quotation marks all is text
    ("'null'", "null"), ('"true"', "true"), ("'7'", "7"), ("''", ""),
])
def test_only_four_things_are_not_text(written: str, value: object) -> None:
    loaded = strict_yaml.loads(f"key: {written}\n", "x")["key"]
    assert loaded == value and type(loaded) is type(value)


def test_an_empty_file_is_nothing() -> None:
    assert strict_yaml.loads("# only a remark\n", "x") is None


def test_keys_are_text() -> None:
    assert list(strict_yaml.loads("2025: 甲\ntrue: 乙\nnull: 丙\n'': 丁\n", "x")) == ["2025", "true", "null", ""]


def test_a_merge_key_is_a_key_like_any_other() -> None:
    assert "<<" in strict_yaml.loads("a: &a {x: 1}\nb: {<<: *a}\n", "x")["b"]


# --- lines ---


def test_every_key_and_item_knows_its_line() -> None:
    value = strict_yaml.loads("# remark\na: 1\nb:\n- 甲\n\n- c: 2\n  d: 3\n", "x")
    assert (value.line, value.line_of("a"), value.line_of("b")) == (2, 2, 3)
    assert value["b"].lines == [4, 6]
    assert value["b"][1].line_of("d") == 7
    assert value["b"][1].line_of("no such key") == 6, "the mapping itself"


# --- mistakes ---


def test_every_doubled_key_is_told_with_both_lines() -> None:
    assert refused("a: 1\nb:\n  c: 1\n  c: 2\na: 2\n") == [
        "data/x.yml:4: key 'c' stands twice (first in line 3): delete one",
        "data/x.yml:5: key 'a' stands twice (first in line 1): delete one",
    ]


@pytest.mark.parametrize("text, line, words", [
    ("a: [1, 2\nb: 3\n", 2, "not valid YAML"),
    ("a: '甲\n", 2, "not valid YAML"),
    ("a: 1\n\tb: 2\n", 2, "not valid YAML"),
    ("a: 甲: 乙\n", 1, "not valid YAML: mapping values are not allowed"),
    ("a: 1\n---\nb: 2\n", 2, "not valid YAML: but found another document"),
    ("a: *nobody\n", 1, "not valid YAML: found undefined alias"),
    ("a: \x07\n", 0, "not valid YAML"),
    ("a: 1\n? [x]\n: 2\n", 2, "a key must be a plain word"),
    ("a: 1\n? {x: y}\n: 2\n", 2, "a key must be a plain word"),
    ("&a [*a]\n", 0, "not valid YAML: nested too deeply"),
])
def test_a_mistake_is_told_with_its_line(text: str, line: int, words: str) -> None:
    [problem] = refused(text)
    assert problem.startswith(f"data/x.yml:{line}: " if line else "data/x.yml: ")
    assert words in problem


def test_depth_is_no_traceback() -> None:
    assert "nested too deeply" in refused("[" * 3000 + "]" * 3000)[0]


def test_a_file_that_is_not_utf8(tmp_path: Path) -> None:
    path = tmp_path / "x.yml"
    path.write_bytes("a: 甲\nb: 乙\n".encode() + "c: 丙\n".encode("gb18030"))
    with pytest.raises(DataError) as caught:
        strict_yaml.load(path, "data/x.yml")
    assert str(caught.value).startswith("data/x.yml:3: not UTF-8: save the file as UTF-8")


def test_a_file_that_is_missing_is_a_problem_like_any_other(tmp_path: Path) -> None:
    with pytest.raises(DataError) as caught:
        strict_yaml.load(tmp_path / "x.yml", "data/x.yml")
    assert str(caught.value) == "data/x.yml: file is missing: put it back from the repository"


# --- writing ---


PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers(1 - 10**18, 10**18 - 1) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3), max_leaves=8)


@fuzz(200)
@given(PLAIN)
def test_what_is_written_is_read_back(value: object) -> None:
    assert strict_yaml.loads(strict_yaml.dump(value), "x") == value


@pytest.mark.parametrize("text", ["no", "010", "2024-01-01", "null", "true", "7", "-0", "1_000", "~", "", "=", "<<", "甲\n乙",
                                  "甲\n", "\n甲", " 甲", "甲 ", "# 甲", "- 甲", "a: b", "\t甲\n\t乙", "\x85", "\u2028甲", "\ufeff"])
def test_text_stays_text(text: str) -> None:
    assert strict_yaml.loads(strict_yaml.dump({"a": text}), "x") == {"a": text}


def test_the_written_form_is_plain_to_read() -> None:
    assert strict_yaml.dump({"b": "甲<区>", "a": ["一\n二"]}, "# head\n") == "# head\nb: 甲<区>\na:\n- |-\n  一\n  二\n"


def test_a_repeated_value_is_written_out() -> None:
    again = ["甲"]
    assert "&" not in strict_yaml.dump([again, again])
