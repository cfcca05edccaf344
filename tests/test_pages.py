"""generator/pages: every text is on its page, whole and inert; every fact, link and list that a page promises is there."""

from __future__ import annotations

import dataclasses
import functools
import html
import itertools
import re
from pathlib import Path
from typing import Any

import jinja2
import lxml.html
import pytest

from generator.handbook import Entry, Handbook
from generator.model.document import Clause, Document
from generator.model.metadata import Fact, Misprint
from generator.pages import build
from generator.pages.clause_page import clause_pages
from generator.text import compact
from tests.nasty import NASTY
from tests.support import DOCS, ROOT, classed, real, real_pages, small, strip_furniture, to_html, tree

PARAGRAPHS = ".//p|.//h1|.//h2|.//h3|.//h4|.//caption"


# --- what a page shows of each clause ---


def shown_clauses(markdown: str) -> dict[str, str]:
    """anchor -> all words that a reader sees of a clause of a document's page, white space apart; each anchor once."""
    page = strip_furniture(tree(to_html(markdown)))
    found: dict[str, str] = {}
    for element in page.xpath(".//*[@data-id]"):
        anchor = element.get("id")
        assert anchor not in found, f"{anchor} stands twice"
        if element.tag == "tr":
            found[anchor] = ""  # tables are looked at cell by cell
        elif classed(element, "policy-table"):
            found[anchor] = "".join(caption.text_content() for caption in element.xpath(".//caption"))
        else:
            body = element.getnext()
            extra = body.text_content() if body is not None and "clause-body" in body.get("class", "") else ""
            found[anchor] = element.text_content() + extra
    return {anchor: compact(text) for anchor, text in found.items()}


def expected_clauses(entry: Entry) -> dict[str, str]:
    """anchor -> the words of each clause."""
    found = {}
    for clause in entry.document.walk():
        words = clause.label + clause.text if clause.kind != "row" else ""
        if clause.kind in ("notice", "interpretation"):
            words = {"notice": "印发通知", "interpretation": "政策解读"}[clause.kind] + words
        if clause.kind != "title":
            found[clause.id.partition(".")[2]] = compact(words)
    return found


def shown_cells(markdown: str) -> dict[str, list[tuple[str, int]]]:
    """anchor -> (words, rows spanned) of each cell of each row of a table."""
    page = tree(to_html(markdown))
    return {row.get("id"): [(compact(cell.text_content()), int(cell.get("rowspan", 1)))
                            for cell in row.xpath("./td[not(contains(@class, 'row-address'))]")]
            for row in page.xpath(".//table[contains(@class, 'policy-table')]//tr[@id]")}


def page_of(handbook: Handbook, document: str) -> str:
    return generated(handbook)[f"policies/{document}.md"]


_pages: dict[int, tuple[Handbook, dict[str, str]]] = {}


def generated(handbook: Handbook) -> dict[str, str]:
    """The generated pages of a handbook, built once."""
    if id(handbook) not in _pages:
        _pages[id(handbook)] = (handbook, real_pages() if handbook is real() else build.generated(handbook))
    return _pages[id(handbook)][1]


# --- every text of the corpus ---


@pytest.mark.parametrize("document", list(real().entries))
def test_every_clause_is_on_its_page_word_for_word(document: str) -> None:
    shown = shown_clauses(page_of(real(), document))
    expected = expected_clauses(real().entries[document])
    assert shown.keys() == expected.keys()
    assert {anchor: (shown[anchor], expected[anchor]) for anchor in shown if shown[anchor] != expected[anchor]} == {}


@pytest.mark.parametrize("document", [name for name, entry in real().entries.items()
                                      if any(clause.kind == "table" for clause in entry.document.walk())])
def test_every_cell_is_on_its_page(document: str) -> None:
    """A merged cell is shown once and spans its rows; together the rows hold every cell of the data."""
    rows = shown_cells(page_of(real(), document))
    tables = [clause for clause in real().entries[document].document.walk() if clause.kind == "table"]
    assert list(rows) == [row.id.partition(".")[2] for table in tables for row in table.clauses]
    for table in tables:
        open_cells: list[tuple[str, int]] = [("", 0)] * len(table.columns)
        for row in table.clauses:
            fresh = iter(rows[row.id.partition(".")[2]])
            open_cells = [next(fresh) if left == 0 else (text, left) for text, left in open_cells]
            assert [text for text, _left in open_cells] == [compact(cell) for cell in row.cells]
            open_cells = [(text, left - 1) for text, left in open_cells]
        assert all(left == 0 for _text, left in open_cells)


