"""Citations: twenty-five clauses of every kind of numbering, each form checked by hand against the text; rules over all clauses."""

from __future__ import annotations

import dataclasses
import json
import re
import subprocess
import unicodedata

import pytest

from generator.citation import FORMS, cite, cite_range, cite_text, deep_fingerprint, first_words, forms, own_text
from generator.exports import citations
from generator.handbook import Handbook, fingerprint
from generator.model.history import Described, DocumentHistory, Edition
from generator.history import History, wording_of
from generator.text import compact
from tests.support import ROOT, real

SITE = "https://example.org/handbook/"
DAY = "2026-11-21"
PINNED = json.loads((ROOT / "tests" / "data" / "citations.json").read_text("utf-8"))
NODE = ROOT / ".venv" / "bin" / "node"


@pytest.mark.parametrize("clause", PINNED)
def test_every_form_of_a_clause_is_the_one_that_was_checked(clause: str) -> None:
    assert forms(cite(real(), clause, SITE), DAY) == PINNED[clause]


def test_the_pinned_clauses_have_every_kind_of_numbering() -> None:
    kinds = {real().clauses[clause].clause.kind for clause in PINNED}
    assert kinds >= {"article", "paragraph", "item", "chapter", "section", "subsection", "point", "subpoint", "part", "row", "title",
                     "preamble", "promulgation"} - {"section"}
    assert len(PINNED) >= 20 and all(set(pinned) == set(FORMS) for pinned in PINNED.values())


def test_no_two_clauses_are_cited_alike() -> None:
    cited: dict[str, str] = {}
    for clause in real().clauses:
        official = cite(real(), clause).official
        assert cited.setdefault(official, clause) == clause


def test_every_citation_is_well_formed() -> None:
    for clause in real().clauses:
        citation = cite(real(), clause)
        for one in forms(citation, DAY).values():
            hidden = [char for char in one if unicodedata.category(char) in ("Cf", "Co") or (char.isspace() and char not in " \n\r　")]
            assert not hidden, (clause, hidden)
        for opened, closed in ("《》", "（）", "“”", "‘’", "〔〕", "〈〉"):
            assert citation.official.count(opened) == citation.official.count(closed), clause
        assert not re.search(r"[“][^”]*“", citation.official), clause
        assert "(" not in citation.place.replace("(", "", citation.place.count("“")), clause


def test_the_words_quoted_are_those_of_the_source() -> None:
    for view in real().clauses.values():
        if any(part.cells for part in view.clause.walk()):
            continue
        source = compact("".join(part.label + part.text for part in view.clause.walk()))
        assert compact(own_text(view.clause)) == source
        quotation = forms(cite(real(), view.id), DAY)["quotation"]
        assert compact(quotation).endswith(source)


@pytest.mark.parametrize("first, last, place", [
    ("gas-2018.4", "gas-2018.8", "第四条至第八条"),  # through the end of a chapter
    ("talent-hukou-2024.4.1", "talent-hukou-2024.4.3", "第四条第一款第（一）项至第（三）项"),
    ("icv-2025.1.2", "icv-2025.1.4", "第一部分第（二）项至第（四）项"),
    ("gas-2018.5.k2", "gas-2018.5.k4", "第五条第二款至第四款"),
])
def test_a_run_of_neighbours_is_cited_as_one(first: str, last: str, place: str) -> None:
    citation = cite_range(real(), first, last, SITE)
    assert citation.place == place
    assert citation.text.startswith(cite(real(), first).text) and citation.text.endswith(cite(real(), last).text)
    assert citation.address == f"{SITE}policies/{first.split('.')[0]}/#{first.split('.', 1)[1]}"


def test_a_run_of_articles_leaves_the_heads_of_chapters_out_of_its_words() -> None:
    assert "第二章" not in cite_range(real(), "gas-2018.4", "gas-2018.8").text


@pytest.mark.parametrize("name", ["gas-2018.4..gas-2018.4.1", "gas-2018.8..gas-2018.4", "gas-2018.4..taxi-2003.5", "icv-2025.1.4..icv-2025.2.5"])
def test_what_is_no_run_is_refused_in_words(name: str) -> None:
    with pytest.raises(ValueError, match="there is no clause|do not stand side by side|does not come before"):
        cite_text(real(), [name], "official", DAY)


@pytest.mark.parametrize("text, words", [
    ("将第九条第一项修改为：“（一）取得相应准驾车型机动车驾驶证；”", "将第九条第一项修改为……"),
    ("——短句。", "短句"),
    ("“甲乙丙丁戊己庚辛壬癸子丑寅”为纲", "“甲乙丙丁戊己庚辛壬癸子丑寅”……"),
])
def test_first_words_leave_no_quotation_mark_open(text: str, words: str) -> None:
    assert first_words(text) == words


def test_markdown_shows_the_text_as_it_stands() -> None:
    import markdown as engine
    import lxml.html

    for clause in list(real().clauses)[::40]:
        citation = cite(real(), clause, SITE)
        shown = lxml.html.fromstring("<div>" + engine.markdown(forms(citation, DAY)["markdown"]) + "</div>").text_content()
        assert compact(shown).endswith(compact(citation.text)), clause


def test_a_fingerprint_sees_what_is_under_a_clause() -> None:
    article = real().clauses["talent-hukou-2024.4"].clause
    last = article.clauses[-1]
    other = dataclasses.replace(article, clauses=(*article.clauses[:-1], dataclasses.replace(last, text=last.text + "改")))
    assert fingerprint(article) == fingerprint(other)
    assert deep_fingerprint(article) != deep_fingerprint(other)
    assert deep_fingerprint(last) == fingerprint(last) == real().registry[last.id][-1]


