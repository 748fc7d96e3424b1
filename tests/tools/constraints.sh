#!/bin/sh
# Writes constraints.txt anew: the exact versions that a fresh environment gets. Run it when pyproject.toml
# asks for something new, then run the tests, then commit both. The file holds no address of any registry.
set -eu

cd "$(dirname "$0")/../.."
fresh=$(mktemp -d)
trap 'rm -rf "$fresh"' EXIT
python3 -m venv "$fresh/venv"
# What is pinned stays as it is: `sh tests/tools/constraints.sh --newest` moves everything.
if [ "${1:-}" = --newest ]; then : >"$fresh/pins"; else cp constraints.txt "$fresh/pins"; fi
"$fresh/venv/bin/python" -m pip install --quiet --disable-pip-version-check \
    --constraint "$fresh/pins" --editable '.[dev,bench]'
"$fresh/venv/bin/python" -m pip freeze --exclude-editable | LC_ALL=C sort -f >constraints.txt
echo "constraints.txt: $(wc -l <constraints.txt) versions"
