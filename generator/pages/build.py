"""Handbook -> every generated Markdown page: {file name: text}, in a fixed order."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

import jinja2

from .. import addresses, checks
from ..addresses import clause_in_document, department_page, document_page, from_page, jurisdiction_page, kind_page, raw_link
from ..calculators.operations import OPERATIONS
from ..extract.bodies import responsibility_lists
from ..handbook import Entry, Handbook
from ..model.metadata import Metadata
from ..model.taxonomy import Jurisdiction
from ..references import references
from . import amounts, changes, document
from .calculators import CalculatorPages
from .clauses import ROLES
from .facts import FactPages
from .markdown import escape, link

_INSERT = re.compile(r"<!-- insert: ([a-z-]+) -->")


def environment() -> jinja2.Environment:
    """The templates; a name that a template misspells is an error, never an empty place."""
    env = jinja2.Environment(
        loader=jinja2.FileSystemLoader(Path(__file__).parent / "templates"), undefined=jinja2.StrictUndefined,
        trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True, autoescape=False,
    )
    env.filters["md"] = lambda text: escape(str(text))
    env.filters["yaml"] = lambda text: str(text).replace("\\", "\\\\").replace('"', '\\"')
    return env


def pages(handbook: Handbook, docs: Path) -> dict[str, str]:
    """Every page: those that a person wrote in docs/, with their inserts filled, and the generated ones."""
    env = environment()
    found = {path.relative_to(docs).as_posix(): fill(path.read_text("utf-8"), handbook, env)
             for path in sorted(docs.rglob("*.md"))}
    found.update(generated(handbook, env))
    return found


def generated(handbook: Handbook, env: jinja2.Environment | None = None) -> dict[str, str]:
    """The generated pages only."""
    env = env or environment()
    facts = FactPages(handbook, handbook.facts, env)
    found = {"policies/index.md": _documents(handbook, env), **facts.pages()}
    for entry in handbook.entries.values():
        found[f"policies/{entry.id}.md"] = _document(handbook, env, entry, facts)
    found["departments/index.md"] = _departments(handbook, env)
    for department in handbook.departments:
        found[f"departments/{department}.md"] = _department(handbook, env, department, facts)
    found["jurisdictions/index.md"] = _jurisdictions(handbook, env)
    for jurisdiction in handbook.jurisdictions:
        found[f"jurisdictions/{jurisdiction}.md"] = _jurisdiction(handbook, env, jurisdiction, facts)
    found["kinds/index.md"] = _kinds(handbook, env)
    for kind in handbook.kinds:
        found[f"kinds/{kind}.md"] = _kind(handbook, env, kind)
    found.update(CalculatorPages(handbook, facts, env).pages())
    found["references/unresolved.md"] = _unresolved(handbook, env)
    found["references/amendments.md"] = _amendments(handbook, env)
    found["references/misprints.md"] = _misprints(handbook, env)
    found["changes.md"] = changes.page(handbook, env)
    return found


def fill(text: str, handbook: Handbook, env: jinja2.Environment) -> str:
    """Fill `<!-- insert: name -->` in a page that a person wrote. KeyError names an insert that does not exist."""
    return _INSERT.sub(lambda match: INSERTS[match.group(1)](handbook, env), text)


# -- documents -----------------------------------------------------------------------------------------


def status_text(entry: Entry) -> str:
    """The validity in words, for readers without a script."""
    return validity_text(entry.metadata)


def validity_text(metadata: Metadata) -> str:
    """As `status_text`, from the metadata."""
    start, end = metadata.effective_from.value, metadata.effective_to.value
    if start and end:
        return f"自{start}起施行，有效期至{end}"
    if start:
        return f"自{start}起施行，有效期文件未载明"
    if end:
        return f"施行日期文件未载明，有效期至{end}"
    return "施行日期与有效期文件未载明"


def _document(handbook: Handbook, env: jinja2.Environment, entry: Entry, facts: FactPages) -> str:
    context = document.context(handbook, entry, facts)
    clause, table = env.get_template("clause.md.j2"), env.get_template("table.md.j2")

    def render(item: object) -> str:
        template = table if isinstance(item, document.TableBlock) else clause
        return template.render(item=item)

    description = f"{entry.metadata.title.value}：{entry.metadata.kind}，{status_text(entry)}。全文逐条可引用。"
    return env.get_template("document.md.j2").render(
        **context, render=render, status_text=status_text(entry), text_since=changes.text_since(handbook, entry.id), description=description)


def document_rows(handbook: Handbook, entries: Iterable[Entry], page: str) -> list[dict]:
    """Rows of a table of documents, newest year first."""
    rows = []
    for entry in entries:
        metadata = entry.metadata
        kind = handbook.kind_by_name[metadata.kind]
        area = handbook.jurisdictions[metadata.jurisdiction.value or "suzhou"]
        rows.append({
            "title": metadata.title.value, "number": metadata.number.value, "url": raw_link(page, document_page(entry.id)),
            "start": metadata.effective_from.value or "", "end": metadata.effective_to.value or "",
            "status": status_text(entry), "jurisdiction": area.id, "jurisdiction_name": area.name,
            "kind": kind.id, "kind_name": kind.name, "year": entry.id[-4:], "id": entry.id,
        })
    return sorted(rows, key=lambda row: (-int(row["year"]), row["id"]))


def document_table(handbook: Handbook, env: jinja2.Environment, entries: Iterable[Entry], page: str) -> str:
    """A table of documents as HTML."""
    rows = document_rows(handbook, entries, page)
    return env.get_template("document_table.html.j2").render(rows=rows, table_id="documents-table") if rows else ""


def _documents(handbook: Handbook, env: jinja2.Environment) -> str:
    entries = list(handbook.entries.values())
    table = document_table(handbook, env, entries, "policies/")
    return env.get_template("documents.md.j2").render(rows=entries, table=table)


# -- bodies --------------------------------------------------------------------------------------------


def _department(handbook: Handbook, env: jinja2.Environment, department: str, facts: FactPages) -> str:
    body = handbook.departments[department]
    page = department_page(department)
    by_document: dict[str, dict[str, list[str]]] = {}
    for clause, named in handbook.clauses_of_department[department]:
        roles = by_document.setdefault(clause.partition(".")[0], {}).setdefault(clause, [])
        role = ROLES[named.role] + ("（统一规定）" if named.default else "")
        if role not in roles:
            roles.append(role)
    groups = []
    for name in sorted(by_document, key=lambda name: (-int(name[-4:]), name)):
        entry = handbook.entries[name]
        clauses = [_clause_line(handbook, clause, roles, page) for clause, roles in by_document[name].items()]
        start, end = entry.metadata.effective_from.value or "", entry.metadata.effective_to.value or ""
        status = f'<policy-status data-from="{start}" data-to="{end}">{status_text(entry)}</policy-status>'
        groups.append((name, entry.metadata.short_title, from_page(page, document_page(name)), status, clauses))
    former = [(other.short, from_page(page, department_page(other.id))) for other in handbook.departments.values()
              if other.succeeded_by == department]
    successor = None
    if body.succeeded_by:
        heir = handbook.departments[body.succeeded_by]
        successor = link(heir.name, from_page(page, department_page(heir.id)))
    area = handbook.jurisdictions[body.jurisdiction]
    own = {clause for clause, _body in handbook.clauses_of_department[department]}
    awards = [(name, award) for name, award in handbook.facts.entries("awards") if award.clause in own]
    return env.get_template("department.md.j2").render(
        awards=facts.award_table(awards, page), count=len(awards), feed=raw_link(page, addresses.feed("department", department) + ".xml"),
        body=body, names=[escape(name) for name in body.names], groups=groups, former=former, successor=successor,
        area=link(area.name, from_page(page, jurisdiction_page(area.id))),
        evidence=[_evidence(handbook, evidence, page) for evidence in body.succession_evidence or ()],
    )


def _evidence(handbook: Handbook, evidence, page: str) -> str:
    where = handbook.entries[evidence.document].find(evidence.quote)
    quote = f"“{escape(evidence.quote)}”"
    title = handbook.entries[evidence.document].metadata.short_title
    source = link(title, from_page(page, clause_in_document(where[0]))) if where else escape(title)
    return f"{source}：{quote}{'。' + escape(evidence.note) if evidence.note else ''}"


def _clause_line(handbook: Handbook, clause: str, roles: list[str], page: str) -> dict:
    view = handbook.clauses[clause]
    heading = view.clause.heading if view.clause.label else ""  # where there is no label, the place is the heading
    snippet = "" if view.clause.heading else view.clause.text.split("\n")[0]
    return {
        "path": view.place, "heading": heading, "target": from_page(page, clause_in_document(clause)),
        "roles": "、".join(roles), "snippet": snippet[:60] + ("…" if len(snippet) > 60 else ""),
    }


def _departments(handbook: Handbook, env: jinja2.Environment) -> str:
    page = "departments/index/"
    groups = []
    for area in handbook.jurisdictions.values():
        kinds: dict[str, list[tuple]] = {}
        for body in handbook.departments.values():
            if body.jurisdiction == area.id:
                count = len({clause for clause, _ in handbook.clauses_of_department[body.id]})
                note = f"现为{handbook.departments[body.succeeded_by].short}" if body.succeeded_by else None
                kinds.setdefault(body.kind, []).append(
                    (body.short, from_page(page, department_page(body.id)), count, note))
        if kinds:
            ordered = [(kind, sorted(bodies, key=lambda item: (-item[2], item[0]))) for kind, bodies in kinds.items()]
            groups.append((area.id, area.name, ordered))
    return env.get_template("departments.md.j2").render(groups=groups, count=len(handbook.departments))


# -- groups --------------------------------------------------------------------------------------------


def _group(env: jinja2.Environment, title: str, description: str, lead: str, table: str, extra: str = "") -> str:
    return env.get_template("group.md.j2").render(title=title, description=description, lead=lead, table=table, extra=extra)


def _jurisdictions(handbook: Handbook, env: jinja2.Environment) -> str:
    page = "jurisdictions/index/"
    lines = []
    for area in handbook.jurisdictions.values():
        count = sum(entry.metadata.jurisdiction.value == area.id for entry in handbook.entries.values())
        bodies = sum(body.jurisdiction == area.id for body in handbook.departments.values())
        lines.append(f"- {link(area.name, from_page(page, jurisdiction_page(area.id)))}（{escape(area.level)}）："
                     f"{count}份文件，{bodies}个责任单位\n")
    return _group(env, "行政区域", "按行政区域列出文件与责任单位。同名部门在不同区域是不同的部门。",
                  "同名部门在不同区域是不同的部门：常熟市文件里的“市工信局”不是苏州市的市工信局。", "\n".join(lines))


def _jurisdiction(handbook: Handbook, env: jinja2.Environment, area_id: str, facts: FactPages) -> str:
    area, page = handbook.jurisdictions[area_id], jurisdiction_page(area_id)
    entries = [entry for entry in handbook.entries.values() if entry.metadata.jurisdiction.value == area_id]
    bodies = [body for body in handbook.departments.values() if body.jurisdiction == area_id]
    lead = f"{escape(area.name)}的文件{len(entries)}份。" if entries else "本手册没有收录以此区域名义制定的文件。"
    extra = []
    awards = [(document, award) for document, award in handbook.facts.entries("awards")
              if any(document == entry.id for entry in entries)]
    if awards and area_id != "suzhou":
        extra.append("## 奖补 { #awards }\n\n" + facts.award_table(awards, page))
    mentions = _mentions(handbook, area, page)
    if mentions:
        extra.append("## 提到本区域的条款 { #mentions }\n\n" + "\n".join(mentions))
    if bodies:
        extra.append("## 责任单位 { #bodies }\n\n" + "\n".join(
            f"- {link(body.short, from_page(page, department_page(body.id)))}" for body in bodies))
    return _group(env, area.name, f"{area.name}的政策文件、奖补、条款与责任单位。", lead,
                  document_table(handbook, env, entries, page), "\n\n".join(extra))


def _mentions(handbook: Handbook, area: Jurisdiction, page: str) -> list[str]:
    """Clauses of other areas' documents that name a county-level area in their text (lists of bodies left out)."""
    if area.level in ("国家", "省", "设区市"):
        return []
    names = [name for name in {area.name, *area.names} if len(name) >= 2 and not name.startswith(("本", "我"))]
    lines = []
    for view in handbook.clauses.values():
        if handbook.entries[view.document].metadata.jurisdiction.value == area.id or view.clause.kind in ("title", "table"):
            continue
        text = view.clause.text
        for listed in responsibility_lists(text.replace("\n", "")):
            text = text.replace(listed, "")
        if any(name in text for name in names):
            title = f"{handbook.entries[view.document].metadata.short_title} {view.place}"
            lines.append(f"- {link(title, from_page(page, clause_in_document(view.id)))} {escape(view.clause.heading)}\n")
    return lines


