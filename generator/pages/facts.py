"""The facts of all documents -> pages by industry, type, recipient and subject, and the chips beside each clause."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import jinja2

from ..addresses import calculator_page, clause_in_document, department_page, document_page, feed, raw_link
from ..facts import FactBook
from ..handbook import Handbook
from ..model.facts import Award, Facts, Indicator
from ..references import references
from . import amounts
from .charts import bar_chart, matrix, timeline, with_unit
from .markdown import escape

GROUPS = {  # folder -> (name in the FactBook, title, what the pages are sorted by)
    "industries": ("industries", "行业"), "award-types": ("award_types", "奖补类型"), "recipients": ("recipients", "对象"),
}


@dataclass(frozen=True)
class Line:
    """One fact in a list: its words, where it stands, and the dates that its document gives."""

    id: str
    title: str
    text: str
    clause: str
    place: str
    url: str
    start: str
    end: str
    note: str | None = None
    lead: str = ""


class FactPages:
    """Builds the pages of the facts. One object a build; it only reads."""

    def __init__(self, handbook: Handbook, book: FactBook, env: jinja2.Environment):
        self.handbook, self.book, self.env = handbook, book, env

    # -- lines ---------------------------------------------------------------------------------------

    def place(self, clause: str) -> str:
        """Short title of the document and the place in it."""
        view = self.handbook.clauses[clause]
        return f"{self.handbook.entries[view.document].metadata.short_title} {view.place}"

    def dates(self, entry: Any) -> tuple[str, str]:
        """First and last day: the entry's own, else the document's; empty where not stated."""
        metadata = self.handbook.entries[entry.clause.partition(".")[0]].metadata
        return (getattr(entry, "from_date", None) or metadata.effective_from.value or "",
                getattr(entry, "to_date", None) or metadata.effective_to.value or "")

    def line(self, entry: Any, title: str, text: str, page: str, lead: str = "", note: str | None = None) -> Line:
        """A line for a list on `page`."""
        start, end = self.dates(entry)
        return Line(entry.id, title, text, entry.clause, self.place(entry.clause),
                    raw_link(page, clause_in_document(entry.clause)), start, end, note, lead)

    def industries_of(self, document: str, entry: Any) -> tuple[str, ...]:
        """Industries of an entry: its own, else the document's."""
        own = getattr(entry, "industries", None)
        return own if own is not None else self.book.facts[document].industries

    def tagged(self, kind: str, folder: str, term: str) -> list[tuple[str, Any]]:
        """(document, entry) of a kind that carry a term; what holds for all industries is listed under 全行业 only."""
        found = []
        for document, entry in self.book.entries(kind):
            if folder == "industries":
                tags: Iterable[str] = self.industries_of(document, entry)
            elif folder == "recipients":
                tags = getattr(entry, "recipients", ())
            else:
                tags = (getattr(entry, "type", ""),)
            if term in tags:
                found.append((document, entry))
        return found

    # -- awards --------------------------------------------------------------------------------------

    def award_rows(self, awards: Iterable[tuple[str, Award]], page: str) -> list[dict]:
        """Rows of a table of awards, largest certain sum first, then largest ceiling."""
        rows = []
        for document, award in sorted(awards, key=lambda pair: amounts.order(pair[1])):
            start, end = self.dates(award)
            bodies = [(d, b.name) for d, b in self.handbook.bodies_of(award.clause) if d]
            rows.append({
                "id": award.id, "title": award.title, "amount": amounts.amount_words(award), "bound": award.bound,
                "bound_name": amounts.BOUNDS[award.bound], "condition": award.condition, "recipient": award.recipient,
                "url": raw_link(page, clause_in_document(award.clause)), "place": self.place(award.clause),
                "quote": award.quote, "start": start, "end": end, "ambiguity": award.ambiguity, "note": award.note,
                "industries": self.industries_of(document, award), "recipients": award.recipients, "type": award.type,
                "type_name": self.book.award_types[award.type].name, "level": award.level or "",
                "departments": [d for d, _name in bodies],
                "bodies": [(name, raw_link(page, department_page(d))) for d, name in bodies],
                "certain": amounts.certain(award), "ceiling": amounts.ceiling(award), "optional": award.optional,
                "to_government": award.to_government, "payer": award.payer, "document": document,
                "computable": "yes" if award.id in self.handbook.calculators.of_fact else "no",
                "calculators": [raw_link(page, calculator_page(name)) for name in self.handbook.calculators.of_fact.get(award.id, [])],
            })
        return rows

    def award_table(self, awards: Iterable[tuple[str, Award]], page: str, table_id: str = "awards-table",
                    label: str = "奖补列表") -> str:
        """A table of awards as HTML."""
        rows = self.award_rows(awards, page)
        return self.env.get_template("award_table.html.j2").render(rows=rows, table_id=table_id, label=label) if rows else ""

    # -- lists ---------------------------------------------------------------------------------------

    def right_lines(self, entries, page: str) -> list[Line]:
        """Benefits without a number."""
        kinds = {"by_policy": "按其他政策", "case_by_case": "一事一议", "priority": "优先", "encouraged": "支持", "entitled": "可以"}
        lines = []
        for _document, right in entries:
            notes = [self._points_to(right.points_to, page), f"编者注：{escape(right.note)}" if right.note else None]
            note = "；".join(text for text in notes if text) or None
            lines.append(self.line(right, right.title, right.quote, page, kinds[right.kind], note))
        return lines

    def _points_to(self, target: str | None, page: str) -> str | None:
        if not target:
            return None
        if target in self.handbook.entries:
            title = self.handbook.entries[target].metadata.title.value
            return f'见<a href="{raw_link(page, document_page(target))}">{escape(title or target)}</a>'
        return f"见{escape(target)}"

    def duty_lines(self, entries, page: str, kind: str) -> list[Line]:
        """What must, or must not, be done."""
        return [self.line(duty, duty.who, duty.text, page) for _document, duty in entries if duty.kind == kind]

    def penalty_rows(self, entries, page: str) -> list[dict]:
        """Rows of a table of penalties."""
        rows = []
        for _document, penalty in entries:
            start, end = self.dates(penalty)
            cited = {reference.target for reference in references(self.handbook, self.handbook.clauses[penalty.clause])}
            rows.append({
                "id": penalty.id, "violation": penalty.violation, "fine": amounts.fine_words(penalty),
                "other": "；".join(penalty.other), "authority": penalty.authority, "points_to": penalty.points_to,
                "articles": [(self.handbook.clauses[a].place, raw_link(page, clause_in_document(a)), a in cited)
                             for a in penalty.articles],
                "url": raw_link(page, clause_in_document(penalty.clause)), "place": self.place(penalty.clause),
                "start": start, "end": end,
            })
        return rows

    def indicator_lines(self, entries, page: str) -> list[Line]:
        """Targets: name and values in words."""
        return [self.line(indicator, indicator.name, indicator_words(indicator), page,
                          "已实现" if indicator.achieved else "目标") for _document, indicator in entries]

    # -- pages ---------------------------------------------------------------------------------------

    def pages(self) -> dict[str, str]:
        """Every page of the facts."""
        found = {}
        for folder, (table, title) in GROUPS.items():
            terms = getattr(self.book, table)
            found[f"{folder}/index.md"] = self._group_index(folder, title, terms)
            for term in terms.values():
                found[f"{folder}/{term.id}.md"] = self._group_page(folder, title, term)
        found["awards/index.md"] = self._awards()
        for name, build in SUBJECTS.items():
            found[f"{name}.md"] = build(self, f"{name}/")
        return found

    def render(self, template: str, **values: Any) -> str:
        """Render one of the templates."""
        return self.env.get_template(template).render(**values)

    def _group_index(self, folder: str, title: str, terms: dict) -> str:
        page = f"{folder}/"
        lines = []
        for term in terms.values():
            awards = self.tagged("awards", folder, term.id)
            rights = self.tagged("rights", folder, term.id)
            top = sorted((award for _d, award in awards), key=amounts.order)
            lines.append({"url": raw_link(page, f"{folder}/{term.id}/"), "term": term, "awards": len(awards),
                          "rights": len(rights), "top": f"{top[0].title}：{amounts.amount_words(top[0])}" if top else None})
        return self.render("term_index.md.j2", title=title, lines=lines)

    def _group_page(self, folder: str, title: str, term) -> str:
        page = f"{folder}/{term.id}/"
        tagged: Callable[[str], list] = lambda kind: self.tagged(kind, folder, term.id)
        documents = [entry for name, entry in self.handbook.entries.items()
                     if name in self.book.facts and folder == "industries" and term.id in self.book.facts[name].industries]
        return self.render(
            "term.md.j2", title=title, term=term, feed=raw_link(page, feed("industry", term.id)) if folder == "industries" else None,
            awards=self.award_table(tagged("awards"), page),
            count=len(tagged("awards")), rights=self.right_lines(tagged("rights"), page),
            musts=self.duty_lines(tagged("duties"), page, "must") if folder != "award-types" else [],
            bans=self.duty_lines(tagged("duties"), page, "must_not") if folder != "award-types" else [],
            penalties=self.penalty_rows(tagged("penalties"), page) if folder != "award-types" else [],
            targets=self.indicator_lines(tagged("indicators"), page) if folder == "industries" else [],
            documents=[(entry.metadata.title.value, raw_link(page, document_page(entry.id)),
                        entry.metadata.effective_from.value or "", entry.metadata.effective_to.value or "")
                       for entry in documents],
        )

    def _awards(self) -> str:
        page = "awards/"
        awards = list(self.book.entries("awards"))
        labels = {
            "industry": {t.id: t.name for t in self.book.industries.values()},
            "type": {t.id: t.name for t in self.book.award_types.values()},
            "recipient": {t.id: t.name for t in self.book.recipients.values()},
            "level": {t.id: t.name for t in self.book.levels.values()},
            "department": {d.id: d.short for d in self.handbook.departments.values()},
            "bound": amounts.BOUNDS,
            "computable": {"yes": "可以算", "no": "不能算"},
        }
        return self.render("awards.md.j2", table=self.award_table(awards, page), count=len(awards), labels=labels,
                           documents=len({document for document, _award in awards}))

    # -- beside the clauses --------------------------------------------------------------------------

    def chips(self, clause: str, page: str) -> list[tuple[str, str, str]]:
        """(kind, words, link) of each fact of a clause, for the chips beside its text."""
        return self._chips_by_clause(page).get(clause, [])

    @functools.lru_cache(maxsize=None)  # noqa: B019 - one object a build
    def _chips_by_clause(self, page: str) -> dict[str, list[tuple[str, str, str]]]:
        document = page.split("/")[1]
        facts: Facts | None = self.book.facts.get(document)
        found: dict[str, list[tuple[str, str, str]]] = {}
        if facts is None:
            return found

        def add(clause: str, kind: str, words: str, target: str) -> None:
            chip = (kind, words, raw_link(page, target))
            if chip not in found.setdefault(clause, []):
                found[clause].append(chip)

        for name, calculator in self.handbook.calculators.all.items():
            for clause in calculator.clauses:
                if clause.startswith(document + "."):
                    add(clause, "calculator", f"{'核对' if calculator.kind == 'eligibility' else '试算'}：{calculator.title}", calculator_page(name))
        for award in facts.awards:
            add(award.clause, "award", f"{award.title}：{amounts.amount_words(award)}", f"awards/#{award.id}")
        for right in facts.rights:
            add(right.clause, "right", right.title, f"award-types/{right.type}/#rights")
        for entry in facts.eligibility:
            add(entry.clause, "eligibility", f"资格条件：{entry.title}", f"eligibility/#{entry.id}")
        for rule in facts.rules:
            add(rule.clause, "rule", f"规则：{RULES[rule.kind]}", f"conflicts/#{rule.id}")
        for duty in facts.duties:
            must = duty.kind == "must"
            add(duty.clause, "duty" if must else "ban", f"{'应当' if must else '不得'}：{duty.who}",
                f"recipients/{duty.recipients[0]}/#{'duties' if must else 'bans'}")
        for penalty in facts.penalties:
            add(penalty.clause, "penalty", amounts.fine_words(penalty) or "违法责任", f"penalties/#{penalty.id}")
        for deadline in facts.deadlines:
            add(deadline.clause, "deadline", f"时限：{deadline.limit}", f"deadlines/#{deadline.id}")
        for definition in facts.definitions:
            add(definition.clause, "definition", f"名词：{definition.term}", f"definitions/#{definition.id}")
        for indicator in facts.indicators:
            add(indicator.clause, "indicator", f"{indicator.name}：{indicator_words(indicator)}", f"indicators/#{indicator.id}")
        return found


