"""tools/hosting: the settings for web servers, and that the site obeys the content security policy they send."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest
import yaml

from tests.browser import ROOT, Watch, served
from tests.engines import every_kind

sys.path.insert(0, str(ROOT / "tools" / "hosting"))

import make  # noqa: E402

POLICY = "Content-Security-Policy"
RECORD = """window.violations = [];
addEventListener('securitypolicyviolation', e => violations.push(e.violatedDirective + ' ' + e.blockedURI + ' ' + e.sample))"""


# --- a server that sends what nginx.conf says ---


def read_nginx(text: str) -> Callable[[str], dict[str, str]]:
    """The add_header lines and maps of an nginx.conf as a function: address -> headers."""
    maps = {}
    for name, body in re.findall(r"^map \$uri (\$\w+) \{\n(.*?)^\}", text, re.MULTILINE | re.DOTALL):
        maps[name] = re.findall(r'^ +(\S+) "(.*)";$', body, re.MULTILINE)
    adds = re.findall(r'^ +add_header (\S+) (?:"(.*)"|(\$\w+)) always;$', text, re.MULTILINE)
    assert len(adds) == text.count("add_header") - 1  # the one in a comment

    def headers(path: str) -> dict[str, str]:
        found = {}
        for name, value, variable in adds:
            if variable:
                value = dict(maps[variable])["default"]
                value = next((text for pattern, text in maps[variable] if pattern != "default" and re.match(pattern[1:], path)), value)
            if value:
                found[name] = value
        return found

    return headers


@pytest.fixture(scope="module")
def settings(site_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The settings written for the built site."""
    out = tmp_path_factory.mktemp("hosting")
    assert make.main([str(site_dir), "--out", str(out)]) == 0
    return out


@pytest.fixture(scope="module")
def rules(site_dir: Path) -> list[tuple[str, dict[str, str]]]:
    """headers.yml with the hashes of the built site."""
    return make.rules(site_dir)


@pytest.fixture(scope="module")
def address(site_dir: Path, settings: Path) -> Iterator[str]:
    with served(site_dir, read_nginx((settings / "nginx.conf").read_text("utf-8"))) as base:
        yield base


# --- the policy in a browser ---


def kinds(site: Path) -> list[str]:
    """A page of every kind, and those with the most scripts."""
    more = ("policies/icv-2025/index.html", "policies/clusters-2022/index.html", "c/gas-2018.22.k2.1/index.html", "search/index.html",
            "offline/index.html", "portfolio/index.html", "basket/index.html", "resolve/index.html", "404.html")
    return list(dict.fromkeys([*every_kind(site), *(name for name in more if (site / name).is_file())]))


def opened(browser: Any, base: str, **words: Any) -> tuple[Any, Watch]:
    context = browser.new_context(locale="zh-CN", **words)
    context.add_init_script(RECORD)
    page = context.new_page()
    return page, Watch(page, (base,))


def look(page: Any, base: str, site: Path) -> None:
    """Open a page of every kind and use what runs scripts: colours, search, calculator, filter."""
    seen = []
    for name in kinds(site):
        page.goto(base + name, wait_until="load")
        seen += [f"{name}: {text}" for text in page.evaluate("violations")]
        assert page.evaluate("getComputedStyle(document.body).fontFamily") != "", name
    page.goto(base + "index.html")
    before = page.evaluate("document.documentElement.dataset.theme || ''")
    page.locator("theme-toggle button").click()
    assert page.evaluate("document.documentElement.dataset.theme") != before
    page.fill("#handbook-search-input", "设备贷款贴息")
    page.wait_for_selector("#handbook-search-results a")
    page.goto(base + "policies/icv-2025/index.html#1.4")
    seen += page.evaluate("violations")
    assert page.evaluate("document.documentElement.className") == "js"  # the inline script ran
    assert page.evaluate("document.documentElement.dataset.theme") != before  # and kept the choice
    assert seen == []


def test_the_site_obeys_the_policy_that_nginx_sends(browser: Any, address: str, site_dir: Path) -> None:
    page, watch = opened(browser, address, service_workers="allow")
    page.goto(address + "offline/index.html")
    page.wait_for_function("navigator.serviceWorker.ready.then(r => !!r.active)")
    look(page, address, site_dir)
    page.context.close()
    assert watch.problems == [], "\n".join(watch.problems)


