"""tests/broken/: one file for each kind of mistake, and the message that it must give.

A file says what to change in a copy of tests/minimal and which problems must then be printed, no more and no fewer:

    mistake: the start mark stands twice          # what a person did
    edits:                                        # file -> one edit or a list of them
      manifest.yml: {replace: old, with: new}     # or content: …, append: …, bytes_hex: …, delete: true
    rehash: true                                  # write the SHA-256 of the changed sources into the manifest
    first: [extract]                              # commands that must succeed before (none, if left out)
    command: extract                              # the command that must fail (check, if left out)
    expect:
    - [words of the message, data/manifest.yml:12]     # with or without the line
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import pytest

from generator import strict_yaml
from tests.support import MINIMAL, ROOT, minimal, run, snapshot

FOLDER = ROOT / "tests" / "broken"
FILES = sorted(path.stem for path in FOLDER.glob("*.yml"))
KEYS = {"mistake", "edits", "rehash", "first", "command", "expect"}


def load(name: str) -> dict[str, Any]:
    return strict_yaml.load(FOLDER / f"{name}.yml", f"tests/broken/{name}.yml")


def apply(data: Path, file: str, edit: dict[str, Any]) -> None:
    """One edit of one file. A `replace` that does not stand there exactly once is a mistake of the test."""
    path = data / file
    match edit:
        case {"replace": old, "with": new}:
            text = path.read_text("utf-8")
            assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {file}"
            path.write_text(text.replace(old, new), "utf-8")
        case {"content": content}:
            path.parent.mkdir(exist_ok=True)
            path.write_text(content, "utf-8")
        case {"append": more}:
            path.write_text(path.read_text("utf-8") + more, "utf-8")
        case {"bytes_hex": digits}:
            path.write_bytes(bytes.fromhex(digits))
        case {"delete": True}:
            path.unlink()
        case _:
            raise AssertionError(f"no such edit: {edit}")


def rehash(data: Path) -> None:
    """Write the SHA-256 of every source into the manifest, as a person does who has looked at the change."""
    manifest = data / "manifest.yml"
    text = manifest.read_text("utf-8")
    for path in (data / "sources").glob("*.txt"):
        before = hashlib.sha256((MINIMAL / "sources" / path.name).read_bytes()).hexdigest()
        text = text.replace(before, hashlib.sha256(path.read_bytes()).hexdigest())
    manifest.write_text(text, "utf-8")


@pytest.mark.parametrize("name", FILES)
def test_the_mistake_is_told(name: str, tmp_path: Path, capsys: Any) -> None:
    case = load(name)
    assert case.keys() <= KEYS and case["mistake"] and case["expect"]
    data = minimal(tmp_path)
    for file, edits in case["edits"].items():
        for edit in edits if isinstance(edits, list) else [edits]:
            apply(data, file, edit)
    if case.get("rehash"):
        rehash(data)
    for command in case.get("first", []):
        done = run(capsys, command, "--data", data)
        assert done.status == 0, done.err
    before = snapshot(data)

    done = run(capsys, case.get("command", "check"), "--data", data)

    assert done.status == 1
    assert "Traceback" not in done.err
    assert snapshot(data) == before, "a command that fails writes nothing"
    told = done.err.splitlines()
    problems = [line for line in told if line.startswith("data/")]
    for words, place in case["expect"]:
        fitting = [line for line in problems if line.startswith(f"{place}:") and words in line]
        assert fitting, f"{words!r} at {place} is not told; told was:\n" + "\n".join(problems)
    assert len(problems) == len(case["expect"]), "told was:\n" + "\n".join(problems)
    assert told[-1] == f"{case.get('command', 'check')}: {len(problems)} problem{'' if len(problems) == 1 else 's'}"


def test_the_data_is_sound_before_it_is_broken(tmp_path: Path, capsys: Any) -> None:
    data = minimal(tmp_path)
    before = snapshot(data)
    for command in ("extract", "check", "coverage", "register"):
        done = run(capsys, command, "--data", data)
        assert (done.status, done.problems) == (0, []), done.err
    assert snapshot(data) == before, "what is committed is what the commands write"


def test_every_kind_of_mistake_has_its_own_file() -> None:
    mistakes = [load(name)["mistake"] for name in FILES]
    assert len(set(mistakes)) == len(mistakes) >= 140