def indicator_words(indicator: Indicator) -> str:
    """The values of an indicator in words, year by year, as printed."""
    unit = indicator.unit or ""
    parts = []
    if indicator.baseline:
        parts.append(f"{indicator.baseline_year or '基期'}：{with_unit(indicator.baseline.text, unit)}")
    for year, value in indicator.values.items():
        parts.append(f"{year}{'年' if year.isdigit() else ''}：{with_unit(value.text, unit)}")
    return "；".join(parts)


# -- subject pages -------------------------------------------------------------------------------------


def _penalties(pages: FactPages, page: str) -> str:
    return pages.render("penalties.md.j2", rows=pages.penalty_rows(pages.book.entries("penalties"), page))


def _definitions(pages: FactPages, page: str) -> str:
    entries = sorted(pages.book.entries("definitions"), key=lambda pair: pair[1].term)
    lines = [pages.line(entry, entry.term, entry.quote, page, entry.scope) for _document, entry in entries]
    return pages.render("definitions.md.j2", lines=lines)


def _deadlines(pages: FactPages, page: str) -> str:
    lines = [(entry, pages.line(entry, entry.who, entry.what, page, entry.limit))
             for _document, entry in pages.book.entries("deadlines")]
    return pages.render(
        "deadlines.md.j2",
        fixed=[line for entry, line in sorted(lines, key=lambda pair: (pair[0].date or "", pair[0].id)) if entry.date],
        yearly=[line for entry, line in sorted(lines, key=lambda pair: (pair[0].yearly or "", pair[0].id))
                if entry.yearly and not entry.date],
        running=[line for entry, line in lines if not entry.date and not entry.yearly])


