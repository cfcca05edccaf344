"""Cases for the two engines of the calculators, and their answers: `python -m tests.calculator_cases 500` compares some 100,000
of them between Python and Node (500 drawn for each calculator). tests/test_calculator_engines.py does the same with fewer, in a browser.
"""

from __future__ import annotations

import itertools
import json
import random
import subprocess
import sys
from collections.abc import Callable, Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

from generator.calculators.answers import LONGEST, InputError, read_inputs, split_rows
from generator.calculators.engine import Run, calculate
from generator.calculators.values import INF, NEG, Num, less
from generator.exports.calculators import wording_script

ROOT = Path(__file__).resolve().parent.parent
SCRIPTS = [ROOT / "docs" / "assets" / f"{name}.js" for name in ("calculate-values", "calculate-answers", "calculate")]
STYLES = ("auto", "元", "万元")
CHUNK = 1000

# What nobody should write, and somebody will. The words after 5 are properties of every object in JavaScript.
ABSURD = ["abc", "-5", "-0", "1e9", "1/2", "0x10", "1..2", ".5", "5.", "--1", "+3", "九百万", "🚢", "NaN", "Infinity", "null", "{label}",
          "½", "①", "5constructor", "5__proto__", "5toString", "constructor", "__proto__", "5万万元", "5千元", "0", "00012", "１２万", "1,2,3", "5\u2028",
          "5 %", "5％", "0.1‰", "2个百分点", "100000%", "1" * LONGEST, "9" * LONGEST + "万元", "1" * (LONGEST + 1), "0." + "3" * (LONGEST - 2),
          "2024-02-30", "2023-02-29", "2024-02-29", "1899-12-31", "1900-01-01", "2200年12月31日", "2201-1-1", "2025/7/1", "2025.07.01日", "是的",
          "TRUE", "ＹＥＳ", "İ", "\u3000", " 未知 ", "？", "不知道", "1人", "1 个月", "亿", "1亿", "1亿元"]

Case = tuple[str, dict[str, str], str]  # id of the calculator, answers, style of money


# --- what is asked ---


def cases(programs: dict[str, dict[str, Any]], drawn: int, seed: int = 1) -> Iterator[Case]:
    """Absurd answers, every worked example in each style, every boundary from both sides, and `drawn` random ones for each calculator."""
    yield from absurd(programs)
    for name, program in programs.items():
        rnd = random.Random(f"{seed} {name}")
        for example in program["examples"]:
            yield from ((name, example["inputs"], style) for style in STYLES)
        yield from ((name, given, rnd.choice(STYLES)) for given in boundary(program, rnd))
        yield from ((name, random_answers(program, rnd), rnd.choice(STYLES)) for _ in range(drawn))


def absurd(programs: dict[str, dict[str, Any]]) -> Iterator[Case]:
    """Everything that is no sensible answer, to one input of each kind."""
    seen = set()
    for name, program in programs.items():
        for item in program["inputs"]:
            kind = (item["type"], item["unit"], item["min"], item["max"], bool(item["repeat"]))
            if kind not in seen:
                seen.add(kind)
                yield from ((name, {**favourable(program), item["name"]: text}, "auto") for text in ABSURD)
    names = ("nonsense", "__proto__", "constructor", "toString", "")
    yield from ((name, {key: "1"}, "auto") for key in names for name in list(programs)[:2])


def boundary(program: dict[str, Any], rnd: random.Random) -> Iterator[dict[str, str]]:
    """Each number set right at, just below and just above each value that could matter to it, the rest favourable or drawn."""
    for item in program["inputs"]:
        if item["type"] in ("money", "share", "number", "integer"):
            for value in points(program, item):
                for near in (value, value - step(item), value + step(item)):
                    if near >= 0:
                        given = favourable(program) if rnd.random() < 0.7 else random_answers(program, rnd)
                        yield {**given, item["name"]: written(item, near, rnd)}


