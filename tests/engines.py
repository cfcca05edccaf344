"""The offline edition in other engines than Chromium: `python tests/engines.py site` (make engines).

Drives Firefox ESR (by its own Marionette protocol) and WebKitGTK (by WebKitWebDriver), without a network where Linux
lets a program do without one. An engine that is missing and cannot be installed is a failure that says so.
"""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
import zipfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from generator.offline.bundle import bundle  # noqa: E402

FOLDER = "离线 手册 (副本)"
MINIBROWSER = "/usr/lib/*/webkit2gtk-4*/MiniBrowser"
PACKAGES = ["firefox-esr", "webkit2gtk-driver", "xvfb"]

QUESTIONS = [
    "设备贷款贴息", "人才落户", "燃气罚款", "智能网联汽车", "出租汽车驾驶员", "上市奖励", "研发费用补贴", "跨境电商", "专精特新", "首台套",
    "企业买设备有补贴吗", "绿色金融", "养老服务", "苏府规字", "人才落户管理办法第七条", "智改数转", "博士后", "示范区", "服务贸易", "有效期",
]


def every_kind(folder: Path) -> list[str]:
    """One page of every kind in an unpacked edition: the first page in each folder and, below it, the first of many."""
    found = ["index.html"]
    for top in sorted(path for path in folder.iterdir() if path.is_dir()):
        pages = sorted(top.rglob("index.html"), key=lambda path: (len(path.parts), path.as_posix()))
        depths = {len(path.parts): path for path in reversed(pages)}
        found += [path.relative_to(folder).as_posix() for _depth, path in sorted(depths.items())]
    return found


def unpacked(site: Path, into: Path) -> Path:
    """Pack a built site, unpack the zip below a folder with spaces and Chinese in its name; the folder of the edition."""
    made = bundle(site, into)
    with zipfile.ZipFile(made.path) as archive:
        archive.extractall(into / FOLDER)
    return into / FOLDER / made.path.stem


# --- what is looked at, in any engine: go(address) opens a page, run(script) runs a function body and gives its result ---

Go, Run = Callable[[str], object], Callable[..., Any]

LOOK = """
// WebKit lists no request that failed, so what the page names is looked at too.
const named = [...document.querySelectorAll('[src], link[href]:not([rel=canonical])')].map(element => element.src || element.href);
const asked = [...performance.getEntriesByType('resource').map(entry => entry.name), ...named].filter(address => !/^data:/.test(address));
const broken = !getComputedStyle(document.body).getPropertyValue('--hb-paper');
const main = document.querySelector('main');
return {asked, broken, text: main ? main.textContent.trim().length : 0, footer: document.querySelector('footer').textContent,
        title: document.title, elements: ['edition-date', 'copy-link'].filter(name => !customElements.get(name))};
"""

SEARCH = """
const input = document.querySelector('[role=search] input[type=search]');
input.focus(); input.value = arguments[0]; input.dispatchEvent(new Event('input', {bubbles: true}));
"""
HITS = """
return [...document.querySelectorAll('[role=search] a[href]')].filter(a => /#|[/]c[/]/.test(a.href)).map(a => a.href);
"""
TEXT = "return document.querySelector('main').innerText"
FILL = """
const fields = [...document.querySelectorAll('main input[type=number], main input[inputmode]')];
for (const field of fields) {
  field.value = '1234567';
  for (const name of ['input', 'change']) field.dispatchEvent(new Event(name, {bubbles: true}));
}
return fields.length;
"""
FILTER = """
const rows = [...document.querySelectorAll('main table tbody tr')];
return [rows.length, rows.filter(row => row.getClientRects().length).length];
"""


def look_through(folder: Path, go: Go, run: Run, day: str, patience: float = 20) -> Iterator[str]:
    """Open an unpacked edition in a browser; yield what is wrong, in words. `patience`: seconds to wait for hits."""
    base = folder.resolve().as_uri() + "/"
    for name in every_kind(folder):
        go(base + name)
        seen = run(LOOK)
        foreign = [address for address in seen["asked"] if not address.startswith("file:")]
        if foreign or seen["broken"] or seen["text"] < 20 or day not in seen["footer"] or seen["elements"]:
            yield f"{name}: {json.dumps(seen, ensure_ascii=False)[:400]}"
    for question in QUESTIONS:
        go(base + "index.html")  # anew, or the hits of the question before would still be there
        run(SEARCH, question)
        if not wait_for(lambda: run(HITS), patience):
            yield f"no hit for {question}"
            patience = min(patience, 1)  # a search that does not work at all is told soon
    go(base + "index.html")
    run(SEARCH, QUESTIONS[0])
    hits = wait_for(lambda: run(HITS), patience) or [base + "index.html"]
    go(hits[0])
    if "#" in hits[0] and not run("return !!document.querySelector(':target')"):
        yield f"the hit {hits[0]} leads to no clause"
    go(base + "policies/icv-2025/index.html#1.4")
    if not run("const at = document.querySelector(':target'); return at && at.getBoundingClientRect().top < innerHeight"):
        yield "the permalink policies/icv-2025/#1.4 does not show its clause"
    go(base + "policies/index.html?status=expired")
    every, shown = run(FILTER)
    if not 0 < shown < every:
        yield f"the filter of documents shows {shown} of {every}"
    yield from _calculate(folder, go, run, patience)


