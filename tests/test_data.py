"""data/: the forty-four real documents. Nothing lost, nothing invented, every address and every body where it belongs."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from generator import strict_yaml
from generator.checks import check, dates_in, unmatched_bodies
from generator.coverage import coverage_report, rebuild
from generator.extract.run import HEADER, extract, load_manifest
from generator.facts_checks import check_facts
from generator.model.decode import plain
from generator.model.document import Clause
from generator.text import compact
from tests.support import DATA, real, real_pages, run

SOURCES = sorted(path.name for path in (DATA / "sources").glob("*.txt"))


def clause(name: str) -> Clause:
    return real().clauses[name].clause


def numbers(document: str) -> list[str]:
    """The official numbers of every clause of a document, in order."""
    return [name.partition(".")[2] for name in real().entries[document].views]


# --- nothing lost ---


def printed(node: dict[str, Any]) -> Iterator[str]:
    """A clause of the YAML as the source prints it. Written anew, so that the generator does not vouch for itself."""
    own = " ".join(node.get("printed", [])) if node["kind"] == "row" else node["text"]
    for omission in reversed(node.get("omitted", [])):
        at = int(omission["at"])
        own = own[:at] + omission["text"] + own[at:]
    yield from node.get("header_repeats", [])
    yield (node.get("label", "") if node["kind"] != "row" else "") + own
    yield from node.get("header", [])
    for child in node.get("clauses", []):
        yield from printed(child)


def read(path: Path) -> Any:
    return yaml.load(path.read_text("utf-8"), yaml.CBaseLoader)


@pytest.mark.parametrize("file", SOURCES)
def test_every_source_is_rebuilt_from_the_yaml_character_for_character(file: str) -> None:
    documents = {path.stem: read(path)["clauses"] for path in (DATA / "documents").glob("*.yml")}
    [source] = [source for source in read(DATA / "manifest.yml")["sources"] if source["file"] == file]
    pieces: list[str] = []
    for stretch in source["stretches"]:
        if "leftover" in stretch:
            pieces.append(stretch["start"].split("▸")[-1])
            continue
        part = stretch.get("part", "body")
        nodes = documents[stretch.get("document") or stretch["duplicate_of"]]
        for node in nodes:
            own = node["kind"] if node["kind"] in ("notice", "interpretation") else "body"
            pieces.extend(printed(node) if own == part else ())
    ours, theirs = compact("".join(pieces)), compact((DATA / "sources" / file).read_bytes().decode("utf-8"))
    at = next((i for i, (a, b) in enumerate(zip(ours, theirs)) if a != b), min(len(ours), len(theirs)))
    assert ours[at : at + 30] == theirs[at : at + 30], f"from character {at}"
    assert ours == theirs


def test_the_generator_rebuilds_them_too() -> None:
    text, complete = coverage_report(DATA)
    assert complete, text
    assert {file: "".join(piece.text for piece in pieces) for file, pieces in rebuild(DATA).items()} == {
        file: compact((DATA / "sources" / file).read_text("utf-8")) for file in SOURCES}


def test_every_leftover_has_its_reason() -> None:
    leftovers = Counter(piece.what for pieces in rebuild(DATA).values() for piece in pieces
                        if piece.what not in ("clauses", "duplicate"))
    assert leftovers and all(len(reason) >= 6 for reason in leftovers)
    assert sum(len(piece.text) for pieces in rebuild(DATA).values() for piece in pieces
               if piece.what not in ("clauses", "duplicate")) < 100, "a leftover is a scrap of a web page, not a text"


def test_extraction_is_deterministic_and_the_documents_are_current() -> None:
    first, second = ({document.id: strict_yaml.dump(plain(document), HEADER) for document in extract(DATA).documents}
                     for _ in range(2))
    assert first == second
    assert {path.stem: path.read_text("utf-8") for path in (DATA / "documents").glob("*.yml")} == first


def test_extraction_leaves_no_doubt() -> None:
    assert [str(doubt) for doubt in extract(DATA).doubts] == []


# --- nothing wrong ---


def test_the_checks_find_nothing() -> None:
    assert sorted(map(str, check(real()))) == []
    assert sorted(map(str, check_facts(real(), real().facts))) == []


def test_the_command_finds_nothing(capsys: Any) -> None:
    done = run(capsys, "check")
    assert (done.status, done.err) == (0, "check: 0 problems\n")


def test_every_body_in_a_list_is_a_department() -> None:
    unmatched: dict[str, list[str]] = {}
    for where, name in unmatched_bodies(real()):
        unmatched.setdefault(name, []).append(where)
    assert unmatched == {}, "add these to data/taxonomy/departments.yml"


def test_every_list_of_bodies_is_read() -> None:
    """A clause that says 责任单位：, 按职责分工负责 and the like has bodies; so has one that ends in known names."""
    known = {name for body in real().departments.values() for name in body.names}
    lead = re.compile(r"[（(\[][^（）()]*(?:责任单位|责任部门|牵头单位|配合单位|报送单位)：|按职责分工(?:负责|落实)[，）)]|负责[）)]$")
    unread = []
    for name, view in real().clauses.items():
        by_article = any(other.clause.kind == "article" for other in real().entries[view.document].views.values())
        if by_article or view.clause.kind in ("title", "notice", "row") or view.clause.bodies:
            continue
        for paragraph in view.clause.text.split("\n"):
            end = re.search(r"[（(]([^（）()]+)[）)]。?$", paragraph)
            names = re.split(r"[、，；]", end.group(1)) if end else []
            if lead.search(paragraph) or names and set(names) <= known:
                unread.append(f"{name}: {paragraph[-60:]}")
    assert unread == []


def test_no_name_of_a_body_holds_more_than_a_name() -> None:
    odd = {body.name for view in real().clauses.values() for body in view.clause.bodies
           if re.search(r"[。；：]|责任单位|按职责分工|牵头|负责$|落实$|不再|下同|^及|^和|^与", body.name)}
    assert odd == set()


# --- what there is ---


def test_forty_four_documents_two_interpretations_one_duplicate() -> None:
    manifest, _lines = load_manifest(DATA)
    stretches = [stretch for source in manifest.sources for stretch in source.stretches]
    assert len(real().entries) == len({stretch.document for stretch in stretches if stretch.document}) == 44
    assert Counter(stretch.part for stretch in stretches if stretch.document) == {"body": 44, "notice": 3, "interpretation": 2}
    assert [stretch.duplicate_of for stretch in stretches if stretch.duplicate_of] == ["xborder-plan-2024"]
    assert [name for name, view in real().clauses.items() if view.clause.kind == "interpretation"] == [
        "listed-quality-2021.interpretation", "producer-leaders-2020.interpretation"]


def test_five_files_and_thirty_nine_documents_in_one_of_them() -> None:
    files = Counter(file for entry in real().entries.values() for file in {source.file for source in entry.document.sources})
    assert sorted(files.values()) == [1, 1, 1, 2, 39]
    assert sorted(files) == SOURCES


def test_every_document_says_whose_it_is() -> None:
    areas = {name: entry.metadata.jurisdiction.value for name, entry in real().entries.items()
             if entry.metadata.jurisdiction.value != "suzhou"}
    assert areas == {"jiangsu-service-clusters-2021": "jiangsu", "changshu-relief-2022": "changshu", "taicang-clusters-2022": "taicang"}


@pytest.mark.parametrize("name, kind, label, start", [
    ("icv-2025.1.4", "subsection", "(四)", "推动汽车电子高质量发展。"),
    ("talent-hukou-2024.7", "article", "第七条", "具有博士研究生学历或者博士学位"),
    ("talent-hukou-2024.4.2", "item", "（二）", "具有硕士研究生学历或者硕士学位，年龄在50周岁以下；"),
    ("icv-2025.preamble", "preamble", "", "为了认真贯彻市委、市政府"),
    ("icv-2025.closing", "closing", "", "本政策自2025年7月1日起施行"),
    ("gas-2018.title", "title", "", "苏州市燃气管理办法"),
    ("gas-2018.1", "article", "第一条", "为了加强燃气管理，保障燃气供应"),
    ("gas-2018.ch1", "chapter", "第一章", "总\u2002则"),
    ("gas-2018.promulgation", "promulgation", "", "（2018年4月23日"),
    ("services-plan-2021.1.1.innovation-drive", "part", "", "创新驱动提速前行。"),
    ("services-plan-2021.2.4.table-1.3", "row", "3", "产业结构 生产性服务业增加值占服务业增加值的比重（%） 54.3 58"),
    ("producer-leaders-2020.notice", "notice", "", "苏府规字〔2020〕5号"),
    ("listed-quality-2021.interpretation.2.3.3", "point", "3.", "拓宽多元化融资渠道。"),
])
def test_an_address_leads_to_its_text(name: str, kind: str, label: str, start: str) -> None:
    found = clause(name)
    assert (found.kind, found.label) == (kind, label)
    assert found.text.startswith(start)


@pytest.mark.parametrize("document, wanted", [
    # （一） and 1． start again in every part
    ("industrial-design-2025", ["2.1", "2.1.1", "2.1.2", "2.2", "2.2.1", "2.2.2", "2.2.3", "2.3", "2.3.1"]),
    # 1． runs on through the parts
    ("xborder-plan-2024", ["3.1.5", "3.2", "3.2.6", "3.2.7", "3.2.8", "3.2.9", "3.3", "3.3.10"]),
    # （一） runs on through the parts
    ("listed-quality-2021", ["2.2", "3", "3.3", "3.4", "3.5", "4", "4.6"]),
    ("icv-2025", ["1.4", "2", "2.5"]),
])
def test_numbers_that_restart_and_numbers_that_run_on(document: str, wanted: list[str]) -> None:
    found = numbers(document)
    at = found.index(wanted[0])
    assert found[at : at + len(wanted)] == wanted


def test_the_numbers_of_the_articles_have_no_gap() -> None:
    """And chapters are no part of them."""
    for document in real().entries:
        articles = [int(number) for number in numbers(document) if clause(f"{document}.{number}").kind == "article"]
        assert articles == list(range(1, len(articles) + 1)), document
        items = Counter(view.clause.kind for view in real().entries[document].views.values())
        assert not articles or not items["subsection"], "in a text of articles （一） is an item"


@pytest.mark.parametrize("table, columns, rows", [
    ("new-services-indicators-2022.table", 7, 30), ("new-services-tasks-2022.table", 6, None),
    ("services-plan-2021.2.4.table-1", 5, 12), ("clusters-2022.annex.table", 4, 25),
])
def test_tables_are_tables(table: str, columns: int, rows: int | None) -> None:
    found = clause(table)
    assert found.kind == "table" and len(found.columns) == columns
    assert {row.kind for row in found.clauses} == {"row"} and {len(row.cells) for row in found.clauses} == {columns}
    assert rows is None or len(found.clauses) == rows


@pytest.mark.parametrize("row, cells", [
    ("new-services-indicators-2022.table.new-services-growth",
     ("总量指标", "", "规上新兴服务业营收重点领域增速（%）", "10以上", "10以上", "10以上", "10以上")),
    ("new-services-indicators-2022.table.digital-finance-firms",
     ("重点方向", "金融服务", "集聚数字金融企业（家）", "300", "500", "700", "超1000")),
    ("services-plan-2021.2.4.table-1.2", ("总量规模", "2", "服务业增加值年均增速（%）", "7", "高于GDP增速")),
    ("services-plan-2021.2.4.table-1.4", ("产业结构", "4", "数字经济核心产业增加值占GDP比重（%）", "—", "18以上")),
    ("clusters-2022.annex.table.aerospace", ("副市长季晶", "航空航天", "市工信局", "市发改委、市科技局")),
    ("clusters-2022.annex.table.new-displays", ("副市长张桥", "新型显示", "市工信局", "市发改委")),
])
def test_merged_cells_are_filled_in(row: str, cells: tuple[str, ...]) -> None:
    assert clause(row).cells == cells


def test_what_a_row_prints_is_in_its_text() -> None:
    for name, view in real().clauses.items():
        if view.clause.kind == "row":
            number = view.clause.label
            words = [cell for cell in view.clause.printed if cell]
            if number:
                words.remove(number)
            assert view.clause.text == " ".join(words), name
            assert set(filter(None, view.clause.printed)) <= set(view.clause.cells), name


@pytest.mark.parametrize("name, heading", [
    ("icv-2025.1.4", "推动汽车电子高质量发展"), ("listed-quality-2021.3.3", "拓宽多元化融资渠道"),
    ("industrial-design-2025.2.2.1", "提升工业设计载体能级"), ("xborder-plan-2024.3.2.6", "建设专业高效跨境电商物流通道"),
    ("talent-hukou-2024.7", ""), ("amendment-2020.1.2", ""),
])
def test_a_heading_is_told_from_the_text_behind_it(name: str, heading: str) -> None:
    assert clause(name).heading == heading
    assert not heading or clause(name).text.startswith(f"{heading}。")


def test_every_heading_is_printed_in_its_text() -> None:
    assert [name for name, view in real().clauses.items()
            if view.clause.heading and view.clause.kind != "row"
            and compact(view.clause.heading) not in compact(view.clause.text.split("\n")[0])] == []


# --- as printed ---


def test_angle_brackets_are_text() -> None:
    holding = [name for name, view in real().clauses.items() if "县级市<区>人民政府<管委会>" in view.clause.text]
    assert {"industrial-design-2025.2.1.1", "silver-economy-2025.1.1", "software-2025.3"} <= set(holding)
    named = {body.name for view in real().clauses.values() for body in view.clause.bodies}
    assert "各县级市<区>人民政府<管委会>" in named


@pytest.mark.parametrize("name, words", [
    ("intermediary-market-2025.24", "有效期至至2027年2月28日。"),
])
def test_misprints_stay(name: str, words: str) -> None:
    assert words in clause(name).text


def test_every_misprint_that_is_noted_is_in_the_source() -> None:
    text = "".join(compact((DATA / "sources" / file).read_text("utf-8")) for file in SOURCES)
    slips = [slip.quote for entry in real().entries.values() for slip in entry.metadata.misprints]
    assert len(slips) > 10
    assert [quote for quote in slips if compact(quote) not in text] == []


# --- what documents are ---


def test_every_fact_of_a_document_is_tied_to_a_clause_or_says_why_not() -> None:
    loose = []
    for name, entry in real().entries.items():
        for field in ("title", "number", "jurisdiction", "issuer", "issued", "effective_from", "effective_to"):
            fact = getattr(entry.metadata, field)
            if fact.value is not None and real().evidence_clause(name, fact) is None and not fact.note:
                loose.append(f"{name}: {field}")
    assert loose == []


def test_what_no_text_says_is_null() -> None:
    """Half of the validities are missing; none is made up."""
    ends = [entry.metadata.effective_to.value for entry in real().entries.values()]
    assert None in ends and any(ends)
    for entry in real().entries.values():
        for field in ("issued", "effective_from", "effective_to"):
            fact = getattr(entry.metadata, field)
            if fact.value and fact.evidence and not fact.note:
                assert tuple(fact.value.split("-")) in set(dates_in(fact.evidence)), entry.id


@pytest.mark.parametrize("name, issued, start, end", [
    ("icv-2025", None, "2025-07-01", "2027-12-31"), ("gas-2018", "2018-04-23", "2018-06-01", None),
    ("taxi-2003", "2003-06-04", "2003-07-01", None), ("xborder-plan-2024", "2024-04-08", None, None),
    ("changshu-relief-2022", None, None, "2022-12-31"), ("notify-commit-2020", None, "2020-01-01", None),
])
def test_when_a_document_holds(name: str, issued: str | None, start: str | None, end: str | None) -> None:
    metadata = real().entries[name].metadata
    assert (metadata.issued.value, metadata.effective_from.value, metadata.effective_to.value) == (issued, start, end)


def test_a_bureau_of_another_city_is_another_bureau() -> None:
    named = {department for name, view in real().clauses.items() if view.document == "changshu-relief-2022"
             for department, body in real().bodies_of(name) if body.name.startswith("市")}
    assert named and {real().departments[name or ""].jurisdiction for name in named} == {"changshu"}
    named = {department for name, view in real().clauses.items() if view.document == "smart-digital-2023"
             for department, body in real().bodies_of(name) if body.name.startswith("市")}
    assert {real().departments[name or ""].jurisdiction for name in named} <= {"suzhou"}


def test_defaults_reach_every_later_list() -> None:
    """“以下均需…落实，不再列出”: every later list has the bodies that it does not print."""
    for document, start in (("industrial-design-2025", "2.1.1"), ("silver-economy-2025", "1.1"), ("xborder-plan-2024", "3.1.1")):
        found = numbers(document)
        later = [clause(f"{document}.{number}") for number in found[found.index(start):]]
        lists = [one for one in later if one.bodies]
        assert len(lists) > 5
        assert [one.id for one in lists if not any("县级市" in body.name for body in one.bodies)] == []
        assert any(body.default for one in lists for body in one.bodies)


# --- on the pages ---


def test_every_clause_is_an_anchor_of_its_page_once() -> None:
    pages = real_pages()
    for name, entry in real().entries.items():
        markdown = pages[f"policies/{name}.md"]
        ids = Counter(re.findall(r'(?:<(?:div|tr)[^>]* id="|\{ #)([^" ]+)', markdown))
        wrong = {anchor: ids[anchor] for anchor in map(lambda clause: clause.id.partition(".")[2], entry.document.walk())
                 if ids[anchor] != 1}
        assert wrong == {}, name


def test_no_page_holds_a_script_out_of_a_text() -> None:
    for name, markdown in real_pages().items():
        assert re.findall(r"<script(?! type=.application/json.)", markdown) == [], name