def step(item: dict[str, Any]) -> Fraction:
    """The least difference that a reader would write."""
    return {"money": Fraction(1, 100), "share": Fraction(1, 10_000), "integer": Fraction(1)}.get(item["type"], Fraction(1, 10))


def points(program: dict[str, Any], item: dict[str, Any]) -> list[Fraction]:
    """Values of the parameters of an input's type, where ceilings are reached by rates, and sums of two of them."""
    values = {kind: [Fraction(p["value"]) for p in program["parameters"] if p["type"] == kind] for kind in ("money", "share", "number")}
    money = item["type"] == "money"
    own = values["money" if money else "share" if item["type"] == "share" else "number"]
    found = {Fraction(0), *own, *(Fraction(item[end]) for end in ("min", "max") if item[end] is not None)}
    if money:
        found |= {at / rate for at in own for rate in values["share"] if rate}
        found |= {a + b for a, b in itertools.combinations(sorted(own)[:4], 2)}
    elif item["type"] != "share":
        found |= {Fraction(round(top / each)) for top, each in itertools.permutations(values["money"], 2) if each}
    return sorted(found)


def favourable(program: dict[str, Any]) -> dict[str, str]:
    """Yes to everything, the first of every choice; numbers are left unknown."""
    given = {}
    for item in program["inputs"]:
        if item["type"] == "yes_no":
            given[item["name"]] = "是"
        elif item["type"] == "choice":
            given[item["name"]] = item["options"][0]["value"]
    return given


def random_answers(program: dict[str, Any], rnd: random.Random) -> dict[str, str]:
    """Answers that a reader might give: some missing, some absurd, lists of rows, labels for names."""
    given = {}
    for item in program["inputs"]:
        if rnd.random() < 0.1:
            continue
        name = item["label"] if rnd.random() < 0.05 else item["name"]
        rows = rnd.choice([1, 1, 2, 3, 3, 6]) if item["repeat"] else 1
        given[name] = rnd.choice("、;；\n").join(cell(program, item, rnd) for _ in range(rows))
    return given


def cell(program: dict[str, Any], item: dict[str, Any], rnd: random.Random) -> str:
    """One answer: mostly sensible, near what matters; now and then unknown or absurd."""
    luck = rnd.random()
    if luck < 0.1:
        return rnd.choice(["", "未知", "不清楚"])
    if luck < 0.12:
        return rnd.choice(ABSURD)
    return sensible(program, item, rnd)


def sensible(program: dict[str, Any], item: dict[str, Any], rnd: random.Random) -> str:
    """One answer of the input's type and within its bounds, in some way of writing it."""
    match item["type"]:
        case "yes_no":
            return rnd.choice(["是", "是", "否", "有", "没有", "yes", "No"])
        case "choice":
            return rnd.choice(item["options"])[rnd.choice(["value", "label"])]
        case "date":
            return a_date(program, rnd)
    near = points(program, item)
    value = rnd.choice(near) if rnd.random() < 0.5 else Fraction(rnd.randint(0, 10 ** rnd.randint(1, 10)), rnd.choice([1, 1, 100]))
    if item["type"] == "share" and value > 1:
        value = Fraction(rnd.randint(0, 1500), 1000)
    value += rnd.choice([-2, -1, 0, 0, 1, 2]) * step(item)
    if item["type"] in ("integer", "number") and rnd.random() < 0.6:
        value = Fraction(rnd.randint(0, 30)) if rnd.random() < 0.5 else Fraction(round(value))
    low = Fraction(item["min"] or 0)
    high = Fraction(item["max"]) if item["max"] is not None else value
    return written(item, max(low, min(value, high)), rnd)