def _conflicts(pages: FactPages, page: str) -> str:
    groups: dict[str, list[tuple[str, Award]]] = {}
    for document, award in pages.book.entries("awards"):
        if award.benefit:
            groups.setdefault(award.benefit, []).append((document, award))
    same, different = [], []
    for benefit, awards in groups.items():
        if len({document for document, _award in awards}) < 2:
            continue
        by_document: dict[str, set[str]] = {}
        for document, award in awards:  # tiers within one document are no disagreement
            by_document.setdefault(document, set()).add(amounts.amount_words(award))
        readings = {frozenset(words) for words in by_document.values()}
        group = (awards[0][1].title, pages.award_table(awards, page, f"benefit-{benefit}", f"奖补列表：{awards[0][1].title}"), benefit, len(awards))
        (same if len(readings) == 1 else different).append(group)
    rules = [pages.line(rule, RULES[rule.kind], rule.text, page, note=escape(rule.note) if rule.note else None)
             for _document, rule in pages.book.entries("rules")]
    by_kind: dict[str, list[Line]] = {}
    for line in rules:
        by_kind.setdefault(line.title, []).append(line)
    return pages.render("conflicts.md.j2", same=same, different=different, rules=by_kind)


RULES = {
    "no_stacking": "就高不重复", "overall_cap": "总额上限", "exclusion": "因已享受而排除", "precedence": "文件之间的优先",
    "funding": "资金来源", "staging": "分期拨付", "matching": "配套投入", "quota": "名额", "sanction": "违规处理",
}


