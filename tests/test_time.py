"""Time: editions that lose nothing, feeds and calendars of what changed and falls due, what was in force on a day."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from typing import Any

import feedparser
import icalendar
import lxml.html
import pytest

from generator import strict_yaml
from generator.exports import calendar, feeds
from generator.handbook import fingerprint, load
from generator.history import digest, load_history, present
from generator.model.history import Change, Edition
from generator.text import compact
from tests.browser import axe, overflow
from tests.support import DATA, minimal, real, run, snapshot
from tests.test_broken import rehash

PLAN = "《测试文本：云桥市鼓励纸船制造的若干措施（虚构）》"
FIRST, SECOND, THIRD = "2024-01-01", "2024-06-01", "2025-01-01"


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {path.name}"
    path.write_text(text.replace(old, new), "utf-8")


def retext(data: Path, capsys: Any, old: str, new: str, file: str = "first.txt") -> None:
    """Change the words of a source, as a new edition of a text does, and register them."""
    edit(data / "sources" / file, old, new)
    rehash(data)
    for command in ("extract", "register"):
        assert run(capsys, command, "--data", data).status == 0


def freeze(data: Path, capsys: Any, day: str) -> str:
    done = run(capsys, "release", day, "--data", data)
    assert done.status == 0, done.err
    return done.out


def refused(data: Path, capsys: Any, day: str) -> str:
    """The message of a release that may not be; it must have written nothing."""
    before = snapshot(data)
    done = run(capsys, "release", day, "--data", data)
    assert done.status == 1 and done.out == ""
    assert snapshot(data) == before
    return done.err


def problems(data: Path, capsys: Any) -> list[str]:
    """What `check` says of texts and facts; the minimal data have no calculators."""
    return [line for line in run(capsys, "check", "--data", data).problems if "has no calculator" not in line]


@pytest.fixture
def data(tmp_path: Path, capsys: Any) -> Path:
    """The minimal data with a first edition."""
    found = minimal(tmp_path)
    freeze(found, capsys, FIRST)
    return found


# --- editions ---


def test_the_first_edition_collects_every_document_with_every_word(tmp_path: Path, capsys: Any) -> None:
    data = minimal(tmp_path)
    out = freeze(data, capsys, FIRST)
    assert out.splitlines()[0] == f"edition of {FIRST}: 3 documents, 28 clauses; the first edition: 3 changes"
    assert "- 收录《云桥市纸船管理办法》（云府〔2031〕7号），共11个条款。" in out
    assert "- 收录《关于修改〈云桥市纸船管理办法〉的决定》，共" in out
    handbook = load(data)
    assert {clause: [w.fingerprint for w in found] for clause, found in handbook.history.wordings.items()} == {
        clause: [fingerprint(view.clause)] for clause, view in handbook.clauses.items()}
    assert {clause: found[0].text for clause, found in handbook.history.wordings.items()} == {
        clause: view.clause.text for clause, view in handbook.clauses.items()}
    assert problems(data, capsys) == []


def test_the_same_day_again_changes_nothing(data: Path, capsys: Any) -> None:
    before = snapshot(data)
    assert "frozen already" in freeze(data, capsys, FIRST)
    assert snapshot(data) == before


def test_an_edition_without_changes_says_so(data: Path, capsys: Any) -> None:
    before = snapshot(data / "history")
    assert freeze(data, capsys, SECOND).endswith(f"since {FIRST}: no changes\n")
    assert snapshot(data / "history") == before
    assert [edition.date for edition in load(data).history.editions] == [FIRST, SECOND]


def test_a_changed_clause_is_told_with_both_wordings(data: Path, capsys: Any) -> None:
    old = load(data).clauses["plan-2030.2.1"].clause
    retext(data, capsys, "应当支持。", "应当大力支持。")
    out = freeze(data, capsys, SECOND)
    assert out.splitlines()[1:] == [
        f"- 修改{PLAN}第二部分第1项。", "    原为：1．加强领导。县级市<区>人民政府<管委会>应当支持。",
        "    现为：1．加强领导。县级市<区>人民政府<管委会>应当大力支持。"]
    history = load(data).history
    [change] = history.editions[-1].changes
    assert (change.action, change.clause, change.before) == ("changed", "plan-2030.2.1", fingerprint(old))
    assert history.wording("plan-2030.2.1", change.before).text == old.text
    assert history.published(FIRST)["plan-2030"].wordings["plan-2030.2.1"].text == old.text
    assert history.published(SECOND)["plan-2030"].wordings["plan-2030.2.1"].text == old.text.replace("应当", "应当大力")


def rename(data: Path, capsys: Any) -> None:
    """Take a row's address away and give its text another one, as the guide says it must be done."""
    edit(data / "outline" / "plan-2030.yml", "two-hundred", "twice-hundred")
    edit(data / "tombstones.yml", "tombstones: []", "tombstones:\n- {id: plan-2030.2.2.table-1.two-hundred, reason: 地址有误，已改正。, "
                                                    "moved_to: plan-2030.2.2.table-1.twice-hundred}")
    for command in ("extract", "register"):
        assert run(capsys, command, "--data", data).status == 0