def test_a_foreign_script_is_stopped(browser: Any, address: str) -> None:
    page, watch = opened(browser, address, service_workers="block")
    page.goto(address + "index.html")
    page.evaluate("""() => {
      const inline = document.createElement('script'); inline.textContent = 'window.ran = 1'; document.head.append(inline);
      const image = new Image(); image.src = 'https://elsewhere.example/x.png'; document.body.append(image);
      document.body.insertAdjacentHTML('beforeend', '<button id="x" onclick="window.ran = 2">x</button>');
      document.getElementById('x').click();
    }""")
    page.wait_for_function("violations.length >= 3")
    assert page.evaluate("window.ran") is None
    page.context.close()
    assert watch.problems


def test_the_policy_in_the_pages_does_the_same_without_headers(browser: Any, site_dir: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copytree(site_dir, tmp_path / "published"))
    assert make.main([str(copy), "--meta"]) == 0
    page_text = (copy / "c" / "icv-2025.1.4" / "index.html").read_text("utf-8")
    assert page_text.count(POLICY) == 1 and "frame-ancestors" not in page_text
    assert page_text.index(POLICY) < page_text.index("<script")
    with served(copy) as base:
        page, watch = opened(browser, base, service_workers="allow")
        page.goto(base + "index.html")
        page.wait_for_function("navigator.serviceWorker.ready.then(r => !!r.active)")
        look(page, base, copy)
        # the worker's list knows the changed pages: it hands them out when there is no server
        page.context.set_offline(True)
        page.goto(base + "index.html")
        assert page.evaluate("violations") == []
        page.context.close()
    problems = [problem for problem in watch.problems if "ERR_INTERNET_DISCONNECTED" not in problem]
    assert problems == [], "\n".join(problems)


# --- the settings themselves ---


def test_the_policy_allows_no_script_that_it_does_not_name(rules: Any) -> None:
    policy = make.headers_of(rules, "/index.html")[POLICY]
    parts = dict(part.strip().partition(" ")[::2] for part in policy.split(";"))
    assert parts["default-src"] == "'none'" and parts["base-uri"] == "'none'"
    assert re.fullmatch(r"'self'( 'sha256-[A-Za-z0-9+/]{43}=')+", parts["script-src"])
    assert parts["script-src"].count("sha256") <= 6  # few and fixed: none may depend on the page


@pytest.mark.parametrize("path, header, value", [
    ("/index.html", "Cache-Control", "no-cache"), ("/service-worker.js", "Cache-Control", "no-cache"),
    ("/download/suzhou-policy-handbook-2026-03-01.zip", "Cache-Control", "public, max-age=31536000, immutable"),
    ("/data/clauses.json", "Access-Control-Allow-Origin", "*"), ("/index.html", "Access-Control-Allow-Origin", None),
    ("/data/clauses.json", "X-Content-Type-Options", "nosniff"), ("/c/gas-2018.22/", "Referrer-Policy", "same-origin"),
])
def test_each_address_has_its_headers(path: str, header: str, value: str | None, settings: Path, rules: Any) -> None:
    assert make.headers_of(rules, path).get(header) == value
    assert read_nginx((settings / "nginx.conf").read_text("utf-8"))(path).get(header) == value


