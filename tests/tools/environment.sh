#!/bin/sh
# Makes or brings up to date the environment in the folder $1: uv where it is there, else venv and pip.
# $2 names the extras, `dev` without. Never touches anything outside that folder.
set -eu

folder=$1
extras=${2:-dev}
python=

for candidate in python3 python3.11 python3.12 python3.13 python; do
    if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
        python=$candidate
        break
    fi
done
if [ -z "$python" ]; then
    echo "Python 3.11 or newer is needed, and none was found on the path: install it and run make again." >&2
    exit 1
fi

if [ -d "$folder" ] && ! "$folder/bin/python" -c 'import sys' 2>/dev/null; then
    echo "The environment in $folder no longer runs: it is made anew."
    rm -rf "$folder"
fi

with_uv() {
    command -v uv >/dev/null 2>&1 || return 1
    echo "Environment in $folder: installing with uv …"
    [ -d "$folder" ] || uv venv --quiet --python "$(command -v "$python")" "$folder" || return 1
    uv pip install --quiet --python "$folder/bin/python" --constraint constraints.txt --editable ".[$extras]"
}

with_pip() {
    echo "Environment in $folder: installing with pip, one to three minutes the first time …"
    [ -d "$folder" ] || "$python" -m venv "$folder"
    [ -x "$folder/bin/pip" ] || "$folder/bin/python" -m ensurepip --upgrade >/dev/null
    "$folder/bin/python" -m pip install -qq --disable-pip-version-check \
        --constraint constraints.txt --editable ".[$extras]"
}

started=$(date +%s)
with_uv || with_pip
echo "Environment ready after $(($(date +%s) - started)) s."