def test_new_and_removed_clauses_are_told(data: Path, capsys: Any) -> None:
    rename(data, capsys)
    out = freeze(data, capsys, SECOND)
    assert f"- {PLAN}新增第二部分第2项" in out and "“200”一行。\n    现为：200 市水塘局\n" in out
    [removed] = [change for change in load(data).history.editions[-1].changes if change.action == "removed"]
    assert removed.words.startswith(f"删去{PLAN}第二部分第2项") and removed.words.endswith("地址有误，已改正。")
    assert "    原为：200 市水塘局" in out
    assert removed.departments and removed.industries == ("paper-boats",)
    assert load(data).history.wordings[removed.clause][-1].text == "200 市水塘局", "the words stay when the clause goes"


def test_a_changed_date_is_told(data: Path, capsys: Any) -> None:
    path = data / "metadata" / "rules-2031.yml"
    edit(path, "effective_to: {value: null, evidence: null}", "effective_to: {value: '2031-03-01', evidence: 自2031年3月1日起施行}")
    out = freeze(data, capsys, SECOND)
    assert out.splitlines()[1:] == ["- 《云桥市纸船管理办法》的有效期末日，由“文件未载明”改记为“2031-03-01”。"]
    assert freeze(data, capsys, THIRD).endswith("no changes\n")


@pytest.mark.parametrize("day", ["2024-02-30", "2024-1-1", "20240101", "yesterday", "", "２０２４-01-01"])
def test_a_bad_date_is_refused(data: Path, capsys: Any, day: str) -> None:
    assert "is no date: write it as YYYY-MM-DD" in refused(data, capsys, day)


def test_going_backwards_is_refused(data: Path, capsys: Any) -> None:
    assert "2023-12-31 would go backwards" in refused(data, capsys, "2023-12-31")


def test_a_day_to_come_is_refused(data: Path, capsys: Any) -> None:
    assert "is still to come" in refused(data, capsys, "9999-12-31")


def test_a_frozen_day_does_not_take_later_changes(data: Path, capsys: Any) -> None:
    retext(data, capsys, "应当支持。", "应当大力支持。")
    assert "release them under a later date" in refused(data, capsys, FIRST)


def test_data_with_a_problem_are_refused(data: Path, capsys: Any) -> None:
    edit(data / "sources" / "first.txt", "应当支持。", "应当大力支持。")
    rehash(data)
    assert run(capsys, "extract", "--data", data).status == 0
    assert "the text of plan-2030.2.1 is no longer the registered one" in refused(data, capsys, SECOND)


def test_what_is_not_committed_is_refused(data: Path, capsys: Any) -> None:
    def git(*words: str) -> None:
        subprocess.run(["git", "-c", "user.name=a", "-c", "user.email=a@b", *words], cwd=data, check=True, capture_output=True)

    git("init")
    git("add", ".")
    git("commit", "-m", "first")
    retext(data, capsys, "应当支持。", "应当大力支持。")
    assert "data/sources/first.txt: is not committed" in refused(data, capsys, SECOND).replace("\nsources", "\ndata/sources").replace(
        "sources/first.txt", "data/sources/first.txt", 1)
    git("add", ".")
    git("commit", "-m", "second")
    freeze(data, capsys, SECOND)


def test_a_release_that_broke_off_is_simply_run_again(data: Path, capsys: Any) -> None:
    retext(data, capsys, "应当支持。", "应当大力支持。")
    log = (data / "changes.yml").read_bytes()
    freeze(data, capsys, SECOND)
    whole = snapshot(data)
    (data / "changes.yml").write_bytes(log)
    assert f"speaks of an edition of {SECOND}" in run(capsys, "check", "--data", data).err
    freeze(data, capsys, SECOND)
    assert snapshot(data) == whole