def test_nginx_itself_sends_them(settings: Path, site_dir: Path, rules: Any, tmp_path: Path) -> None:
    nginx = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin")
    if not nginx:
        pytest.skip("no nginx on this machine: the settings are read by this test's own reader only")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    text = (settings / "nginx.conf").read_text("utf-8")
    types = tmp_path / "mime.types"
    types.write_text("types { text/html html; text/css css; application/javascript js; application/json json; text/xml xml; "
                     "image/svg+xml svg; application/zip zip; }\n", "utf-8")
    for old, new in (("listen 80;", f"listen 127.0.0.1:{port};"), ("/srv/handbook", str(site_dir)), ("/etc/nginx/mime.types", str(types))):
        assert old in text
        text = text.replace(old, new)
    temporary = "".join(f"{name}_temp_path {tmp_path}/{name};\n" for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
    whole = tmp_path / "whole.conf"
    user = "user root;\n" if os.geteuid() == 0 else ""
    whole.write_text(f"{user}daemon off; master_process off; pid {tmp_path}/pid; error_log stderr;\nevents {{}}\n"
                     f"http {{ access_log off; {temporary}\n{text}}}\n", "utf-8")
    tested = subprocess.run([nginx, "-t", "-c", str(whole), "-p", str(tmp_path)], capture_output=True, text=True, check=False)
    assert tested.returncode == 0 and "[warn]" not in tested.stderr, tested.stderr
    running = subprocess.Popen([nginx, "-c", str(whole), "-p", str(tmp_path)], stderr=subprocess.DEVNULL)
    try:
        for path, media in (("/", "text/html; charset=utf-8"), ("/c/gas-2018.22/", "text/html; charset=utf-8"),
                            ("/data/clauses.json", "application/json; charset=utf-8"),
                            ("/data/documents/gas-2018.md", "text/markdown; charset=utf-8"),
                            ("/data/documents/gas-2018.akn.xml", "text/xml; charset=utf-8"),
                            ("/manifest.webmanifest", "application/manifest+json")):
            answer = _answer(f"http://127.0.0.1:{port}{path}")
            assert answer.headers["Content-Type"] == media, path
            expected = make.headers_of(rules, path)
            assert {name: answer.headers[name] for name in expected} == expected
            assert set(answer.headers) & {"Access-Control-Allow-Origin"} == expected.keys() & {"Access-Control-Allow-Origin"}
    finally:
        running.terminate()
        running.wait()


def _answer(address: str) -> Any:
    for _attempt in range(100):
        try:
            return urlopen(address)
        except OSError as error:
            if getattr(error, "code", None):
                raise
            time.sleep(0.1)
    return urlopen(address)


def test_the_storage_script_sends_every_file_once_with_its_type(settings: Path, tmp_path: Path) -> None:
    fake = tmp_path / "bin" / "aws"
    fake.parent.mkdir()
    fake.write_text('#!/bin/sh\nprintf "%s\\t" "$@" >> "$LOG"; echo >> "$LOG"\n', "utf-8")
    fake.chmod(0o755)
    log = tmp_path / "log"
    subprocess.run(["sh", str(settings / "object-storage.sh"), "site", "s3://b", "--dryrun"], check=True,
                   env={**os.environ, "PATH": f"{fake.parent}:{os.environ['PATH']}", "LOG": str(log)})
    calls = [line.rstrip("\t").split("\t") for line in log.read_text("utf-8").splitlines()]
    assert all(call[:4] == ["s3", "sync", "site", "s3://b"] and call[-1] == "--dryrun" for call in calls)

    def takes(call: list[str], name: str) -> bool:
        taken = True  # as aws reads its filters: in order, the last that fits decides
        for word, pattern in zip(call, call[1:], strict=False):
            if word in ("--include", "--exclude") and re.fullmatch(pattern.replace(".", r"\.").replace("*", ".*"), name):
                taken = word == "--include"
        return taken

    for name, media, cache in (("index.html", None, "no-cache"), ("data/documents/gas-2018.md", "text/markdown; charset=utf-8", "no-cache"),
                               ("manifest.webmanifest", "application/manifest+json", "no-cache"),
                               ("download/a.zip", None, "public, max-age=31536000, immutable")):
        [call] = [call for call in calls if takes(call, name)]
        assert call[call.index("--cache-control") + 1] == cache
        assert (call[call.index("--content-type") + 1] if "--content-type" in call else None) == media


def test_the_workflow_for_github_pages_uses_what_there_is() -> None:
    flow = yaml.safe_load((ROOT / "tools" / "hosting" / "github-pages.yml").read_text("utf-8"))
    commands = [step["run"] for step in flow["jobs"]["publish"]["steps"] if "run" in step]
    targets = re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)
    assert commands and all(word in targets for command in commands for word in re.findall(r"^make ([a-z]+)", command))
    for command in commands:
        for path in re.findall(r"tools/\S+\.py", command):
            assert (ROOT / path).is_file()


def test_a_policy_that_is_put_in_again_takes_the_place_of_the_first(tmp_path: Path) -> None:
    page = tmp_path / "index.html"
    page.write_text("<!doctype html><html><head><META charset=utf-8><script>one()</script></head></html>", "utf-8")
    assert make.put_meta(tmp_path) == 1
    first = page.read_text("utf-8")
    page.write_text(first.replace("one()", "two()"), "utf-8")
    assert make.put_meta(tmp_path) == 1
    second = page.read_text("utf-8")
    assert first.count(POLICY) == second.count(POLICY) == 1
    assert make.script_hashes(tmp_path)[0] in second and make.script_hashes(tmp_path)[0] not in first


def test_a_folder_that_is_no_site_is_refused(tmp_path: Path, capsys: Any) -> None:
    with pytest.raises(SystemExit):
        make.main([str(tmp_path), "--out", str(tmp_path / "out")])
    assert "make site" in capsys.readouterr().err and not (tmp_path / "out").exists()