def a_date(program: dict[str, Any], rnd: random.Random) -> str:
    """A date: at the edge of one that the text names, or any."""
    named = [p["value"] for p in program["parameters"] if p["type"] == "date"]
    if named and rnd.random() < 0.4:
        return rnd.choice(named)
    year, month, day = rnd.randint(2015, 2029), rnd.randint(1, 12), rnd.randint(1, 28)
    return rnd.choice(["{}-{:02}-{:02}", "{}年{}月{}日", "{}/{}/{}", "{}.{}.{}"]).format(year, month, day)


def decimals(value: Fraction, places: int = 12) -> str:
    """A number as digits; cut after so many places."""
    whole, rest = divmod(int(value * 10**places), 10**places)
    return f"{whole}.{rest:0{places}}".rstrip("0").rstrip(".")


def written(item: dict[str, Any], value: Fraction, rnd: random.Random) -> str:
    """A value as one of the many ways in which people write it."""
    if item["type"] == "money":
        unit, scale = rnd.choice([("元", 1), ("元", 1), ("万元", 10_000), ("万", 10_000), ("亿元", 10**8)])
        text = decimals(value / scale) + unit
    elif item["type"] == "share":
        unit, scale = rnd.choice([("%", 100), ("", 100), ("‰", 1000), ("个百分点", 100)])
        text = decimals(value * scale) + unit
    else:
        value = Fraction(round(value)) if item["type"] == "integer" else value
        text = decimals(value) + (item["unit"] or "" if rnd.random() < 0.3 else "")
    luck = rnd.random()
    if luck < 0.05:
        return "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text)  # full width
    return f" {text[:1]} {text[1:]}" if luck < 0.08 else text


# --- what must hold of an answer ---


def inside(one: Any, whole: Any) -> bool:
    """Whether a value is one of those that a vaguer value allows."""
    if isinstance(whole, list):
        return len(one) == len(whole) and all(map(inside, one, whole))
    if isinstance(whole, Num):
        return not less(one.lo, whole.lo) and not less(whole.hi, one.hi)
    return whole.value is None or one.value == whole.value


def told(program: dict[str, Any], rnd: random.Random, rows: int) -> dict[str, str]:
    """A sensible answer to everything; lists have so many rows."""
    return {item["name"]: "、".join(sensible(program, item, rnd) for _ in range(rows if item["repeat"] else 1))
            for item in program["inputs"]}


def hidden(given: dict[str, str], rnd: random.Random) -> dict[str, str]:
    """The same with some of the answers not known."""
    return {name: "、".join(rnd.choice([cell, "未知"]) for cell in split_rows(text)) for name, text in given.items()}


def contradictions(program: dict[str, Any], rnd: random.Random) -> Iterator[str]:
    """What is said while something is unknown, and is not so once it is known. Nothing, if the engine tells the truth."""
    full = told(program, rnd, rnd.randint(1, 3))
    vague = hidden(full, rnd)
    try:
        known, unknown = (read_inputs(program, given) for given in (full, vague))
    except InputError:
        return  # a row too many, a value out of bounds
    for combination in itertools.product(*(reading["options"] for reading in program["readings"])):
        chosen = {reading["name"]: option for reading, option in zip(program["readings"], combination)}
        clear, dim = (Run(program, inputs, chosen, "auto") for inputs in (known, unknown))
        for step in program["steps"]:
            if not inside(clear.scope[step["name"]], dim.scope[step["name"]]):
                yield f"{program['id']} {step['name']}: {clear.scope[step['name']]} is not in {dim.scope[step['name']]}; {vague} -> {full}"
        for now, before in zip(clear.results(), dim.results()):
            if not _follows(now, before):
                yield f"{program['id']} {now['name']}: {before['text']} became {now['text']}; {vague} -> {full}"


def _follows(now: dict[str, Any], before: dict[str, Any]) -> bool:
    if before["status"] != "depends":  # what is certain stays so, to the letter
        return (now["status"], now["low"], now["high"], now["text"]) == tuple(before[key] for key in ("status", "low", "high", "text"))
    if not before["missing"]:
        return False
    if now["status"] == "no":
        return before["conditions"] is not None and before["conditions"]["status"] == "unknown"
    ends = [[value if value in (None, INF, NEG) else Fraction(value) for value in (r["low"], r["high"])] for r in (now, before)]
    return ends[1][0] is None or not less(ends[0][0], ends[1][0]) and not less(ends[1][1], ends[0][1])