# --- nothing published is lost: every way of losing it must be refused ---


def drop_clause(data: Path) -> None:
    """Take a clause out of the text, its registry line with it, so that only the history remembers."""
    edit(data / "outline" / "plan-2030.yml", "two-hundred", "twice-hundred")
    assert_run("extract", data)
    (data / "registry.yml").write_text("ids: {}\n", "utf-8")
    assert_run("register", data)


def change_quietly(data: Path) -> None:
    """Change a clause's words and pretend in the registry that it never read otherwise."""
    edit(data / "sources" / "first.txt", "应当支持。", "应当大力支持。")
    rehash(data)
    assert_run("extract", data)
    (data / "registry.yml").write_text("ids: {}\n", "utf-8")
    assert_run("register", data)


def drop_document(data: Path) -> None:
    for folder in ("documents", "metadata", "facts"):
        (data / folder / "plan-2030.yml").unlink()
    rows = (data / "registry.yml").read_text("utf-8").splitlines(keepends=True)
    (data / "registry.yml").write_text("".join(row for row in rows if not row.startswith("  plan-2030")), "utf-8")


def forget_address(data: Path) -> None:
    rows = (data / "registry.yml").read_text("utf-8").splitlines(keepends=True)
    (data / "registry.yml").write_text("".join(row for row in rows if not row.startswith("  rules-2031.3:")), "utf-8")


def alter_old_words(data: Path) -> None:
    edit(data / "history" / "rules-2031.yml", "处以十元罚款", "处以百元罚款")


def alter_old_words_and_fingerprint(data: Path) -> None:
    path = data / "history" / "rules-2031.yml"
    text = path.read_text("utf-8").replace("处以十元罚款", "处以百元罚款")
    [entry] = [entry for entry in strict_yaml.loads(text, "")["wordings"] if entry["id"] == "rules-2031.3"]
    from generator.history import fingerprint_of

    path.write_text(text.replace(entry["fingerprint"], fingerprint_of(entry["label"], entry["text"], ())), "utf-8")


def forget_wording(data: Path) -> None:
    path = data / "history" / "rules-2031.yml"
    entries = strict_yaml.load(path)
    entries["wordings"] = [entry for entry in entries["wordings"] if entry["id"] != "rules-2031.3"]
    path.write_text(strict_yaml.dump({key: [dict(e) for e in value] if isinstance(value, list) else value for key, value in entries.items()}), "utf-8")


def forget_history(data: Path) -> None:
    (data / "history" / "rules-2031.yml").unlink()


def forget_log(data: Path) -> None:
    (data / "changes.yml").unlink()


def forget_change(data: Path) -> None:
    path = data / "changes.yml"
    text = path.read_text("utf-8")
    start = text.index("  - words: 收录《云桥市纸船管理办法》")
    path.write_text(text[:start], "utf-8")


def redate(data: Path) -> None:
    edit(data / "changes.yml", FIRST, "2023-05-05")


def redescribe(data: Path) -> None:
    edit(data / "history" / "rules-2031.yml", "effective_from: '2031-03-01'", "effective_from: '2030-03-01'")


def assert_run(command: str, data: Path) -> None:
    from generator.__main__ import main

    assert main([command, "--data", str(data)]) == 0


@pytest.mark.parametrize("lose, message", [
    (drop_clause, "the published clause plan-2030.2.2.table-1.two-hundred would be lost"),
    (change_quietly, "plan-2030.2.1 was published with the fingerprints"),
    (drop_document, "the published document plan-2030 would be lost"),
    (forget_address, "rules-2031.3 was published with the fingerprints"),
    (alter_old_words, "the words of rules-2031.3 of 2024-01-01 have been altered"),
    (alter_old_words_and_fingerprint, "what data/history holds is not what the edition of 2024-01-01 published"),
    (forget_wording, "what data/history holds is not what the edition of 2024-01-01 published"),
    (forget_history, "what data/history holds is not what the edition of 2024-01-01 published"),
    (forget_log, "speaks of an edition of 2024-01-01, which data/changes.yml does not have"),
    (forget_change, "the change log of 2024-01-01 is not what that edition changed"),
    (redate, "speaks of an edition of 2024-01-01, which data/changes.yml does not have"),
    (redescribe, "what data/history holds is not what the edition of 2024-01-01 published"),
])
def test_nothing_published_can_be_lost(data: Path, capsys: Any, lose: Any, message: str) -> None:
    lose(data)
    done = run(capsys, "check", "--data", data)
    assert done.status == 1 and message in done.err, done.err
    refused(data, capsys, SECOND)