def _calculate(folder: Path, go: Go, run: Run, patience: float) -> Iterator[str]:
    """Fill in the first three calculators that ask for a number; what the page says must change."""
    tried = 0
    for calculator in sorted((folder / "calculators").glob("*/index.html")):
        go(calculator.resolve().as_uri())
        before = run(TEXT)
        if not run(FILL):
            continue
        tried += 1
        if not wait_for(lambda: run(TEXT) != before, patience):
            yield f"{calculator.parent.name}: the calculator does not answer"
        if tried == 3:
            return
    if tried or (folder / "calculators").is_dir():
        yield f"only {tried} calculators ask for a number"


def wait_for(get: Callable[[], Any], seconds: float = 20) -> Any:
    """What `get` gives as soon as it is true, or what it gave last."""
    end = time.monotonic() + seconds
    while not (found := get()) and time.monotonic() < end:
        time.sleep(0.1)
    return found


# --- Firefox ---


class Marionette:
    """The protocol that Firefox speaks by itself: lines of `<length>:<JSON>` on a socket."""

    def __init__(self, port: int):
        self.socket = wait_for(lambda: _connect(port), 90)
        if not self.socket:
            raise RuntimeError("Firefox did not start")
        self.stream = self.socket.makefile("rb")
        self._read()
        self.count = 0
        self.call("WebDriver:NewSession")

    def _read(self) -> Any:
        length = b""
        while (byte := self.stream.read(1)) != b":":
            if not byte:
                raise RuntimeError("Firefox closed the connection")
            length += byte
        return json.loads(self.stream.read(int(length)))

    def call(self, command: str, **words: Any) -> Any:
        self.count += 1
        text = json.dumps([0, self.count, command, words]).encode()
        self.socket.sendall(b"%d:%s" % (len(text), text))
        _kind, _number, error, result = self._read()
        if error:
            raise RuntimeError(f"{command}: {error}")
        return result

    def go(self, address: str) -> None:
        self.call("WebDriver:Navigate", url=address)

    def run(self, script: str, *words: Any) -> Any:
        return self.call("WebDriver:ExecuteScript", script=script, args=list(words))["value"]


def _connect(port: int) -> socket.socket | None:
    try:
        return socket.create_connection(("127.0.0.1", port), timeout=120)
    except OSError:
        return None


@contextmanager
def firefox(folder: Path) -> Iterator[Marionette]:
    program, port = _program("firefox-esr", "firefox"), _free_port()
    profile = folder / "profile"
    profile.mkdir()
    (profile / "user.js").write_text(f'user_pref("marionette.port", {port});\nuser_pref("app.update.enabled", false);\n')
    with _running([program, "--headless", "--no-remote", "--marionette", "--profile", str(profile)], folder / "firefox.log"):
        yield Marionette(port)


# --- WebKitGTK ---


class WebDriver:
    """The few commands of W3C WebDriver that are needed, over HTTP."""

    def __init__(self, port: int, capabilities: dict[str, Any]):
        self.base = f"http://127.0.0.1:{port}/session"
        if not wait_for(lambda: _connect(port), 30):
            raise RuntimeError("WebKitWebDriver did not start")
        self.base += "/" + self.call("", {"capabilities": {"alwaysMatch": capabilities}})["sessionId"]

    def call(self, path: str, words: dict[str, Any]) -> Any:
        request = urllib.request.Request(self.base + path, json.dumps(words).encode(), {"Content-Type": "application/json"})
        try:
            with urllib.request.urlopen(request, timeout=120) as answer:
                return json.load(answer)["value"]
        except urllib.error.HTTPError as error:
            raise RuntimeError(f"{path}: {error.read().decode('utf-8', 'replace')[:400]}") from None

    def go(self, address: str) -> None:
        self.call("/url", {"url": address})

    def run(self, script: str, *words: Any) -> Any:
        return self.call("/execute/sync", {"script": script, "args": list(words)})


