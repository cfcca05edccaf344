"""Every example in a docstring of the generator gives what it says."""

from __future__ import annotations

import doctest
import importlib
import pkgutil

import pytest

import generator

MODULES = sorted(info.name for info in pkgutil.walk_packages(generator.__path__, "generator.")
                 if info.name not in ("generator.__main__", "generator.site.hook"))


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_of(name: str) -> None:
    failed, _tried = doctest.testmod(importlib.import_module(name))
    assert failed == 0


def test_there_are_examples() -> None:
    finder = doctest.DocTestFinder()
    assert sum(len(test.examples) for name in MODULES for test in finder.find(importlib.import_module(name))) >= 20