def test_a_lost_log_is_written_again_by_its_own_release_only(data: Path, capsys: Any) -> None:
    whole = snapshot(data)
    forget_log(data)
    assert f"holds words of an edition of {FIRST} that data/changes.yml does not have" in refused(data, capsys, SECOND)
    freeze(data, capsys, FIRST)
    assert snapshot(data) == whole
    retext(data, capsys, "应当支持。", "应当大力支持。")
    forget_log(data)
    assert f"holds words of an edition of {FIRST}" in refused(data, capsys, FIRST)


def test_the_address_of_a_clause_that_is_gone_is_never_given_to_other_words(data: Path, capsys: Any) -> None:
    rename(data, capsys)
    freeze(data, capsys, SECOND)
    edit(data / "outline" / "plan-2030.yml", "twice-hundred", "two-hundred")
    (data / "tombstones.yml").write_text("tombstones:\n- {id: plan-2030.2.2.table-1.twice-hundred, reason: 恢复原地址。}\n", "utf-8")
    for command in ("extract", "register"):
        assert run(capsys, command, "--data", data).status == 0
    kept = shutil.copytree(data, data.parent / "kept")
    edit(data / "outline" / "plan-2030.yml", "end: 200 市水塘局", "end: 200 市纸船局")
    retext(data, capsys, "\t200\n\t市水塘局", "\t200\n\t市纸船局")
    assert "its address may come back with its old words only" in refused(data, capsys, THIRD)
    out = freeze(Path(kept), capsys, THIRD)
    assert f"恢复{PLAN}" in out, "with its old words it may"
    assert problems(Path(kept), capsys) == []


def test_the_published_edition_is_what_the_data_say() -> None:
    """The repository's own history: sound, and every edition's digest that of its words."""
    history = load_history(DATA)
    assert history.editions[0].date == "2026-11-21"
    assert {change.action for change in history.editions[0].changes} == {"collected"}
    assert len(history.editions[0].changes) == history.editions[0].documents == 44
    for edition in history.editions:
        assert digest(history.published(edition.date)) == edition.digest
    alive = present(real(), history.latest)
    assert history.published(history.latest).keys() <= alive.keys()


# --- feeds: read by programs that are not ours ---


def parsed(text: str) -> Any:
    found = feedparser.parse(text.encode("utf-8"))
    assert not found.bozo, found.get("bozo_exception")
    assert found.version == "atom10"
    return found


def lines_of(text: str) -> list[bytes]:
    raw = text.encode("utf-8")
    assert raw.endswith(b"\r\n") and raw.count(b"\n") == raw.count(b"\r\n") == raw.count(b"\r")
    return raw.split(b"\r\n")[:-1]


@pytest.fixture
def changed(data: Path, capsys: Any) -> Path:
    """The minimal data with a second edition: a clause changed, a row removed, a row added."""
    retext(data, capsys, "应当支持。", "应当大力支持。")
    rename(data, capsys)
    freeze(data, capsys, SECOND)
    return data


def test_a_feed_tells_every_change_once_newest_first(changed: Path) -> None:
    handbook = load(changed)
    found = parsed(feeds.files(handbook, "https://handbook.example/x/")["all.xml"])
    assert found.feed.id == "tag:suzhou-policy-handbook.invalid,2026:feeds/all"
    assert found.feed.updated == f"{SECOND}T00:00:00+08:00"
    assert found.feed.author == "苏州政策手册"
    words = [change.words for edition in reversed(handbook.history.editions) for change in edition.changes]
    assert [entry.title for entry in found.entries] == words and len(words) == 6
    assert len({entry.id for entry in found.entries}) == len(words)
    by_id = {entry.id: entry for entry in found.entries}
    told = by_id[f"tag:suzhou-policy-handbook.invalid,2026:changes/{SECOND}/plan-2030.2.1"]
    assert told.link == "https://handbook.example/x/c/plan-2030.2.1/"
    html = told.content[0].value
    assert "原文：" in html and "应当支持。" in html and "现文：" in html and "应当大力支持。" in html
    assert "县级市&lt;区&gt;人民政府" in html, "angle brackets are text, not HTML"


