"""Dates in the documents -> iCalendar files (RFC 5545): what takes effect, expires or falls due, all and by industry."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from ..addresses import clause_in_document, clause_page, document_page
from ..handbook import Entry, Handbook
from .feeds import AUTHORITY, feed_name

REMIND = (90, 30)  # days before
LIMIT = 75  # octets of a line, its line end not counted (RFC 5545, 3.1)
DISCLAIMER = "日期照文件原文，正式文本以制定机关公布的为准；苏州政策手册不是官方日历。"


@dataclass(frozen=True)
class Event:
    """A day that a document names. Dates are ISO; `page` and `clause` are addresses from the root of the site."""

    name: str
    day: str
    title: str
    text: str
    page: str
    category: str
    industries: tuple[str, ...]
    yearly: bool = False
    until: str | None = None

    @property
    def uid(self) -> str:
        """Permanent: made of the id of what it is about, never of its date."""
        return f"{self.name}@{AUTHORITY}"


def files(handbook: Handbook, edition: str, site_url: str = "") -> dict[str, str]:
    """{file name in site/feeds/: iCalendar}. edition: ISO date of the edition, the only clock there is."""
    every = sorted(events(handbook), key=lambda event: (event.day, event.name))
    number = max(0, len(handbook.history.editions) - 1)
    render: Callable[[str, Iterable[Event]], str] = lambda name, own: calendar(name, own, edition, number, site_url)
    found = {"all.ics": render("全部日期", every)}
    for term in handbook.facts.industries.values():
        found[f"{feed_name('industry', term.id)}.ics"] = render(term.name, [e for e in every if term.id in e.industries])
    return found


# -- which days --------------------------------------------------------------------------------------------


def events(handbook: Handbook) -> Iterator[Event]:
    """Every day that a document names for itself, for a benefit or for a duty."""
    for entry in handbook.entries.values():
        yield from _validity(handbook, entry)
    for document, award in handbook.facts.entries("awards"):
        industries = award.industries if award.industries is not None else handbook.facts.facts[document].industries
        for field, category in (("from_date", "开始"), ("to_date", "截止")):
            day = getattr(award, field)
            if day:
                yield Event(f"{award.id}/{field}", day, f"{category}：{award.title}（{_short(handbook, document)}）",
                            _quoted(handbook, award.clause, award.quote), clause_page(award.clause), category, tuple(industries))
    for document, deadline in handbook.facts.entries("deadlines"):
        yield from _deadline(handbook, document, deadline)


def _validity(handbook: Handbook, entry: Entry) -> Iterator[Event]:
    metadata = entry.metadata
    facts = handbook.facts.facts.get(entry.id)
    industries = facts.industries if facts else ()
    number = f"（{metadata.number.value}）" if metadata.number.value else ""
    days = [(field, category, getattr(metadata, field).value, getattr(metadata, field).evidence)
            for field, category in (("effective_from", "施行"), ("effective_to", "到期"))]
    days += [("repealed", "废止", event.date, event.evidence) for event in metadata.status_events if event.event == "repealed"]
    for field, category, day, evidence in days:
        if day:
            last = "这一天是有效期的最后一天。" if field == "effective_to" else ""
            text = f"{metadata.title.value}{number}\n{last}依据：“{evidence}”"
            yield Event(f"{entry.id}/{field}", day, f"{category}：{metadata.short_title}", text, document_page(entry.id), category,
                        tuple(industries))


def _deadline(handbook: Handbook, document: str, deadline) -> Iterator[Event]:
    facts = handbook.facts.facts[document]
    text = f"对象：{deadline.who}\n时限：{deadline.limit}\n" + _quoted(handbook, deadline.clause, deadline.quote)
    title, page = f"时限：{deadline.what}（{_short(handbook, document)}）", clause_page(deadline.clause)
    if deadline.date:
        yield Event(deadline.id, deadline.date, title, text, page, "时限", tuple(facts.industries))
    elif deadline.yearly:
        metadata = handbook.entries[document].metadata
        # The first such day of the document's life; where it states no date, of the year in its id.
        start = metadata.effective_from.value or metadata.issued.value or f"{document[-4:]}-01-01"
        year = int(start[:4]) + (deadline.yearly < start[5:])
        until = metadata.effective_to.value
        if not until:
            text += "\n文件没有载明有效期，每年的这一天都列出。"
        yield Event(deadline.id, f"{year}-{deadline.yearly}", title, text, page, "时限", tuple(facts.industries), True, until)


def _short(handbook: Handbook, document: str) -> str:
    return handbook.entries[document].metadata.short_title


def _quoted(handbook: Handbook, clause: str, quote: str) -> str:
    view = handbook.clauses[clause]
    return f"{handbook.entries[view.document].metadata.title.value}{view.place}：“{quote}”"


# -- iCalendar ---------------------------------------------------------------------------------------------


def calendar(name: str, own: Iterable[Event], edition: str, number: int, site_url: str = "") -> str:
    """One calendar; `number` counts the editions before this one, so that a program knows a later copy from an earlier."""
    title = f"苏州政策手册：{name}"
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Suzhou Policy Handbook//ZH", "CALSCALE:GREGORIAN", "METHOD:PUBLISH",
             f"NAME:{escape(title)}", f"X-WR-CALNAME:{escape(title)}", f"X-WR-CALDESC:{escape(DISCLAIMER)}",
             "REFRESH-INTERVAL;VALUE=DURATION:P1D", "X-PUBLISHED-TTL:P1D"]
    for event in own:
        lines += _lines(event, edition, number, site_url)
    return "".join(f"{fold(line)}\r\n" for line in [*lines, "END:VCALENDAR"])


def _lines(event: Event, edition: str, number: int, site_url: str) -> list[str]:
    stamp = compact_date(edition) + "T000000Z"
    day = datetime.date.fromisoformat(event.day)
    address = site_url.rstrip("/") + "/" + event.page if site_url else ""
    where = f"手册中的地址：{address or event.page}"
    lines = ["BEGIN:VEVENT", f"UID:{event.uid}", f"DTSTAMP:{stamp}", f"LAST-MODIFIED:{stamp}", f"SEQUENCE:{number}",
             f"DTSTART;VALUE=DATE:{compact_date(event.day)}", f"DTEND;VALUE=DATE:{compact_date((day + datetime.timedelta(1)).isoformat())}",
             f"SUMMARY:{escape(event.title)}", f"DESCRIPTION:{escape(chr(10).join((event.text, where, DISCLAIMER)))}",
             f"CATEGORIES:{escape(event.category)}", "TRANSP:TRANSPARENT", "CLASS:PUBLIC"]
    if event.yearly:
        lines.append("RRULE:FREQ=YEARLY" + (f";UNTIL={compact_date(event.until)}" if event.until else ""))
    if address:
        lines.append(f"URL:{address}")
    if coming(event, edition):
        for days in REMIND:
            lines += ["BEGIN:VALARM", "ACTION:DISPLAY", f"TRIGGER:-P{days}D", f"DESCRIPTION:{escape(f'还有{days}天。{event.title}')}", "END:VALARM"]
    return [*lines, "END:VEVENT"]


def coming(event: Event, edition: str) -> bool:
    """Whether the day had not passed at the edition: some programs ring every reminder of the past at once on import."""
    return (event.until or "9999") >= edition if event.yearly else event.day >= edition


def compact_date(day: str) -> str:
    """2026-12-31 -> 20261231."""
    return day.replace("-", "")


def escape(text: str) -> str:
    """TEXT as RFC 5545, 3.3.11 writes it.

    >>> print(escape("一,二;三\\\\\\n四"))
    一\\,二\\;三\\\\\\n四
    """
    return text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def fold(line: str) -> str:
    """A content line in pieces of at most 75 octets, no character torn apart (RFC 5545, 3.1)."""
    pieces, current, size = [], "", 0
    for character in line:
        octets = len(character.encode())
        if size + octets > LIMIT:
            pieces.append(current)
            current, size = " ", 1
        current, size = current + character, size + octets
    return "\r\n".join([*pieces, current])