@functools.cache
def templates() -> tuple[Any, Any]:
    env = jinja2.Environment(loader=jinja2.FileSystemLoader(ROOT / "overrides"), autoescape=True,
                             undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    return env.get_template("clause.html"), env.get_template("gone.html")


def test_every_clause_has_a_small_page_with_its_words() -> None:
    found = dict(clause_pages(real(), *templates(), "https://handbook.example/"))
    assert found.keys() == {f"c/{name}/index.html" for name in real().clauses}
    wrong = []
    for name, view in real().clauses.items():
        page = lxml.html.fromstring(found[f"c/{name}/index.html"])
        words = "".join(piece.label + piece.text for piece in view.clause.walk())
        if compact(classed(page, "text")[0].text_content()) != compact(words):
            wrong.append(name)
    assert wrong == []


# --- texts that look like something else ---


def nasty_document() -> Document:
    """A document in which every nasty text stands in every kind of clause."""
    texts = [text.strip() for text in NASTY if compact(text)]
    number = itertools.count(1)

    def clause(kind: str, text: str, address: str, **words: Any) -> Clause:
        return Clause(f"nasty-2030.{address}", kind, text, **words)  # type: ignore[arg-type]

    clauses = [clause("title", "标题", "title"), clause("preamble", "\n".join(texts), "preamble"),
               clause("notice", "\n".join(texts), "notice")]
    for text in texts:
        n = next(number)
        row = clause("row", text, f"{n}.table.{n}", cells=(text, text), printed=(text, text))
        clauses += [
            clause("section", text, f"{n}", label="一、", heading=text, clauses=(
                clause("subsection", f"{text}。后文{text}\n{text}", f"{n}.1", label="（一）", heading=text),
                clause("point", f"甲{text}", f"{n}.1.1", label="1．"),
                clause("part", text, f"{n}.part"),
                clause("box", text, f"{n}.box-1", label="专栏1："),
                clause("table", text, f"{n}.table", columns=(text, "乙"), header=(text, "乙"), clauses=(row,)))),
            clause("section", f"{text}。后文", f"{n + 1000}", label="一、", heading=text),
            clause("chapter", text, f"ch{n}", label="第一章", heading=text, clauses=(
                clause("article", text, f"{n + 2000}", label="第一条", clauses=(
                    clause("paragraph", text, f"{n + 2000}.k2"), clause("item", text, f"{n + 2000}.1", label="（一）"))),)),
            clause("article", "", f"{n + 3000}", label=text),
        ]
    clauses.append(clause("closing", "\n".join(texts), "closing"))
    clauses.append(clause("interpretation", "\n".join(texts), "interpretation"))
    return Document("nasty-2030", (), tuple(clauses))


@functools.cache
def nasty() -> Handbook:
    """A handbook whose texts, titles, notes and names all look like markup."""
    every = " ".join(text.strip() for text in NASTY)
    plain = small().entries["rules-2031"].metadata
    value = Fact(every, None, every)
    metadata = dataclasses.replace(
        plain, id="nasty-2030", title=value, short_title=every, number=value, issuer=value, effective_from=Fact(None, None, every),
        public_note=every, notes=(every,), misprints=(Misprint("标题", every),), aliases=(every,), relations=tuple(
            dataclasses.replace(relation, title=every, number=every, target=None, quote="标题")
            for relation in small().entries["plan-2030"].metadata.relations))
    departments = {name: dataclasses.replace(body, name=every, short=every, names=(*body.names, every), note=every, kind=every)
                   for name, body in small().departments.items()}
    jurisdictions = {name: dataclasses.replace(area, name=every, level=every) for name, area in small().jurisdictions.items()}
    kinds = {name: dataclasses.replace(kind, definition=every) for name, kind in small().kinds.items()}
    return dataclasses.replace(small(), entries={**small().entries, "nasty-2030": Entry(nasty_document(), metadata)},
                               departments=departments, jurisdictions=jurisdictions, kinds=kinds)


def test_nasty_texts_are_shown_word_for_word_on_the_page() -> None:
    shown = shown_clauses(page_of(nasty(), "nasty-2030"))
    expected = expected_clauses(nasty().entries["nasty-2030"])
    assert shown.keys() == expected.keys()
    assert {anchor: (shown[anchor], expected[anchor]) for anchor in shown if shown[anchor] != expected[anchor]} == {}


def test_nasty_cells_are_shown_word_for_word() -> None:
    rows = shown_cells(page_of(nasty(), "nasty-2030"))
    for clause in nasty().entries["nasty-2030"].document.walk():
        if clause.kind == "row":
            [(first, _), (second, _)] = rows[clause.id.partition(".")[2]]
            assert first == second == compact(clause.cells[0])


def test_nasty_texts_are_shown_word_for_word_on_the_small_pages() -> None:
    found = dict(clause_pages(nasty(), *templates(), "https://handbook.example/"))
    for name, view in nasty().clauses.items():
        page = lxml.html.fromstring(found[f"c/{name}/index.html"])
        words = "".join(piece.label + piece.text for piece in view.clause.walk())
        assert compact(classed(page, "text")[0].text_content()) == compact(words)
        assert len(page.xpath("//script")) == 7 and page.xpath("//img|//svg|//style|//h1/*|//b/*") == page.xpath("//header//img")


# Whatever the texts say, these are the only elements that our own templates write.
OURS = {"div", "p", "a", "span", "h1", "h2", "h3", "h4", "ul", "ol", "li", "dl", "dt", "dd", "strong", "code", "table", "thead", "tbody",
        "tr", "th", "td", "caption", "br", "small", "policy-status", "copy-link", "document-filter", "award-filter", "svg", "g",
        "rect", "text", "line", "title", "desc", "figure", "figcaption", "details", "summary", "nav", "section", "label", "em",
        "path", "circle", "time", "input", "select", "option", "button", "form", "abbr", "blockquote", "q", "cite", "hr", "pre"}


@pytest.mark.parametrize("handbook", [nasty, real], ids=["nasty", "real"])
def test_no_page_holds_a_script_or_an_attribute_that_runs(handbook: Any) -> None:
    for name, markdown in generated(handbook()).items():
        page = tree(to_html(markdown))
        for script in page.xpath(".//script[@type='application/json']"):  # data for our own scripts, never run
            assert "<" not in (script.text or ""), name
            script.drop_tree()
        assert page.xpath(".//script|.//iframe|.//object|.//embed|.//img|.//style|.//link|.//meta|.//base") == [], name
        assert [attribute for element in page.iter() if isinstance(element.tag, str) for attribute in element.attrib
                if attribute.startswith("on")] == [], name
        assert [a.get("href") for a in page.xpath(".//a[starts-with(@href, 'javascript')]")] == [], name
        body = markdown.split("\n---\n", 1)[-1]
        assert re.findall(r"<script(?! type=.application/json.)", body) == [], name


def test_nasty_names_and_notes_are_seen_wherever_they_are_shown() -> None:
    """A page built from nasty words has the elements of one built from plain words, and shows the words."""
    every = compact(" ".join(text.strip() for text in NASTY))
    for name in ("policies/nasty-2030.md", "policies/index.md", "departments/paper-boats.md", "departments/index.md",
                 "jurisdictions/yunqiao.md", "jurisdictions/index.md", "kinds/rules.md", "kinds/index.md",
                 "references/misprints.md"):
        page = tree(to_html(generated(nasty())[name]))
        assert every in compact(page.text_content()), name
        assert {element.tag for element in page.iter() if isinstance(element.tag, str)} <= OURS, name


def test_the_head_of_a_page_is_valid_yaml_whatever_the_title() -> None:
    import yaml

    for name, markdown in generated(nasty()).items():
        head = yaml.safe_load(re.match(r"---\n(.*?)\n---\n", markdown, re.DOTALL).group(1))  # type: ignore[union-attr]
        assert isinstance(head["title"], str) and isinstance(head.get("description", ""), str), name
        # the theme puts both into the page as HTML
        assert "<" not in head["title"] + head.get("description", ""), name
    head = yaml.safe_load(page_of(nasty(), "nasty-2030").split("---\n")[1])
    assert compact(html.unescape(head["title"])) == compact(" ".join(text.strip() for text in NASTY))


# --- what a document's page says ---


def rules() -> Any:
    return tree(to_html(page_of(small(), "rules-2031")))


def facts(page: Any) -> dict[str, Any]:
    names = page.xpath(".//div[contains(@class, 'doc-facts')]//dt")
    return {name.text_content(): name.getnext() for name in names}


def test_what_the_text_does_not_say_is_shown_as_not_stated() -> None:
    shown = facts(rules())
    assert shown["发布日期"].text_content() == shown["有效期至"].text_content() == shown["制定机关"].text_content() == "文件未载明"
    assert shown["施行日期"].text_content().startswith("2031-03-01")


def test_every_fact_leads_to_the_clause_that_says_so() -> None:
    shown = facts(rules())
    links = {name: [a.get("href") for a in value.xpath(".//a[@class='evidence']")] for name, value in shown.items()}
    assert links["施行日期"] == ["#4"] and links["文号"] == ["#promulgation"] and links["发布日期"] == []


def test_the_status_is_left_to_the_reader_s_browser() -> None:
    [status] = rules().xpath(".//policy-status")
    assert (status.get("data-from"), status.get("data-to")) == ("2031-03-01", "")
    assert status.text_content() == "自2031-03-01起施行，有效期文件未载明"


def test_relations_are_shown_from_both_ends() -> None:
    plan = tree(to_html(page_of(small(), "plan-2030")))
    assert any("依据：《云桥市纸船管理办法》（云府〔2031〕7号）" in li.text_content() for li in plan.xpath(".//li"))
    assert [li.text_content() for li in rules().xpath(".//li") if li.text_content().startswith("被")] == [
        "被其修改：《关于修改《云桥市纸船管理办法》的决定》", "被引为依据：《测试文本：云桥市鼓励纸船制造的若干措施（虚构）》"]


def test_a_citation_is_a_link_to_the_clause_it_means() -> None:
    [cite] = [a for a in rules().xpath(".//a[contains(@class, 'cite')]") if "第二条" in a.text_content()]
    assert (cite.text_content(), cite.get("href")) == ("本办法第二条第（一）项", "#2.1")


def test_an_amended_article_says_by_what_and_since_when() -> None:
    page = rules()
    [clause] = page.xpath(".//*[@id='1']")
    [note] = classed(clause, "editor-note")
    assert note.text_content() == "编者注：本条由修改决定修改，自2032-01-01起施行（原第一条）"
    assert note.xpath(".//a/@href") == ["decision-2032.md#1"]


def test_a_misprint_is_kept_and_noted_beside_the_text() -> None:
    page = tree(to_html(page_of(small(), "plan-2030")))
    [closing] = page.xpath(".//*[@id='closing']")
    assert "有效期至至2032年12月31日。" in closing.text_content()
    assert [note.text_content() for note in classed(closing, "editor-note")] == ["编者注：“至至”疑衍一字，照录"]


def test_every_clause_has_its_permanent_link_and_its_bodies() -> None:
    page = tree(to_html(page_of(small(), "plan-2030")))
    [body] = [div for div in classed(page, "clause-departments") if "配合" in div.text_content()]
    assert [(a.text_content(), a.get("href")) for a in body.xpath(".//a")] == [
        ("市纸船局", "../departments/paper-boats.md"), ("市水塘局", "../departments/ponds.md"),
        ("各镇人民政府<管委会>", "../departments/towns.md")]
    assert [role.text_content() for role in classed(body, "role")] == ["牵头", "配合", "配合"]
    links = [a.get("href") for a in classed(page, "clause-link")]
    assert links == [f"../../c/{name}/index.html" for name in small().entries["plan-2030"].views if not name.endswith(".title")]


def test_merged_cells_span_their_rows() -> None:
    assert shown_cells(page_of(small(), "plan-2030")) == {
        "2.2.table-1.hundred": [("折纸船", 2), ("100", 1), ("市纸船局", 1)],
        "2.2.table-1.two-hundred": [("200", 1), ("市水塘局", 1)]}


def test_a_source_is_named_with_its_fingerprint() -> None:
    source = small().entries["rules-2031"].document.sources[0]
    assert f"`second.txt`（正文，SHA-256 `{source.sha256}`）" in page_of(small(), "rules-2031")


# --- the other pages ---


def text_of(name: str, handbook: Handbook | None = None) -> str:
    return tree(to_html(generated(handbook or small())[name])).text_content()


def test_a_page_for_every_document_body_area_and_kind() -> None:
    for handbook in (small(), real()):
        wanted = {f"policies/{name}.md" for name in handbook.entries}
        wanted |= {f"departments/{name}.md" for name in handbook.departments}
        wanted |= {f"jurisdictions/{name}.md" for name in handbook.jurisdictions} | {f"kinds/{name}.md" for name in handbook.kinds}
        wanted |= {f"{folder}/index.md" for folder in ("policies", "departments", "jurisdictions", "kinds")}
        wanted |= {"references/unresolved.md", "references/amendments.md", "references/misprints.md"}
        assert wanted <= generated(handbook).keys()


def test_the_list_of_all_documents_can_be_filtered() -> None:
    page = tree(to_html(generated(small())["policies/index.md"]))
    rows = page.xpath(".//tbody/tr")
    assert [(row.get("data-jurisdiction"), row.get("data-kind"), row.get("data-year"), row.get("data-status-from"),
             row.get("data-status-to")) for row in rows] == [
        ("yunqiao", "amendment", "2032", "2032-01-01", ""), ("yunqiao", "rules", "2031", "2031-03-01", ""),
        ("yunqiao", "measures", "2030", "2030-01-01", "2032-12-31")]
    assert [a.get("href") for a in page.xpath(".//tbody//a")] == [
        f"{name}/index.html" for name in ("decision-2032", "rules-2031", "plan-2030")]


@pytest.mark.parametrize("department", list(real().departments))
def test_the_page_of_a_body_leads_to_every_clause_that_names_it(department: str) -> None:
    from generator.addresses import clause_in_document, department_page, from_page

    markdown = generated(real())[f"departments/{department}.md"]
    for clause, _body in real().clauses_of_department[department]:
        assert f"]({from_page(department_page(department), clause_in_document(clause))})" in markdown, clause


def test_a_former_name_and_its_successor_lead_to_each_other() -> None:
    assert "职能现由云桥市纸船局" in compact(text_of("departments/paper.md"))
    assert "更名依据：纸船管理办法：“由市纸船局责令改正”" in text_of("departments/paper.md")
    assert "前身市纸张局" in compact(text_of("departments/paper-boats.md"))
    assert "它只在条款正文中被提到" in text_of("departments/paper.md")


def test_the_amendments_are_compared_with_the_text_of_today() -> None:
    text = text_of("references/amendments.md")
    assert "共2处修改" in text and "其中1处写出了改后的文字" in text and "1处相同，0处不同" in text


def test_a_difference_between_decision_and_text_is_shown() -> None:
    [first, second] = small().amendments
    changed = dataclasses.replace(small(), amendments=(dataclasses.replace(first, wording="为了管好纸船。"), second))
    text = text_of("references/amendments.md", changed)
    assert "0处相同，1处不同" in text
    assert "不同。决定：“为了管好纸船。”；现行：“为了管理纸船，制定本办法。”" in text


def test_the_misprints_are_listed() -> None:
    assert "下列1处原文疑有错漏" in text_of("references/misprints.md")
    assert "“有效期至至”——“至至”疑衍一字，照录" in text_of("references/misprints.md")


# --- the pages that a person wrote ---


def test_written_pages_are_filled() -> None:
    pages = real_pages()
    written = {path.relative_to(DOCS).as_posix() for path in DOCS.rglob("*.md")}
    assert written <= pages.keys()
    assert [name for name in written if "<!-- insert:" in pages[name]] == []
    assert f"<strong>{len(real().entries)}</strong>份文件" in pages["index.md"]


def test_an_insert_that_does_not_exist_is_an_error() -> None:
    with pytest.raises(KeyError, match="no-such"):
        build.fill("<!-- insert: no-such -->", small(), build.environment())


def test_a_name_that_a_template_misspells_is_an_error() -> None:
    with pytest.raises(jinja2.UndefinedError):
        build.environment().from_string("{{ titel }}").render(title="甲")


def test_the_command_writes_the_same_pages(tmp_path: Path, capsys: Any) -> None:
    from tests.support import MINIMAL, run

    done = run(capsys, "pages", "--data", MINIMAL, "--out", tmp_path / "out")
    assert done.status == 0
    written = {path.relative_to(tmp_path / "out").as_posix(): path.read_text("utf-8") for path in (tmp_path / "out").rglob("*.md")}
    assert written == build.pages(small(), DOCS)