def _kinds(handbook: Handbook, env: jinja2.Environment) -> str:
    page = "kinds/index/"
    lines = []
    for kind in handbook.kinds.values():
        count = sum(entry.metadata.kind == kind.name for entry in handbook.entries.values())
        lines.append(f"- {link(kind.name, from_page(page, kind_page(kind.id)))}（{count}份）：{escape(kind.definition)}\n")
    return _group(env, "文种", "按文种列出文件，每个文种附有判定标准。", "每份文件按标题所用的文种归类，标准如下。", "\n".join(lines))


def _kind(handbook: Handbook, env: jinja2.Environment, kind_id: str) -> str:
    kind, page = handbook.kinds[kind_id], kind_page(kind_id)
    entries = [entry for entry in handbook.entries.values() if entry.metadata.kind == kind.name]
    lead = f"判定标准：{escape(kind.definition)}。" + ("" if entries else "本手册没有收录此类文件。")
    return _group(env, kind.name, f"文种为{kind.name}的政策文件。", lead, document_table(handbook, env, entries, page))


# -- references ----------------------------------------------------------------------------------------


def _unresolved(handbook: Handbook, env: jinja2.Environment) -> str:
    page = "references/unresolved/"
    counts = {"total": 0, "inside": 0, "self": 0, "outside": 0, "name": 0, "unresolved": 0}
    unresolved, works = [], {"outside": {}, "name": {}}
    for view in handbook.clauses.values():
        for reference in references(handbook, view):
            counts["total"] += 1
            counts["inside" if reference.kind in ("clause", "document") else reference.kind] += 1
            place = (f"{handbook.entries[view.document].metadata.short_title} {view.place}",
                     from_page(page, clause_in_document(view.id)))
            if reference.kind == "unresolved":
                unresolved.append({"quote": reference.quote, "where": place[0], "target": place[1], "note": reference.note})
            elif reference.kind in works:
                title = f"《{reference.title}》" if reference.title else reference.quote
                number = reference.number if reference.title else None
                works[reference.kind].setdefault((title, number), {})[place] = None
    listed = {kind: [(title, number, list(places)) for (title, number), places in sorted(found.items(), key=str)]
              for kind, found in works.items()}
    return env.get_template("unresolved.md.j2").render(
        counts=counts, unresolved=unresolved, outside=listed["outside"], names=listed["name"])


