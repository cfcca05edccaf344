"""Settings for a web server from headers.yml and a built site, whose inline scripts the policy names by their hashes.

python tools/hosting/make.py SITE --out DIR    writes DIR/nginx.conf and DIR/object-storage.sh
python tools/hosting/make.py SITE --meta       puts the content security policy into the pages themselves, for hosts
                                               that send no headers of ours (GitHub Pages, object storage)
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import re
import sys
from pathlib import Path

import lxml.html
import yaml

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[1]))

from generator.offline import edition, worker  # noqa: E402

POLICY = "Content-Security-Policy"
# A <meta> cannot say who may frame the page.
_HEADER_ONLY = re.compile(r";\s*frame-ancestors[^;]*")
_META = re.compile(rf'<meta http-equiv="{POLICY}"[^>]*>')
_CODE = ("", "text/javascript", "module")


def settings() -> dict:
    """headers.yml."""
    return yaml.safe_load((HERE / "headers.yml").read_text("utf-8"))


def script_hashes(site: Path) -> list[str]:
    """The hashes of every inline script of a built site that runs, as a policy writes them, sorted. Data is no script."""
    found = set()
    for path in site.rglob("*.html"):
        for script in lxml.html.fromstring(path.read_bytes()).iter("script"):
            if script.get("src") is None and script.get("type", "") in _CODE:
                digest = hashlib.sha256((script.text or "").encode()).digest()
                found.add(f"'sha256-{base64.b64encode(digest).decode()}'")
    return sorted(found)


def rules(site: Path) -> list[tuple[str, dict[str, str]]]:
    """(path, headers) in order, the policy complete."""
    scripts = " ".join(script_hashes(site))
    return [(rule["path"], {name: value.replace("{scripts}", scripts).strip() for name, value in rule["headers"].items()})
            for rule in settings()["rules"]]


def headers_of(found: list[tuple[str, dict[str, str]]], path: str) -> dict[str, str]:
    """The headers of one address of the site, such as /data/clauses.json."""
    merged: dict[str, str] = {}
    for pattern, headers in found:
        if path == pattern or (pattern.endswith("*") and path.startswith(pattern[:-1])):
            merged.update(headers)
    return merged


def nginx(found: list[tuple[str, dict[str, str]]]) -> str:
    """nginx.conf for `include` in the http block. A header that depends on the path is a map: an add_header inside a
    location would drop all those around it."""
    names = list(dict.fromkeys(name for _path, headers in found for name in headers))
    maps, adds = [], []
    for name in names:
        values = [(path, headers[name]) for path, headers in found if name in headers]
        default = next((value for path, value in values if path == "/*"), "")
        special = [(path, value) for path, value in values if path != "/*"]
        value = _quoted(default)
        if special:
            value = "$handbook_" + name.lower().replace("-", "_")
            lines = "".join(f"    ~^{re.escape(path[:-1]) if path.endswith('*') else re.escape(path) + '$'} {_quoted(text)};\n"
                            for path, text in special)
            maps.append(f"map $uri {value} {{\n    default {_quoted(default)};\n{lines}}}\n")
        adds.append(f"    add_header {name} {value} always;\n")
    types = "".join(f"        {kind.partition(';')[0]} {ending};\n" for ending, kind in settings()["types"].items())
    template = (HERE / "nginx.conf.in").read_text("utf-8")
    return template.replace("@MAPS@", "".join(maps)).replace("@HEADERS@", "".join(adds)).replace("@TYPES@", types)


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def object_storage(found: list[tuple[str, dict[str, str]]]) -> str:
    """A script for any storage with the S3 interface: what such a storage can keep of a header is type and caching."""
    special = [(path[1:], headers["Cache-Control"]) for path, headers in found if path != "/*" and "Cache-Control" in headers]
    default = headers_of(found, "/")["Cache-Control"]
    apart = [f"*.{ending}" for ending in settings()["types"]] + [pattern for pattern, _value in special]
    lines = [_sync(default, " ".join(f"--exclude '{pattern}'" for pattern in apart))]
    for ending, kind in settings()["types"].items():
        lines.append(_sync(default, f"--exclude '*' --include '*.{ending}' --content-type '{kind}'"))
    lines += [_sync(value, f"--exclude '*' --include '{pattern}'") for pattern, value in special]
    return (HERE / "object-storage.sh.in").read_text("utf-8").replace("@SYNC@", "".join(lines))


def _sync(cache: str, words: str) -> str:
    return f"aws s3 sync \"$SITE\" \"$BUCKET\" --cache-control '{cache}' {words} \"$@\"\n"


def put_meta(site: Path) -> int:
    """Put the policy into every page and list the changed files for the service worker again. Gives the number of pages.

    Never do this to the copy that people open from disk: there 'self' is nowhere, and no script would run.
    """
    policy = _HEADER_ONLY.sub("", headers_of(rules(site), "/")[POLICY])
    meta = f'<meta http-equiv="{POLICY}" content="{policy}">'
    pages = sorted(site.rglob("*.html"))
    for path in pages:
        html = _META.sub("", path.read_text("utf-8"))
        # After the charset, before anything that loads or runs.
        changed, count = re.subn(r"(<meta charset=[^>]*>)", lambda found: found.group() + meta, html, count=1, flags=re.IGNORECASE)
        if not count:
            raise ValueError(f"{path}: no <meta charset> to put the policy after")
        path.write_text(changed, "utf-8", newline="")
    day = edition.stated_date(site)
    if day and (site / worker.WORKER).is_file():
        worker.write(site, day)
    return len(pages)


def main(words: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="settings for a web server, from headers.yml and a built site")
    parser.add_argument("site", type=Path, help="the built site")
    parser.add_argument("--out", type=Path, help="folder to write the settings to")
    parser.add_argument("--meta", action="store_true", help="put the policy into the pages of SITE")
    given = parser.parse_args(words)
    if not (given.site / "index.html").is_file() or not (given.out or given.meta):
        parser.error("name a built site (make site), and --out DIR or --meta")
    if given.out:
        given.out.mkdir(parents=True, exist_ok=True)
        found = rules(given.site)
        for name, text in (("nginx.conf", nginx(found)), ("object-storage.sh", object_storage(found))):
            (given.out / name).write_text(text, "utf-8")
        (given.out / "object-storage.sh").chmod(0o755)
        print(f"nginx.conf, object-storage.sh -> {given.out}")
    if given.meta:
        print(f"content security policy put into {put_meta(given.site)} pages of {given.site}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