# -- what the pages get ------------------------------------------------------------------------------------


def in_the_browser(script: str, documents: dict[str, str]) -> object:
    """The value of a script that runs after docs/assets/cite-forms.js, basket.js and the scripts of documents."""
    parts = [(ROOT / "docs" / "assets" / f"{name}.js").read_text("utf-8") for name in ("basket", "cite-forms")]
    source = "\n".join([*parts, *documents.values(), f"console.log(JSON.stringify({script}))"])
    done = subprocess.run([str(NODE), "-"], input=source, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def scripts(handbook: Handbook) -> dict[str, str]:
    return {entry.id: citations.script(handbook, entry) for entry in handbook.entries.values()}


def test_a_page_makes_the_same_strings() -> None:
    made = in_the_browser(f"""{json.dumps(list(real().clauses))}.map(id => ['official', 'quotation', 'address', 'gbt7714', 'markdown', 'html']
        .map(form => Handbook.citeFill(form, Handbook.cite(id, '{SITE}'), '{DAY}')))""", scripts(real()))
    for clause, shown in zip(real().clauses, made, strict=True):
        assert shown == list(forms(cite(real(), clause, SITE), DAY).values())[:6], clause


def test_a_page_joins_the_same_runs() -> None:
    runs = [("gas-2018.4", "gas-2018.8"), ("talent-hukou-2024.4.1", "talent-hukou-2024.4.3"), ("services-plan-2021.5.1.box-4.digital-logistics",
            "services-plan-2021.5.1.box-4.digital-trade")]
    made = in_the_browser(f"{json.dumps(runs)}.map(([a, b]) => Handbook.citeFill('quotation', Handbook.citeRange(a, b, '{SITE}'), '{DAY}'))",
                          scripts(real()))
    assert made == [forms(cite_range(real(), *run, SITE), DAY)["quotation"] for run in runs]


def test_the_basket_joins_neighbours_only() -> None:
    ids = ["gas-2018.6", "gas-2018.7", "gas-2018.8", "gas-2018.8.k2", "gas-2018.10", "icv-2025.1.4", "icv-2025.2.5"]
    made = in_the_browser(f"Handbook.basketRuns({json.dumps(ids)}, true, Handbook.citeFollows)", scripts(real()))
    assert made == [ids[:3], ids[3:4], ids[4:5], ids[5:6], ids[6:]]


def test_an_address_of_a_basket_gives_ids_only() -> None:
    hashes = ["#icv-2025.1.4,gas-2018.7", "#<script>,icv-2025.1.4,icv-2025.1.4", "#%E0%A4%A", ""]
    made = in_the_browser(f"{json.dumps(hashes)}.map(Handbook.basketFromHash)", {})
    assert made == [["icv-2025.1.4", "gas-2018.7"], ["icv-2025.1.4"], [], []]


# -- changed words -----------------------------------------------------------------------------------------


def changed_edition() -> tuple[Handbook, str, str]:
    """The handbook after 第四条第一款第（一）项 was changed since an edition: (handbook, old fingerprint of the item, of the article)."""
    entry = real().entries["talent-hukou-2024"]
    article = next(clause for clause in entry.document.clauses if clause.id == "talent-hukou-2024.4")
    item = article.clauses[0]
    new = dataclasses.replace(article, clauses=(dataclasses.replace(item, text="新的文字。"), *article.clauses[1:]))
    document = dataclasses.replace(entry.document, clauses=tuple(new if clause is article else clause for clause in entry.document.clauses))
    history = History((Edition("2026-01-01", 1, 1, ""), Edition("2026-06-01", 1, 1, "")), {entry.id: DocumentHistory(
        entry.id, (Described("2026-01-01", None, None, None, None, None, None),), tuple(wording_of(view.clause, "2026-01-01") for view in entry.views.values()))})
    handbook = dataclasses.replace(real(), entries={**real().entries, entry.id: dataclasses.replace(entry, document=document)}, history=history)
    return handbook, deep_fingerprint(item), deep_fingerprint(article)


def test_old_words_stand_beside_the_new_ones() -> None:
    handbook, item, article = changed_edition()
    earlier = citations.earlier(handbook, handbook.entries["talent-hukou-2024"])
    assert set(earlier) == {"4", "4.1"}
    assert earlier["4.1"] == [{"v": item, "edition": "2026-06-01", "lines": [own_text(real().clauses["talent-hukou-2024.4.1"].clause)]}]
    assert earlier["4"][0]["v"] == article and earlier["4"][0]["lines"] == list(cite(real(), "talent-hukou-2024.4").lines)


def test_a_page_tells_unchanged_changed_and_unknown() -> None:
    handbook, item, article = changed_edition()
    script = {"talent-hukou-2024": citations.script(handbook, handbook.entries["talent-hukou-2024"])}
    asked = [("4.1", item), ("4", article), ("4.2", cite(real(), "talent-hukou-2024.4.2").fingerprint), ("4.1", "0" * 16)]
    made = in_the_browser(f"{json.dumps(asked)}.map(([a, v]) => Handbook.citeSince('talent-hukou-2024.' + a, v).state)", script)
    assert made == ["changed", "changed", "same", "unknown"]


def test_words_that_only_the_registry_knows_are_said_to_have_changed() -> None:
    clause = "talent-hukou-2024.7"
    registry = {**real().registry, clause: ("0123456789abcdef", *real().registry[clause])}
    handbook = dataclasses.replace(real(), registry=registry, history=History())
    assert citations.earlier(handbook, handbook.entries["talent-hukou-2024"]) == {
        "7": [{"v": "0123456789abcdef", "edition": None, "lines": None}]}