def _amendments(handbook: Handbook, env: jinja2.Environment) -> str:
    page = "references/amendments/"
    differences = {index: (ordered, current) for index, ordered, current in checks.amendment_differences(handbook)}
    actions = {"replace": "修改", "insert": "增加", "delete": "删去", "renumber": "调整条序"}
    rows = []
    for index, change in enumerate(handbook.amendments):
        view = handbook.clauses[change.clause]
        if index in differences:
            ordered, current = differences[index]
            shown = f"不同。决定：“{escape(ordered)}”；现行：“{escape(current)}”"
        elif change.wording:
            shown = "相同"
        else:
            shown = "决定没有写出文字"
        rows.append({
            "clause_name": view.place, "clause_url": raw_link(page, clause_in_document(change.clause)),
            "action": actions[change.action], "before": "、".join(change.before), "note": change.note,
            "after": [(f"{handbook.entries[change.target].metadata.short_title}{handbook.clauses[c].place}", raw_link(page, clause_in_document(c))) for c in change.after],
            "difference": shown,
        })
    compared = sum(bool(change.wording) for change in handbook.amendments)
    lead = (f"《关于修改〈苏州市建筑施工安全监督管理办法〉等3件规章的决定》共{len(rows)}处修改。其中{compared}处写出了改后的文字，"
            f"与本手册所收的现行文本逐字比较（不计空白），{compared - len(differences)}处相同，{len(differences)}处不同。")
    return env.get_template("amendments.md.j2").render(lead=lead, rows=rows)