# --- what comes out ---


def in_python(program: dict[str, Any], given: dict[str, str], style: str) -> Any:
    """The answer as JSON knows it; what cannot be read is {"error": problems}."""
    try:
        return calculate(program, given, style)
    except InputError as error:
        return {"error": [list(problem) for problem in error.problems]}


# Runs in a page and in Node alike: text of [programs, cases] -> text of the answers.
EVALUATE = """text => {
  const [programs, cases] = JSON.parse(text);
  const one = (name, given, style) => {
    try { return Handbook.calculate(programs[name], given, style); } catch (error) {
      if (error instanceof Handbook.answers.InputError) return {error: error.problems};
      throw new Error(JSON.stringify([name, given, style]) + " " + error.stack);
    }
  };
  return JSON.stringify(cases.map(([name, given, style]) => one(name, given, style)));
}"""


def chunks(programs: dict[str, dict[str, Any]], every: Iterator[Case], size: int = CHUNK) -> Iterator[tuple[list[Case], str]]:
    """So many cases at a time, with the text that JavaScript reads."""
    while some := list(itertools.islice(every, size)):
        needed = {name: programs[name] for name, _given, _style in some}
        yield some, json.dumps([needed, some], ensure_ascii=False)


def differences(programs: dict[str, dict[str, Any]], every: Iterator[Case], other: Callable[[str], str]) -> tuple[int, list[str]]:
    """(number of cases, the cases that come out differently in Python and in the `other` engine, in words)."""
    count, found = 0, []
    for some, text in chunks(programs, every):
        theirs = json.loads(other(text))
        assert len(theirs) == len(some)
        for case, got in zip(some, theirs):
            count += 1
            ours = in_python(programs[case[0]], *case[1:])
            if canonical(ours) != canonical(got):
                found.append(f"{case}\n  Python     {first_difference(ours, got)}\n  JavaScript {first_difference(got, ours)}")
    return count, found


def canonical(value: Any) -> str:
    """JSON with its keys in order: True is not 1 here."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


def first_difference(one: Any, other: Any) -> str:
    """The first line in which two values differ, as the first one has it."""
    lines = [json.dumps(value, ensure_ascii=False, sort_keys=True, indent=1).splitlines() for value in (one, other)]
    return next((f"line {i}: {a}" for i, (a, b) in enumerate(itertools.zip_longest(*lines), 1) if a != b), "the same")


def in_node() -> Callable[[str], str]:
    """The JavaScript engine in Node (pip brings it)."""
    files = "".join(f"vm.runInThisContext(fs.readFileSync({json.dumps(str(path))}, 'utf8'));\n" for path in SCRIPTS)
    source = (f"const fs = require('fs'), vm = require('vm');\n{files}{wording_script()}"
              f"process.stdout.write(({EVALUATE})(fs.readFileSync(0, 'utf8')));")
    node = Path(sys.executable).parent / "node"

    def run(text: str) -> str:
        done = subprocess.run([node, "-e", source], input=text.encode(), capture_output=True, check=False)
        if done.returncode:
            raise RuntimeError(done.stderr.decode("utf-8", "replace")[-3000:])
        return done.stdout.decode()
    return run


def main(drawn: int) -> int:
    """Compare, print the count and every difference; status 1 where there is one."""
    from tests.support import real

    programs = real().programs
    count, found = differences(programs, cases(programs, drawn), in_node())
    print("\n".join(found[:20]))
    print(f"{len(programs)} calculators, {count:,} cases, {len(found)} differences between Python and JavaScript")
    return 1 if found or not count else 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 500))