def test_feeds_by_department_and_industry_hold_what_concerns_them(changed: Path) -> None:
    handbook = load(changed)
    found = feeds.files(handbook)
    assert set(found) == {"all.xml", *(f"department-{name}.xml" for name in handbook.departments),
                          *(f"industry-{name}.xml" for name in handbook.facts.industries)}
    titles = {entry.title for entry in parsed(found["all.xml"]).entries}
    for name, text in found.items():
        assert {entry.title for entry in parsed(text).entries} <= titles, name
    for body in handbook.departments:
        own = [change for edition in handbook.history.editions for change in edition.changes if body in change.departments]
        assert len(parsed(found[f"department-{body}.xml"]).entries) == len(own)
    assert any(parsed(text).entries for name, text in found.items() if name.startswith("department-"))


def test_a_site_without_an_address_gives_relative_links_and_says_so(changed: Path) -> None:
    handbook = load(changed)
    for text in (*feeds.files(handbook).values(), *calendar.files(handbook, SECOND).values()):
        assert "http://" not in text.replace('xmlns="http://www.w3.org/2005/Atom"', "") and "https://" not in text
    found = parsed(feeds.files(handbook)["all.xml"])
    assert "没有声明网址" in found.feed.subtitle
    assert "../c/plan-2030.2.1/index.html" in [entry.link for entry in found.entries]
    assert "没有声明网址" not in parsed(feeds.files(handbook, "https://handbook.example/")["all.xml"]).feed.subtitle


def test_ids_do_not_change_when_the_handbook_moves(changed: Path) -> None:
    handbook = load(changed)
    for name, text in feeds.files(handbook).items():
        moved = feeds.files(handbook, "https://handbook.example/")[name]
        assert [entry.id for entry in parsed(text).entries] == [entry.id for entry in parsed(moved).entries]


def test_a_feed_keeps_whole_editions_and_no_more_than_it_must() -> None:
    def edition(day: str, count: int) -> list[Any]:
        changes = tuple(Change(f"{day} {index}", "collected", "a") for index in range(count))
        made = Edition(day, 1, 1, "", changes)
        return [(made, change) for change in changes]

    rows = [*edition("2024-03-01", 60), *edition("2024-02-01", 60), *edition("2024-01-01", 60)]
    assert len(list(feeds.newest(rows))) == 120
    assert len(list(feeds.newest(edition("2024-03-01", 500)))) == 500


def test_feeds_of_the_corpus_are_read_by_a_feed_reader_and_stay_small() -> None:
    found = feeds.files(real(), "https://handbook.example/")
    for text in found.values():
        parsed(text)
    assert len(parsed(found["all.xml"]).entries) >= 44
    assert max(len(text.encode()) for text in found.values()) < 200_000
    assert sum(len(text.encode()) for text in found.values()) < 3_000_000


# --- calendars ---


def calendars(handbook: Any, site_url: str = "") -> dict[str, str]:
    return calendar.files(handbook, handbook.history.latest, site_url)


def components(text: str) -> dict[str, Any]:
    """UID -> event, as a calendar program reads it; every event stands once."""
    read = icalendar.Calendar.from_ical(text)
    assert read.errors == []
    events = read.walk("VEVENT")
    found = {str(event["UID"]): event for event in events}
    assert len(found) == len(events) and all(event.errors == [] for event in events)
    return found


def test_every_calendar_is_read_and_folded_as_the_standard_says() -> None:
    for name, text in calendars(real(), "https://handbook.example/").items():
        assert [line for line in lines_of(text) if len(line) > 75] == [], name
        for line in lines_of(text):
            line.decode("utf-8")  # no character is torn apart
        components(text)


