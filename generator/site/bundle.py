"""The styles and the scripts that every page carries, each in one file: a slow phone waits for every further request.

mkdocs.yml lists the single files in their order (extra_css, extra_javascript); Material's own style comes before them.
"""

from __future__ import annotations

import re
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File, Files

from ..minify import MinifyError, minified

STYLE, SCRIPT = "assets/handbook.css", "assets/handbook.js"
_THEME_STYLE = re.compile(r"assets/stylesheets/main\.\w+\.min\.css")


def name_bundles(config: MkDocsConfig) -> tuple[list[str], list[str]]:
    """Have the pages link the two bundles; gives the (styles, scripts) that mkdocs.yml lists."""
    lists = [str(path) for path in config.extra_css], [str(path) for path in config.extra_javascript]
    config.extra_css, config.extra_javascript = [STYLE], [SCRIPT]
    return lists


def add_bundles(files: Files, config: MkDocsConfig, styles: list[str], scripts: list[str], alone: set[str]) -> None:
    """Put the two bundles among the files of the site, in place of what they hold; `alone`: what some page links by itself.

    Raises PluginError for a file that mkdocs.yml lists and docs/ has not, and where esbuild fails.
    """
    theme = [file.src_uri for file in files if _THEME_STYLE.fullmatch(file.src_uri)]
    for name, parts in ((STYLE, theme + styles), (SCRIPT, scripts)):
        texts = []
        for part in parts:
            file = files.get_file_from_path(part)
            if file is None:
                raise PluginError(f"mkdocs.yml lists {part}, and there is no docs/{part}: correct the name")
            texts.append(file.content_string)
            if part not in alone:
                files.remove(file)
        try:
            content = minified("\n".join(texts), name.rpartition(".")[2])
        except MinifyError as error:
            raise PluginError(str(error)) from None
        files.append(File.generated(config, name, content=content))


def linked(*folders: Path) -> set[str]:
    """The assets that templates and scripts name by themselves."""
    texts = (path.read_text("utf-8") for folder in folders for path in ([folder] if folder.is_file() else folder.rglob("*.html")))
    return {name for text in texts for name in re.findall(r"assets/[\w-]+\.(?:css|js)", text)}
