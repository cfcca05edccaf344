"""The change log -> Atom feeds (RFC 4287): every change, and those that concern one department or one industry.

Ids are tag: URIs (RFC 4151) under a name that nobody can own (.invalid, RFC 2606): they do not change when the handbook
moves. Addresses are full only where the site knows its own; else they are relative to the feed, and the feed says so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from xml.sax.saxutils import escape, quoteattr

from .. import addresses
from ..addresses import clause_page, department_page, document_page, raw_link
from ..handbook import Handbook
from ..model.history import Change, Edition
from ..pages.build import validity_text
from ..release import full

AUTHORITY = "suzhou-policy-handbook.invalid"
SINCE = "2026"  # the year in which the authority name was taken, part of every tag: URI
FEWEST = 100  # entries a feed keeps: whole editions, the newest first, until there are so many

Row = tuple[Edition, Change]


def tag(name: str) -> str:
    """A permanent id: tag:suzhou-policy-handbook.invalid,2026:feeds/all."""
    return f"tag:{AUTHORITY},{SINCE}:{name}"


def feed_name(kind: str, term: str) -> str:
    """File name in feeds/ of a department or an industry, without its ending: department-science-tech."""
    return addresses.feed(kind, term).rpartition("/")[2]


def files(handbook: Handbook, site_url: str = "") -> dict[str, str]:
    """{file name in site/feeds/: Atom}. One for every department and industry, so that an address once given stays."""
    rows = [(edition, change) for edition in reversed(handbook.history.editions) for change in edition.changes]
    found = {"all.xml": feed(handbook, "all", "全部变动", "", rows, site_url)}
    for body in handbook.departments.values():
        own = [row for row in rows if body.id in row[1].departments]
        name = feed_name("department", body.id)
        found[f"{name}.xml"] = feed(handbook, name, body.name, department_page(body.id), own, site_url)
    for term in handbook.facts.industries.values():
        own = [row for row in rows if term.id in row[1].industries]
        name = feed_name("industry", term.id)
        found[f"{name}.xml"] = feed(handbook, name, term.name, f"industries/{term.id}/", own, site_url)
    return found


def feed(handbook: Handbook, name: str, title: str, page: str, rows: Iterable[Row], site_url: str) -> str:
    """One feed. page: what it is about, as an address from the root of the site; rows: newest first."""
    link = linker(site_url)
    rows = list(newest(rows))
    first = handbook.history.editions[0].date if handbook.history.editions else f"{SINCE}-01-01"
    updated = rows[0][0].date if rows else first
    lead = "条款的新增、修改和删去，以手册的版本日期为准。"
    if not site_url:
        lead += "这份手册没有声明网址，链接是相对于本文件的地址，离开所在的网站或者文件夹就打不开。"
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        '<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="zh-CN">',
        f"<id>{escape(tag('feeds/' + name))}</id>",
        f"<title>{escape('苏州政策手册：' + title)}</title>",
        f"<subtitle>{escape(lead)}</subtitle>",
        f"<updated>{moment(updated)}</updated>",
        "<author><name>苏州政策手册</name></author>",
        f'<link rel="alternate" type="text/html" href={quoteattr(link(page))}/>',
    ]
    if site_url:
        lines.append(f'<link rel="self" type="application/atom+xml" href={quoteattr(site_url.rstrip("/") + f"/feeds/{name}.xml")}/>')
    lines += [entry(handbook, edition, change, link) for edition, change in rows]
    return "\n".join([*lines, "</feed>", ""])


def newest(rows: Iterable[Row]) -> Iterable[Row]:
    """The rows of the newest editions, never half an edition."""
    count, last = 0, ""
    for row in rows:
        if row[0].date != last and count >= FEWEST:
            return
        count, last = count + 1, row[0].date
        yield row


def linker(site_url: str) -> Callable[[str], str]:
    """Address from the root of the site -> link from a file in feeds/."""
    return lambda page: site_url.rstrip("/") + "/" + page if site_url else raw_link("feeds/", page)


def moment(day: str) -> str:
    """The first moment of a day in China, as Atom writes it."""
    return f"{day}T00:00:00+08:00"


def entry(handbook: Handbook, edition: Edition, change: Change, link: Callable[[str], str]) -> str:
    """One change as an entry, with the old and the new wording."""
    about = "/".join(filter(None, (change.clause or change.document, change.field)))
    target = clause_page(change.clause) if change.clause else document_page(change.document)
    terms = [handbook.facts.industries[name].name for name in change.industries if name in handbook.facts.industries]
    return "\n".join([
        "<entry>",
        f"<id>{escape(tag(f'changes/{edition.date}/{about}'))}</id>",
        f"<title>{escape(change.words)}</title>",
        f"<updated>{moment(edition.date)}</updated>",
        f'<link rel="alternate" type="text/html" href={quoteattr(link(target))}/>',
        *(f"<category term={quoteattr(name)}/>" for name in terms),
        f'<content type="html">{escape(content(handbook, change))}</content>',
        "</entry>",
    ])


def content(handbook: Handbook, change: Change) -> str:
    """What an entry says, as HTML."""
    if change.action == "collected":
        document = handbook.entries.get(change.document)
        return f"<p>{escape(change.words)}</p>" + (f"<p>{escape(validity_text(document.metadata))}。</p>" if document else "")
    parts = [f"<p>{escape(change.words)}</p>"]
    for name, fingerprint in (("原文", change.before), ("现文", change.after)):
        wording = handbook.history.wording(change.clause, fingerprint) if change.clause else None
        if wording:
            paragraphs = "".join(f"<p>{escape(line)}</p>" for line in full(wording).split("\n"))
            parts.append(f"<p>{name}：</p><blockquote>{paragraphs}</blockquote>")
    return "".join(parts)