def test_every_date_that_a_document_states_is_in_the_calendar() -> None:
    handbook = real()
    found = components(calendars(handbook)["all.ics"])
    wanted = {}
    for entry in handbook.entries.values():
        for field in ("effective_from", "effective_to"):
            if day := getattr(entry.metadata, field).value:
                wanted[f"{entry.id}/{field}"] = day
    for _document, award in handbook.facts.entries("awards"):
        wanted |= {f"{award.id}/{field}": getattr(award, field) for field in ("from_date", "to_date") if getattr(award, field)}
    for _document, deadline in handbook.facts.entries("deadlines"):
        wanted |= {deadline.id: deadline.date} if deadline.date else {}
    plain = {uid.removesuffix("@suzhou-policy-handbook.invalid"): event["DTSTART"].dt.isoformat()
             for uid, event in found.items() if "RRULE" not in event}
    assert plain == wanted and len(wanted) > 50


def test_a_yearly_day_comes_every_year() -> None:
    found = components(calendars(real())["all.ics"])
    event = found["producer-leaders-2020.6.3/april-report@suzhou-policy-handbook.invalid"]
    assert event["RRULE"]["FREQ"] == ["YEARLY"] and "UNTIL" not in event["RRULE"]
    assert event["DTSTART"].dt.isoformat() == "2021-04-30", "in force since 2020-06-01: the first 30 April after that"


def test_a_yearly_day_ends_with_its_document(tmp_path: Path) -> None:
    data = minimal(tmp_path)
    facts = data / "facts" / "plan-2030.yml"
    facts.write_text(facts.read_text("utf-8") + """deadlines:
- {id: plan-2030.2.1/report, clause: plan-2030.2.1, quote: 应当支持, who: 各镇, what: 报送, limit: 每年6月底前, yearly: 06-30}
""", "utf-8")
    edit(data / "metadata" / "plan-2030.yml", "effective_from: {value: '2030-01-01'", "effective_from: {value: '2030-07-01'")
    found = components(calendar.files(load(data), "2030-01-01")["all.ics"])
    event = found["plan-2030.2.1/report@suzhou-policy-handbook.invalid"]
    assert event["DTSTART"].dt.isoformat() == "2031-06-30"
    assert event["RRULE"]["UNTIL"][0].isoformat() == "2032-12-31"


def test_days_to_come_remind_90_and_30_days_before_and_days_gone_by_do_not() -> None:
    handbook = real()
    for event in components(calendars(handbook)["all.ics"]).values():
        alarms = [alarm["TRIGGER"].dt.days for alarm in event.walk("VALARM")]
        coming = "RRULE" in event or event["DTSTART"].dt.isoformat() >= handbook.history.latest
        assert alarms == ([-90, -30] if coming else []), event["SUMMARY"]
    expiring = components(calendars(handbook)["all.ics"])["talent-hukou-2024/effective_to@suzhou-policy-handbook.invalid"]
    assert expiring["DTSTART"].dt.isoformat() == "2026-12-31" and len(expiring.walk("VALARM")) == 2


def test_texts_with_marks_of_the_format_come_through() -> None:
    event = calendar.Event("a-2030.1/x", "2030-01-01", "甲;乙,丙\\n丁", "一\n二;“三”,四\\", "c/a/", "时限", ())
    text = calendar.calendar("试;验,", [event], "2029-01-01", 0)
    [read] = components(text).values()
    assert str(read["SUMMARY"]) == "甲;乙,丙\\n丁"
    assert str(read["DESCRIPTION"]).startswith("一\n二;“三”,四\\\n手册中的地址：c/a/\n")


def test_an_industry_calendar_holds_the_days_of_its_industry() -> None:
    found = calendars(real())
    assert set(found) == {"all.ics", *(f"industry-{name}.ics" for name in real().facts.industries)}
    every = components(found["all.ics"])
    for name in real().facts.industries:
        assert components(found[f"industry-{name}.ics"]).keys() <= every.keys()
    assert "embodied-robots-2025/effective_to@suzhou-policy-handbook.invalid" in components(found["industry-robots.ics"])


def test_feeds_and_calendars_know_no_clock() -> None:
    one = {**feeds.files(real()), **calendars(real())}
    assert one == {**feeds.files(load(DATA)), **calendars(load(DATA))}


# --- as of a day, in a browser ---


def chosen(page: Any) -> dict[str, str]:
    """Document -> state, as the table shows it."""
    rows = page.locator("#documents-table tbody tr:visible").evaluate_all(
        "rows => rows.map(r => [r.querySelector('a').getAttribute('href'), r.querySelector('.status-badge').textContent])")
    return {href.split("/index.html")[0].rpartition("/")[2]: state for href, state in rows}