def _indicators(pages: FactPages, page: str) -> str:
    charts, tables = [], {}
    for document, entry in pages.book.entries("indicators"):
        line = pages.line(entry, entry.name, indicator_words(entry), page, "已实现" if entry.achieved else "目标")
        chart = bar_chart(entry)
        if chart:
            charts.append((line, chart, entry))
        else:
            tables.setdefault(pages.handbook.entries[document].metadata.short_title, []).append(line)
    return pages.render("indicators.md.j2", charts=charts, tables=tables, count=len(list(pages.book.entries("indicators"))))


def _eligibility(pages: FactPages, page: str) -> str:
    lists = [(pages.line(entry, entry.title, entry.note or "", page), entry.condition)
             for _document, entry in pages.book.entries("eligibility")]
    return pages.render("eligibility.md.j2", lists=lists, link=lambda clause: raw_link(page, clause_in_document(clause)))


def _validity(pages: FactPages, page: str) -> str:
    rows = []
    for entry in pages.handbook.entries.values():
        metadata = entry.metadata
        if metadata.effective_from.value or metadata.effective_to.value:
            rows.append((metadata.short_title, raw_link(page, document_page(entry.id)), metadata.effective_from.value,
                         metadata.effective_to.value))
    rows.sort(key=lambda row: (row[3] or "9999", row[2] or ""))
    unstated = [(entry.metadata.short_title, raw_link(page, document_page(entry.id)),
                 entry.metadata.relative_validity.text if entry.metadata.relative_validity else None)
                for entry in pages.handbook.entries.values()
                if not entry.metadata.effective_from.value and not entry.metadata.effective_to.value]
    return pages.render("validity.md.j2", rows=rows, chart=timeline(rows), unstated=unstated)


def _matrix(pages: FactPages, page: str) -> str:
    """The table of leading and cooperating departments by field (annex of clusters-2022)."""
    table = pages.handbook.clauses.get("clusters-2022.annex.table")
    fields, rows, seen = [], [], {}
    for row in table.clause.clauses if table else ():
        by_role: dict[str, list[tuple[str, str]]] = {"lead": [], "cooperate": []}
        for department, body in pages.handbook.bodies_of(row.id):
            if department:
                name = pages.handbook.departments[department].short
                by_role[body.role].append((name, raw_link(page, department_page(department))))
                seen[name] = seen.get(name, 0) + (3 if body.role == "lead" else 1)
        fields.append((row.heading, {n for n, _ in by_role["lead"]}, {n for n, _ in by_role["cooperate"]}))
        rows.append((row.heading, raw_link(page, clause_in_document(row.id)), by_role["lead"], by_role["cooperate"]))
    order = sorted(seen, key=lambda name: (-seen[name], name))
    title = pages.handbook.entries["clusters-2022"].metadata.title.value if table else ""
    return pages.render("matrix.md.j2", title=title, chart=matrix(fields, order) if fields else "", rows=rows)


SUBJECTS: dict[str, Callable[[FactPages, str], str]] = {
    "penalties": _penalties, "definitions": _definitions, "deadlines": _deadlines, "conflicts": _conflicts,
    "indicators": _indicators, "eligibility": _eligibility, "validity": _validity, "matrix": _matrix,
}
