"""The scaffolding: pinned versions, a guide that names every command, set-up that says what it lacks, equal builds."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


def read(name: str) -> str:
    return (ROOT / name).read_text("utf-8")


# --- versions ---


def test_every_direct_package_is_pinned_with_hashes() -> None:
    pinned = re.findall(r"^([a-z0-9-]+)==\S+ \\\n    --hash=sha256:[0-9a-f]{64}", read("requirements.txt"), re.M)
    wanted = re.findall(r"^([a-z0-9-]+)~=", read("requirements.in"), re.M)
    assert len(wanted) >= 10
    assert [name for name in wanted if name not in pinned] == []


@pytest.mark.parametrize("name", ["requirements.in", "requirements.txt", "package.json", "package-lock.json", ".npmrc",
                                  "Makefile", "tools/venv.sh", "tools/lock.sh", ".ci/run"])
def test_no_registry_is_named(name: str) -> None:
    text = re.sub(r'"funding": (\{[^}]*\}|\[[^\]]*\])', "", read(name))  # where a package asks for donations
    assert "://" not in text.replace("http://127.0.0.1", "")


# --- the guide ---


def targets() -> list[str]:
    return re.findall(r"^([a-z-]+):.*## ", read("Makefile"), re.M)


def test_help_lists_every_target() -> None:
    listed = subprocess.run(["make", "-s", "help"], cwd=ROOT, capture_output=True, text=True, check=True)
    assert re.findall(r"^  make ([a-z-]+)", listed.stdout, re.M) == targets()
    phony = re.findall(r"^\.PHONY: (\S+)", read("Makefile"), re.M)
    assert phony == targets(), "a target without ## stands in no help"


@pytest.mark.parametrize("guide", ["README.md", "README.zh-CN.md"])
@pytest.mark.parametrize("target", targets())
def test_the_guide_names_every_target(target: str, guide: str) -> None:
    assert re.search(rf"(make |`){target}\b", read(guide))


# --- set-up ---


def run_venv(folder: Path, programs: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """tools/venv.sh with stand-ins for the programs it calls."""
    (folder / "bin").mkdir()
    for name, script in programs.items():
        path = folder / "bin" / name
        path.write_text(f"#!/bin/sh\n{script}\n")
        path.chmod(0o755)
    env = {**os.environ, "PATH": f"{folder / 'bin'}:{os.environ['PATH']}", "PYTHON": "stand-in"}
    return subprocess.run(["sh", str(ROOT / "tools" / "venv.sh"), str(folder / "venv")], env=env, capture_output=True,
                          text=True, check=False, stdin=subprocess.DEVNULL)


NO_ENSUREPIP = """case "$*" in
  *ensurepip*) exit 1 ;;
  *print*) echo python3.12-venv ;;
esac"""


def test_a_python_that_is_too_old(tmp_path: Path) -> None:
    done = run_venv(tmp_path, {"stand-in": 'test "$1" = --version && echo "Python 3.9.1" || exit 1'})
    assert done.returncode == 1
    assert "Python 3.11 or newer is needed (stand-in is: Python 3.9.1)" in done.stderr
    assert "make PYTHON=" in done.stderr


def test_a_python_without_venv_where_nothing_may_be_installed(tmp_path: Path) -> None:
    done = run_venv(tmp_path, {"stand-in": NO_ENSUREPIP, "id": "echo 1000"})
    assert done.returncode == 1
    assert "sudo apt-get install python3.12-venv" in done.stderr


def test_a_python_without_venv_where_apt_may_install_it(tmp_path: Path) -> None:
    log = tmp_path / "log"
    done = run_venv(tmp_path, {"stand-in": NO_ENSUREPIP, "id": "echo 0", "apt-get": f'echo "$@" >> {log}'})
    assert log.read_text().splitlines() == ["update -qq", "install -y -qq python3.12-venv"]
    assert done.returncode == 1, "it still has no ensurepip, and that is said"
    assert "ensurepip is missing" in done.stderr


# --- builds ---


def test_two_builds_give_the_same_bytes(tmp_path: Path) -> None:
    """Whatever Python's hashes are, wherever the folder lies, whatever the time zone."""
    built = []
    for seed, zone in (("1", "UTC"), ("2", "Asia/Shanghai")):
        site = tmp_path / f"site-{seed}"
        env = {**os.environ, "SOURCE_DATE_EPOCH": "1735689600", "PYTHONHASHSEED": seed, "TZ": zone}
        subprocess.run([sys.executable, "-m", "mkdocs", "build", "--quiet", "--strict", "--site-dir", str(site)],
                       cwd=ROOT, env=env, check=True, stdin=subprocess.DEVNULL)
        files = [path for path in site.rglob("*") if path.is_file()]
        built.append({path.relative_to(site).as_posix(): path.read_bytes() for path in files})
    one, two = built
    assert one.keys() == two.keys()
    assert [name for name in one if one[name] != two[name]] == []
