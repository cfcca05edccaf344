"""generator/problems.py: problems are sorted, said once, counted, and decide the exit status."""

from __future__ import annotations

from typing import Any

from generator.problems import DataError, Problem, report


def test_each_problem_once_in_order_then_one_total(capsys: Any) -> None:
    problems = [Problem("data/b.yml", 2, "乙"), Problem("data/a.yml", 10, "丙"), Problem("data/a.yml", 9, "甲"),
                Problem("data/b.yml", 2, "乙"), Problem("data/a.yml", 0, "whole file")]
    assert report(problems, "check") == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert err.splitlines() == ["data/a.yml: whole file", "data/a.yml:9: 甲", "data/a.yml:10: 丙", "data/b.yml:2: 乙",
                                "check: 4 problems"]


def test_one_and_none(capsys: Any) -> None:
    assert report([Problem("a", 1, "b")], "check") == 1
    assert capsys.readouterr().err.endswith("check: 1 problem\n")
    assert report([], "check") == 0
    assert capsys.readouterr().err == "check: 0 problems\n"


def test_an_error_carries_every_problem_once() -> None:
    error = DataError([Problem("b", 1, "x"), Problem("a", 1, "x"), Problem("b", 1, "x")])
    assert str(error) == "a:1: x\nb:1: x"
