#!/bin/sh
# Writes requirements.txt from requirements.in and package-lock.json from package.json: run by a person, after a version
# in either was changed. The result holds for every Python from 3.11 on and every platform, and names no registry.
set -eu

cd "$(dirname "$0")/.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

echo "resolving requirements.in …"
"${PYTHON:-python3}" -m venv "$work/venv"
"$work/venv/bin/python" -m pip install -qq --disable-pip-version-check uv==0.13.9
"$work/venv/bin/uv" pip compile --quiet --upgrade --universal --fork-strategy fewest --python-version 3.11 \
    --generate-hashes --no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" \
    requirements.in -o requirements.txt
make .venv/.installed

echo "resolving package.json …"
.venv/bin/npm install --package-lock-only --ignore-scripts --loglevel=error
make node_modules/.installed
