"""MkDocs hook: hands the generated pages to MkDocs as virtual files and adds what MkDocs does not make.

Nothing is decided here: pages, exports and clause pages come from the packages beside it.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

import jinja2
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File, Files

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from generator.calculators import portfolio_data  # noqa: E402
from generator.calculators.checks import check_calculators  # noqa: E402
from generator.checks import check_to_show  # noqa: E402
from generator.exports import calculators, calendar, citations, feeds, jsonld, programs, search, write  # noqa: E402
from generator.exports.document_json import paths  # noqa: E402
from generator.facts_checks import check_facts  # noqa: E402
from generator.handbook import Handbook, load  # noqa: E402
from generator.offline import edition, worker  # noqa: E402
from generator.pages import build, clause_page  # noqa: E402
from generator.problems import DataError  # noqa: E402
from generator.site import bundle  # noqa: E402

DATA = Path(os.environ.get("HANDBOOK_DATA", ROOT / "data"))
NODE_MODULES = Path(os.environ.get("HANDBOOK_NODE_MODULES", ROOT / "node_modules"))
_state: dict[str, Any] = {}
_edition: dict[str, object] = {"online": True}


def on_startup(command, dirty) -> None:
    """A draft that is served for its writer keeps nothing in the browser."""
    _edition["online"] = command != "serve"


def on_config(config):
    """Load the data; `mkdocs serve` watches it and the templates, so that an edited YAML file shows at once."""
    _state["handbook"] = _load()
    day = edition.edition_date(ROOT)
    _edition.update(day=day, date=day.isoformat(), text=edition.in_chinese(day))
    config.extra["edition"] = _edition
    _state["styles"], _state["scripts"] = bundle.name_bundles(config)
    config.watch.extend([str(DATA), str(ROOT / "generator" / "pages" / "templates"), str(ROOT / "overrides")])
    return config


def _load() -> Handbook:
    try:
        handbook = load(DATA)
        if problems := [*check_to_show(handbook), *check_facts(handbook, handbook.facts), *check_calculators(handbook)]:
            raise DataError(problems)
    except DataError as error:
        raise PluginError(f"data/ has problems:\n{error}") from None
    return handbook


def on_files(files: Files, config) -> Files:
    """Add the generated pages as virtual files."""
    for name, text in build.generated(_state["handbook"]).items():
        files.append(File.generated(config, name, content=text))
    for file in list(files):
        if file.src_uri.startswith("assets/javascripts/") or "/palette." in file.src_uri or file.src_uri.endswith(".map"):
            files.remove(file)  # Material's own script and palette: overrides/ and docs/assets/ do without them
        if file.src_uri.startswith("assets/search-") and file.name.removeprefix("search-") in search.ENGINE:
            files.remove(file)  # in assets/search/engine.js
    alone = bundle.linked(ROOT / "overrides", ROOT / "docs" / "assets" / "service-worker.js")
    bundle.add_bundles(files, config, _state["styles"], _state["scripts"], alone)
    for page in files.documentation_pages():
        # A folder opened from disk has no index page of its own: every link names the file.
        if page.url in ("", ".", "./") or page.url.endswith("/"):
            page.url = page.url.lstrip("./") + "index.html"
    _state["pages"] = [page.url for page in files.documentation_pages()]
    return files


def on_pre_page(page, config, files):
    """The address that a reader cites has no index.html."""
    if page.canonical_url:
        page.canonical_url = page.canonical_url.removesuffix("index.html")
    return page


def on_page_markdown(markdown: str, page, config, files) -> str:
    """Fill the inserts of the pages that a person wrote."""
    if page.file.generated_by is None:
        return build.fill(markdown, _state["handbook"], build.environment())
    return markdown


def on_page_context(context, page, config, nav):
    """A document's page says what it is to machines, and where its other forms are."""
    folder, _, name = page.file.src_uri.rpartition("/")
    entry = _state["handbook"].entries.get(name.removesuffix(".md")) if folder == "policies" else None
    if entry:
        context["json_ld"] = jsonld.document_ld(_state["handbook"], entry, config.site_url or "", _edition["day"])
        context["forms"] = paths(entry.id)
    return context


def on_post_build(config) -> None:
    """Write the open data and the small pages of single clauses."""
    site, handbook = Path(config.site_dir), _state["handbook"]
    for name, content in programs.site_files(handbook, _edition["day"], _state["pages"], config.site_url or "").items():
        _write(site / name, content)
    for name in programs.unwanted(config.site_url or ""):
        (site / name).unlink(missing_ok=True)
    for name, content in write.files(handbook).items():
        _write(site / "data" / name, content)
    for name, content in search.files(handbook, DATA).items():
        _write(site / "assets" / "search" / name, content)
    day = handbook.history.latest or str(_edition["date"])
    for name, content in {**feeds.files(handbook, config.site_url or ""), **calendar.files(handbook, day, config.site_url or "")}.items():
        _write(site / "feeds" / name, content)
    _write(site / "assets" / "calculate-wording.js", calculators.wording_script())
    _write(site / "assets" / "portfolio-data.js", portfolio_data.script(portfolio_data.pack(handbook)))
    for name, content in citations.files(handbook, Path(config.docs_dir) / "assets", NODE_MODULES).items():
        _write(site / "assets" / name, content)
    env = jinja2.Environment(loader=jinja2.FileSystemLoader(ROOT / "overrides"), autoescape=True,
                             undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    env.globals["edition"] = _edition
    env.globals["json_ld"] = lambda clause: jsonld.clause_ld(
        handbook, handbook.clauses[clause], config.site_url or "", _edition["day"])
    template, gone = env.get_template("clause.html"), env.get_template("gone.html")
    for name, html in clause_page.clause_pages(handbook, template, gone, config.site_url or ""):
        _write(site / name, html)
    if _edition["online"]:
        worker.write(site, edition.edition_date(ROOT))
    else:
        worker.write_none(site)


def _write(path: Path, content: str | bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