@contextmanager
def webkit(folder: Path) -> Iterator[WebDriver]:
    browser = next(iter(sorted(Path("/").glob(MINIBROWSER[1:]))), None)
    if not browser:
        raise RuntimeError(f"there is no {MINIBROWSER}: apt-get install webkit2gtk-driver")
    driver, port = _program("WebKitWebDriver"), _free_port()
    with ExitStack() as stack:
        env = {**os.environ, "GDK_BACKEND": "x11", "WEBKIT_DISABLE_COMPOSITING_MODE": "1", "LIBGL_ALWAYS_SOFTWARE": "1"}
        number = next(n for n in range(70, 99) if not Path(f"/tmp/.X11-unix/X{n}").exists())
        screen = [_program("Xvfb"), f":{number}", "-screen", "0", "1280x900x24", "-nolisten", "tcp"]
        stack.enter_context(_running(screen, folder / "xvfb.log"))
        env["DISPLAY"] = f":{number}"
        if not wait_for(Path(f"/tmp/.X11-unix/X{number}").exists, 20):
            raise RuntimeError("Xvfb did not start")
        stack.enter_context(_running([driver, f"--port={port}"], folder / "webkit.log", env))
        yield WebDriver(port, {"webkitgtk:browserOptions": {"binary": str(browser), "args": ["--automation"]}})


# --- programs ---


def _program(*names: str) -> str:
    found = next(filter(None, map(shutil.which, names)), None)
    if not found:
        raise RuntimeError(f"there is no {names[0]}: apt-get install {' '.join(PACKAGES)}")
    return found


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]


@contextmanager
def _running(command: list[str], log: Path, env: dict[str, str] | None = None) -> Iterator[None]:
    with log.open("wb") as out:
        process = subprocess.Popen(command, env=env, stdin=subprocess.DEVNULL, stdout=out, stderr=out, start_new_session=True)
        try:
            yield
        except RuntimeError as error:
            raise RuntimeError(f"{error}\n{log.read_text('utf-8', 'replace')[-1500:]}") from None
        finally:
            process.terminate()
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()


ENGINES = {"Firefox": firefox, "WebKitGTK": webkit}


def _install() -> None:
    """By apt, where this is Debian's root and something is missing."""
    missing = not all(map(shutil.which, ("firefox-esr", "WebKitWebDriver", "Xvfb")))
    if missing and hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("apt-get"):
        print(f"installing {', '.join(PACKAGES)} with apt-get (once, some minutes) …", file=sys.stderr)
        env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        for words in (["update"], ["install", "-y", "--no-install-recommends", *PACKAGES]):
            subprocess.run(["apt-get", "-qq", *words], env=env, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, check=False)


def _without_network() -> bool:
    """Start this program again in a name space of its own, which has no network but its own loopback."""
    if os.environ.get("HANDBOOK_NO_NETWORK") or not shutil.which("unshare") or not shutil.which("ip"):
        return bool(os.environ.get("HANDBOOK_NO_NETWORK"))
    inside = ["unshare", "-n"] if os.geteuid() == 0 else ["unshare", "-r", "-n"]
    if subprocess.run([*inside, "true"], capture_output=True, check=False).returncode:
        return False
    os.environ["HANDBOOK_NO_NETWORK"] = "1"
    os.execvp("unshare", [*inside, "sh", "-c", 'ip link set lo up && exec "$@"', "sh", sys.executable, *sys.argv])


def main(site: Path) -> int:
    _install()
    print("without a network" if _without_network() else "the network is on: it cannot be taken away here", file=sys.stderr)
    bad = 0
    with tempfile.TemporaryDirectory() as name:
        folder = unpacked(site, Path(name))
        day = _chinese_day(folder)
        for engine, start in ENGINES.items():
            own = Path(name) / engine
            own.mkdir()
            try:
                with start(own) as driver:
                    problems = list(look_through(folder, driver.go, driver.run, day))
                    version = driver.run("return navigator.userAgent")
            except RuntimeError as error:
                problems, version = [str(error)], "could not be driven"
            print(f"{engine}: {len(every_kind(folder))} pages, {len(QUESTIONS)} searches, {len(problems)} problems ({version})")
            for problem in problems:
                print(f"  {problem}")
            bad += bool(problems)
    return 1 if bad else 0


def _chinese_day(folder: Path) -> str:
    from generator.offline.edition import in_chinese, stated_date

    day = stated_date(folder)
    assert day
    return in_chinese(day)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
