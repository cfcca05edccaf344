"""MkDocs hook: hands the generated pages to MkDocs as virtual files and adds what MkDocs does not make.

Nothing is decided here: pages, exports and clause pages come from the packages beside it.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

import jinja2
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File, Files

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from generator.exports import write  # noqa: E402
from generator.handbook import Handbook, load  # noqa: E402
from generator.pages import build, clause_page  # noqa: E402
from generator.problems import DataError  # noqa: E402

DATA = Path(os.environ.get("HANDBOOK_DATA", ROOT / "data"))
_state: dict[str, Handbook] = {}


def on_config(config):
    """Load the data; `mkdocs serve` watches it and the templates, so that an edited YAML file shows at once."""
    try:
        _state["handbook"] = load(DATA)
    except DataError as error:
        raise PluginError(f"data/ has problems:\n{error}") from None
    config.watch.extend([str(DATA), str(ROOT / "generator" / "pages" / "templates"), str(ROOT / "overrides")])
    return config


def on_files(files: Files, config) -> Files:
    """Add the generated pages as virtual files."""
    for name, text in build.generated(_state["handbook"]).items():
        files.append(File.generated(config, name, content=text))
    return files


def on_page_markdown(markdown: str, page, config, files) -> str:
    """Fill the inserts of the pages that a person wrote."""
    if page.file.generated_by is None:
        return build.fill(markdown, _state["handbook"], build.environment())
    return markdown


def on_post_build(config) -> None:
    """Write the open data and the small pages of single clauses."""
    site, handbook = Path(config.site_dir), _state["handbook"]
    for name, text in write.files(handbook).items():
        _write(site / "data" / name, text)
    env = jinja2.Environment(loader=jinja2.FileSystemLoader(ROOT / "overrides"), autoescape=True,
                             undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    template, gone = env.get_template("clause.html"), env.get_template("gone.html")
    for name, html in clause_page.clause_pages(handbook, template, gone, config.site_url or ""):
        _write(site / name, html)


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
