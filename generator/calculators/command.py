"""The command line of the calculators: `calculate` prints an answer with every step, `verify` checks an exported one."""

from __future__ import annotations

import difflib
import json
from pathlib import Path
from typing import Any

from ..handbook import Handbook
from .answers import InputError
from .engine import calculate

FORMAT = "suzhou-policy-handbook/calculation"


def calculate_command(handbook: Handbook, name: str, given: list[str], as_json: bool) -> tuple[str, int]:
    """(text, exit status) of `calculate ID 名称=值 …`. Status 1: no such calculator, or answers that cannot be read."""
    if name not in handbook.programs:
        close = difflib.get_close_matches(name, handbook.programs, 3, 0.4)
        return f"there is no calculator {name!r}" + (f"; did you mean {', '.join(close)}?" if close else ""), 1
    program = handbook.programs[name]
    if bad := [part for part in given if "=" not in part]:
        return f"{bad[0]!r}: write 名称=值; inputs of {name}:\n" + _inputs(program), 1
    answers = dict(part.split("=", 1) for part in given)
    try:
        outcome = calculate(program, answers)
    except InputError as error:
        return f"{error}\ninputs of {name}:\n{_inputs(program)}", 1
    if as_json:
        return json.dumps(exported(program, outcome), ensure_ascii=False, indent=1), 0
    return in_words(handbook, program, outcome), 0


def exported(program: dict[str, Any], outcome: dict[str, Any]) -> dict[str, Any]:
    """The file that the page exports and `verify` reads."""
    return {"format": FORMAT, "calculator": program["id"], "title": program["title"], "inputs": outcome["inputs"],
            "answers": outcome["answers"]}


def _inputs(program: dict[str, Any]) -> str:
    lines = []
    for item in program["inputs"]:
        unit = f"（{item['unit']}）" if item["unit"] else ""
        options = "：" + "、".join(f"{o['value']} {o['label']}" for o in item["options"]) if item["options"] else ""
        rows = "，可以有多行，用、分开" if item["repeat"] else ""
        lines.append(f"  {item['name']}  {item['label']}{unit}{options}{rows}")
    return "\n".join(lines)


def in_words(handbook: Handbook, program: dict[str, Any], outcome: dict[str, Any]) -> str:
    """An answer as text: results with their bounds, every step with its clause, what is missing, what was cut."""
    lines = [program["title"], program["rule"], ""]
    labels = {reading["name"]: {o["value"]: o["label"] for o in reading["options"]} for reading in program["readings"]}
    for answer in outcome["answers"]:
        if len(outcome["answers"]) > 1:
            lines.append("读作：" + "；或者".join("、".join(labels[k][o] for k, o in reading.items()) for reading in answer["readings"]))
        for result in answer["results"]:
            lines.append(f"{result['title']}：{result['text']}" + (f"；也可读作{result['or_text']}" if result["or_text"] else ""))
            if result["status"] != "yes" and result["nearest"]:
                lines.append(f"  还缺：{'、'.join(result['nearest'])}")
            lines += [f"  {hint['text']}" for hint in result["hints"]]
        lines.append("步骤：")
        for number, step in enumerate(answer["trace"], 1):
            places = "、".join(f"{program['places'][c]['title']}{program['places'][c]['place']}" for c in step["clauses"])
            lines.append(f"  {number}. {step['label']}：{step['text']}" + (f"　[{places}]" if places else ""))
        lines.append("")
    lines += [f"可以问主管部门：{reading['question']}" for reading in program["readings"]] if len(outcome["answers"]) > 1 else []
    return "\n".join(lines).rstrip()


def verify_command(handbook: Handbook, path: Path) -> tuple[str, int]:
    """(text, exit status) of `verify FILE`: whether a result exported from the page is what the rules of today give."""
    try:
        found = json.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        return f"{path}: there is no such file", 1
    except (OSError, UnicodeDecodeError, json.JSONDecodeError) as error:
        return f"{path}: cannot be read as JSON ({error}): export it again from the page", 1
    if not isinstance(found, dict) or found.get("format") != FORMAT or not isinstance(found.get("inputs"), dict):
        return f"{path}: is not a calculation exported from the handbook (no format {FORMAT!r})", 1
    program = handbook.programs.get(str(found.get("calculator")))
    if program is None:
        return f"{path}: there is no calculator {found.get('calculator')!r} in this edition", 1
    try:
        expected = calculate(program, {str(k): str(v) for k, v in found["inputs"].items()})
    except InputError as error:
        return f"{path}: {error}", 1
    today, theirs = json.loads(json.dumps(expected["answers"])), found.get("answers")
    if today == theirs:
        return f"{path}: the same as computed here: {program['title']}", 0
    lines = [f"{path}: differs from what is computed here ({program['title']}):"]
    for ours, other in zip(_lines(today), _lines(theirs)):
        if ours != other:
            lines.append(f"  here {ours}\n  file {other}")
    return "\n".join(lines), 1


def _lines(answers: Any) -> list[str]:
    try:
        return [f"{result['title']}：{result['text']}" for answer in answers for result in answer["results"]] + [
            f"{step['label']}：{step['text']}" for answer in answers for step in answer["trace"]]
    except (TypeError, KeyError):
        return ["unreadable answers"]