def _misprints(handbook: Handbook, env: jinja2.Environment) -> str:
    page = "references/misprints/"
    lines = []
    for entry in handbook.entries.values():
        for misprint in entry.metadata.misprints:
            where = entry.find(misprint.quote)
            shown = link(f"{entry.metadata.short_title}", from_page(page, clause_in_document(where[0])))
            lines.append(f"- {shown}：“{escape(misprint.quote)}”——{escape(misprint.note)}\n")
    return _group(env, "原文存疑", "原文疑似的错字、脱字与重复，照录不改，逐条说明。",
                  f"下列{len(lines)}处原文疑有错漏。手册照录原文，一字不改，只在条款旁加注。", "\n".join(lines))


# -- inserts for the pages in docs/ ---------------------------------------------------------------------


def _insert_counts(handbook: Handbook, _env: jinja2.Environment) -> str:
    clauses = sum(1 for view in handbook.clauses.values())
    cards = [
        ("policies/", len(handbook.entries), "份文件", "按状态、区域、文种、年份筛选"),
        ("policies/", clauses, "个条款", "每一条都有固定地址"),
        ("departments/", len(handbook.departments), "个责任单位", "看每个部门管什么"),
        ("jurisdictions/", len({e.metadata.jurisdiction.value for e in handbook.entries.values()}), "个行政区域", "省、市与县级市的文件分开"),
    ]
    items = "".join(f'<li><a href="{raw_link("", target)}"><strong>{number}</strong>{unit}</a><small>{text}</small></li>\n'
                    for target, number, unit, text in cards)
    return f'<ul class="home-cards">\n{items}</ul>'