def test_as_of_a_day(site: Any, page: Any) -> None:
    page.goto(site.at("as-of/index.html?on=2019-06-01"))
    states = chosen(page)
    assert len(states) == len(real().entries)
    assert states["gas-2018"] == "已施行（有效期未载明）"
    assert states["icv-2025"] == "尚未施行"
    assert states["digital-trade-2023"] == "状态未载明"
    assert states["capital-market-2023"] == "状态未载明", "it does not say when it began: of a day gone by nobody can tell"
    summary = page.locator("as-of-day").inner_text()
    assert summary.startswith("2019-06-01：") and "状态未载明 " in summary
    gas = page.locator("section.amended", has=page.locator("#amended-gas-2018"))
    assert "施行的是修正之前的文本。手册没有收录那个文本" in gas.inner_text()


def test_another_day_changes_the_page_and_its_address(site: Any, page: Any) -> None:
    page.goto(site.at("as-of/index.html"))
    page.locator("document-filter input[name=on]").fill("2028-01-01")
    assert chosen(page)["icv-2025"] == "已失效"
    assert "on=2028-01-01" in page.url
    gas = page.locator("section.amended", has=page.locator("#amended-gas-2018"))
    assert "施行的是修正之后的文本" in gas.inner_text()
    page.locator("document-filter select[name=status]").select_option("expired")
    assert set(chosen(page).values()) == {"已失效"}
    page.reload()
    assert set(chosen(page).values()) == {"已失效"}, "the address tells it all"
    page.locator("document-filter button[type=reset]").first.click()
    page.wait_for_function("() => !location.href.includes('on=')")


def test_the_day_goes_along_to_the_document(site: Any, page: Any) -> None:
    page.goto(site.at("policies/index.html?on=2019-06-01"))
    page.locator("#documents-table a[href^='gas-2018/']").click()
    status = page.locator("policy-status").first
    status.locator(".status-badge").wait_for()
    assert "按所选日期 2019-06-01 判断" in status.inner_text()
    assert "施行的是修正之前的文本，手册没有收录" in status.inner_text()
    page.goto(site.at("c/icv-2025.1.4/index.html?on=2021-06-01"))
    assert page.locator(".status-badge").first.inner_text() == "尚未施行"


def test_a_day_that_is_none_is_today(site: Any, page: Any) -> None:
    page.goto(site.at("as-of/index.html?on=2021-02-30"))
    assert page.locator("as-of-day").inner_text().startswith("今天（")
    assert page.locator("document-filter input[name=on]").input_value() == ""


def test_the_amended_articles_show_before_and_after(site_dir: Path) -> None:
    page = lxml.html.fromstring((site_dir / "as-of" / "index.html").read_text("utf-8"))
    rows = page.xpath("//section[@class='amended']//tbody/tr")
    assert len(rows) == len(real().amendments)
    for row, change in zip(rows, real().amendments, strict=True):
        before, after = row.xpath("td")[1].text_content(), row.xpath("td")[2].text_content()
        assert before == ("没有这一条（项）" if change.action == "insert" else "、".join(change.before) + "，文字未载明")
        for clause in change.after:
            assert compact(real().clauses[clause].clause.text) in compact(after)
        assert change.after or after == "已删去"


@pytest.mark.parametrize("name", ["as-of", "feeds", "changes"])
def test_pages_about_time_are_accessible_and_fit(http_site: Any, screen_page: Any, name: str) -> None:
    screen_page.goto(http_site.at(f"{name}/index.html"))
    assert axe(screen_page) == [] and overflow(screen_page) == []


def test_the_site_offers_every_feed(site_dir: Path) -> None:
    names = {path.name for path in (site_dir / "feeds").iterdir()} - {"index.html"}
    assert names == {*feeds.files(real()), *calendars(real())}
    page = lxml.html.fromstring((site_dir / "feeds" / "index.html").read_text("utf-8"))
    assert names <= set(page.xpath("//a/@href"))
    home = lxml.html.fromstring((site_dir / "index.html").read_text("utf-8"))
    assert home.xpath("//link[@rel='alternate'][@type='application/atom+xml']/@href") == ["feeds/all.xml"]
    for name in names:
        content = (site_dir / "feeds" / name).read_bytes().decode("utf-8")
        parsed(content) if name.endswith(".xml") else components(content)
