"""The command line of the 政策体检: a saved profile -> its report in words, or as JSON. docs/assets/portfolio.js reads the same files."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from ..handbook import Handbook
from .portfolio import check_up
from .portfolio_data import pack

FORMAT = "suzhou-policy-handbook/profile"
GROUPS = {"company": "给企业的", "saving": "少交的、免收的", "people": "给人才、员工个人的"}


class ProfileError(ValueError):
    """A file that is no saved profile; the message says why, in Chinese."""


def portfolio_command(handbook: Handbook, path: Path, as_json: bool, today: str) -> tuple[str, int]:
    """(text, exit status) of `portfolio FILE`. Status 1: the file cannot be read as a profile."""
    data = pack(handbook)
    try:
        profile, left_out = read_profile(data, path.read_text("utf-8"))
    except FileNotFoundError:
        return f"{path}: there is no such file", 1
    except (OSError, UnicodeDecodeError, ProfileError) as error:
        return f"{path}: {error}", 1
    report = check_up(data, profile, today)
    if as_json:
        return json.dumps(report, ensure_ascii=False, indent=1), 0
    return in_words(data, profile, report, left_out), 0


def read_profile(data: dict[str, Any], text: str) -> tuple[dict[str, Any], list[str]]:
    """(profile, what this edition does not know, in words) of a saved file. Raises ProfileError."""
    try:
        found = json.loads(text)
    except json.JSONDecodeError:
        raise ProfileError("这个文件不是 JSON，读不出来。请选从本页“存成文件”得到的文件。") from None
    if not isinstance(found, dict) or found.get("format") != FORMAT or not isinstance(found.get("profile"), dict):
        raise ProfileError("这个文件不是从本手册保存的企业情况。请选从本页“存成文件”得到的文件。")
    fields = {field["name"]: field for section in data["profile"]["sections"] for field in section["fields"]}
    profile: dict[str, Any] = {}
    left_out: list[str] = []
    for name, value in found["profile"].items():
        if name == "answers":
            continue
        field = fields.get(name)
        if not _right(field, value):
            if field:
                raise ProfileError(f"文件里的“{field['label']}”写得不对，没有载入。")
            left_out.append(name)
        elif field is None:
            left_out.append(name)
        elif field["options"]:
            words = value if isinstance(value, list) else [value]
            known = [option["value"] for option in field["options"]]
            left_out += [f"{field['label']}：{word}" for word in words if word not in known]
            kept = [word for word in words if word in known]
            if kept:
                profile[name] = kept if isinstance(value, list) else kept[0]
        else:
            profile[name] = value
    profile["answers"] = _answers(data, found["profile"].get("answers", {}), left_out)
    return profile, left_out


def _right(field: dict[str, Any] | None, value: Any) -> bool:
    if field and field["type"] == "choices":
        return isinstance(value, list) and all(isinstance(word, str) for word in value)
    return isinstance(value, str)


def _answers(data: dict[str, Any], found: Any, left_out: list[str]) -> dict[str, dict[str, str]]:
    told_right = isinstance(found, dict) and all(
        isinstance(told, dict) and all(isinstance(text, str) for text in told.values()) for told in found.values())
    if not told_right:
        raise ProfileError("文件里的“确认”部分写得不对，没有载入。")
    answers: dict[str, dict[str, str]] = {}
    for name, told in found.items():
        inputs = {item["name"] for item in data["programs"].get(name, {"inputs": ()})["inputs"]}
        for key, text in told.items():
            if key in inputs:
                answers.setdefault(name, {})[key] = text
            else:
                left_out.append(f"{name}：{key}")
    return answers


def in_words(data: dict[str, Any], profile: dict[str, Any], report: dict[str, Any], left_out: list[str]) -> str:
    """The report as text: sums, what is counted, open, dropped and why, ceilings, what to ask."""
    rules = {rule["id"]: rule for rule in data["rules"]}
    titles = {claim["id"]: _named(data, claim) for claim in report["claims"]}
    quoted = lambda name: f"{data['documents'][rules[name]['document']]['title']}{rules[name]['place']}：“{rules[name]['quote']}”"  # noqa: E731
    groups = {state: [claim for claim in report["claims"] if claim["state"] == state] for state in ("counted", "open", "pending", "expired")}
    lines = [f"政策体检{'：' + profile['company'] if profile.get('company') else ''}（按{report['today']}计算）", ""]
    lines += [f"没有采用（本版手册没有）：{'、'.join(left_out)}"] if left_out else []
    lines += [f"没有采用（读不懂）：{message}" for _place, _name, message in report["errors"]]
    for name, label in GROUPS.items():
        row = report["sums"][name]
        if row["count"]:
            lines.append(f"{label}（{row['count']}项）：确定{row['sure_text']}；按比例或标准算得{row['likely_text']}；最高{row['most_text']}")
    lines += ["", f"可以得到的（{len(groups['counted'])}项）"]
    for claim in groups["counted"]:
        lines.append(f"- {titles[claim['id']]}：{_amount(claim)}")
        lines.append(f"  理由：{'；'.join(claim['reasons'])}。{_until(claim)}找：{'、'.join(d['name'] for d in claim['departments']) or '文件未载明'}")
        for other in report["claims"]:
            if other["why"] == claim["id"]:
                word = "同一项政策也写在" if other["state"] == "merged" else "不再重复计入"
                lines.append(f"  {word}：{titles[other['id']]}：{_amount(other)}" + (f"。依据{quoted(other['rule'])}" if other["rule"] else ""))
    for row in report["caps"]:
        lines.append(f"总额上限{row['cap_text']}：{quoted(row['rule'])}。封顶前最高{row['most']['text']}")
    for row in report["strict"]:
        lines.append(f"要问清楚：{quoted(row['rule'])}。照字面只享受最高的一项，那样确定{row['sure_text']}、最高{row['most_text']}")
    for row in report["shared"]:
        lines.append(f"要问清楚：{'、'.join(titles[name] for name in row['claims'])}都按同一笔“{row['label']}”计算，文件没有写明能不能算两次。"
                     f"只能算一次的话，按比例或标准算得的少{row['likely_text']}，最高的少{row['most_text']}")
    for name in report["exclusions"]:
        lines.append(f"不适用的情形：{quoted(name)}")
    lines += ["", f"待确认的（{len(groups['open'])}项）"]
    lines += [f"- {titles[claim['id']]}：{_amount(claim)}；还取决于：{'、'.join(claim['missing'])}"
              + (f"；即使符合，也与{titles[claim['rival']]}就高不重复" if claim["rival"] else "") for claim in groups["open"]]
    for state, label in (("pending", "尚未施行的"), ("expired", "已失效的")):
        if groups[state]:
            lines += ["", f"{label}（{len(groups[state])}项，没有计入）", *(f"- {titles[claim['id']]}（{_until(claim)[:-1]}）" for claim in groups[state])]
    lines += ["", "文件没有写明什么是“同类”“同一事项”，手册把同一项投入或者同一称号带来的看作同一事项。按文件文字计算，不是审批结论；实际以主管部门核定为准。"]
    return "\n".join(lines)


def _named(data: dict[str, Any], claim: dict[str, Any]) -> str:
    return f"{claim['title']}（{data['documents'][claim['document']]['title']}{claim['clause']['place']}）"


def _amount(claim: dict[str, Any]) -> str:
    """The amounts in words, every reading."""
    return "，或者".join(claim["amounts"]) + (f"（也可读作{'，或者'.join(claim['or_amounts'])}）" if claim["or_amounts"] else "")


def _until(claim: dict[str, Any]) -> str:
    return f"有效期到{claim['to']}。" if claim["to"] else "有效期文件未载明。"
