#!/bin/sh
# Makes a virtual environment with the pinned packages: tools/venv.sh FOLDER
# Looks for Python 3.11 or newer (PYTHON=… names one), installs Debian's venv package where it is missing and may be
# installed, and says what to do where it may not.
set -eu

folder=$1
here=$(cd "$(dirname "$0")/.." && pwd)

say() { printf '%s\n' "$*" >&2; }
die() { say "error: $*"; exit 1; }

fits() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; }
has_venv() { "$1" -c 'import ensurepip, venv' >/dev/null 2>&1; }

find_python() {
    for candidate in ${PYTHON:-python3 python3.13 python3.12 python3.11 python}; do
        if fits "$candidate"; then
            echo "$candidate"
            return
        fi
    done
}

python=$(find_python)
if [ -z "$python" ]; then
    found=$("${PYTHON:-python3}" --version 2>&1) || found="none"
    die "Python 3.11 or newer is needed (${PYTHON:-python3} is: $found).
Install it (Debian 12 and newer: apt-get install python3 python3-venv), or name it: make PYTHON=/path/to/python3.12"
fi

if ! has_venv "$python"; then
    # Debian splits ensurepip off into a package named after the version.
    package=$("$python" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
        say "installing $package (this Python has no ensurepip) …"
        apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq "$package" >/dev/null ||
            die "apt-get could not install $package: install it by hand, or name another Python: make PYTHON=…"
    fi
    has_venv "$python" || die "$python cannot make virtual environments: ensurepip is missing.
Install it (Debian, Ubuntu: sudo apt-get install $package), or name another Python: make PYTHON=…"
fi

say "making $folder with $("$python" --version), installing the pinned packages (a minute or two the first time) …"
"$python" -m venv --clear "$folder"
"$folder/bin/python" -m pip install -qq --disable-pip-version-check --require-hashes -r "$here/requirements.txt" ||
    die "pip could not install requirements.txt (its own message stands above). It needs the network once."
"$folder/bin/python" -m pip check --disable-pip-version-check >&2