def _insert_expiring(handbook: Handbook, env: jinja2.Environment) -> str:
    entries = [entry for entry in handbook.entries.values() if entry.metadata.effective_to.value]
    rows = sorted(document_rows(handbook, entries, ""), key=lambda row: row["end"], reverse=True)
    return env.get_template("document_table.html.j2").render(rows=rows, table_id="expiring-table").replace(
        ' data-filter="status jurisdiction kind year"', "")


def _insert_kinds(handbook: Handbook, _env: jinja2.Environment) -> str:
    lines = []
    for kind in handbook.kinds.values():
        count = sum(entry.metadata.kind == kind.name for entry in handbook.entries.values())
        if count:
            lines.append(f'<li><a href="{raw_link("", kind_page(kind.id))}"><strong>{count}</strong>份'
                         f'<span>{escape(kind.name)}</span></a></li>')
    return '<ul class="home-cards home-kinds">\n' + "\n".join(lines) + "\n</ul>"


def _insert_industries(handbook: Handbook, _env: jinja2.Environment) -> str:
    """The industries with their largest support, certain sums told from ceilings."""
    lines = []
    for term in handbook.facts.industries.values():
        own = [award for document, award in handbook.facts.entries("awards")
               if term.id in (award.industries if award.industries is not None else handbook.facts.facts[document].industries)]
        if own:
            top = max(own, key=amounts.ceiling)
            lines.append((amounts.ceiling(top), f'<li><a href="{raw_link("", f"industries/{term.id}/")}">{escape(term.name)}</a>'
                          f"<small>{len(own)}项，最大一项：{escape(top.title)}，{escape(amounts.amount_words(top))}</small></li>"))
    ordered = "\n".join(text for _amount, text in sorted(lines, key=lambda line: -line[0]))
    return f'<ul class="home-cards home-industries">\n{ordered}\n</ul>' if lines else "所收文件没有写明数额的奖补。"


def _insert_clause_example(handbook: Handbook, _env: jinja2.Environment) -> str:
    return addresses.clause_in_document("icv-2025.1.4")


_GIVES = {"num": "数", "truth": "是非", "choice": "选项", "date": "日期", "word": "词", "any": "数或者是非"}


def _insert_operations(_handbook: Handbook, _env: jinja2.Environment) -> str:
    """The table of the calculators' operations, from the one list that the checks and the engine use."""
    rows = ["| 运算 | 意思 | 字段 | 得出 |", "| --- | --- | --- | --- |"]
    for name, operation in OPERATIONS.items():
        fields = [f"`{field}` {_GIVES[kind]}" for field, kind in operation.needs.items()]
        fields += [f"`{field}` {_GIVES[kind]}（可以不写）" for field, kind in operation.may.items()]
        rows.append(f"| `{name}` | {operation.means} | {'，'.join(fields)} | {_GIVES[operation.gives]} |")
    return "\n".join(rows)


def _insert_documents_table(handbook: Handbook, env: jinja2.Environment) -> str:
    return document_table(handbook, env, handbook.entries.values(), "as-of/")


INSERTS = {
    "amended": changes.insert_amended,
    "documents-table": _insert_documents_table,
    "feeds": changes.insert_feeds,
    "operations": _insert_operations,
    "counts": _insert_counts,
    "expiring": _insert_expiring,
    "kinds": _insert_kinds,
    "clause-example": _insert_clause_example,
    "industries": _insert_industries,
}
