# Sourced by the scripts beside it: makes sure an environment holds exactly what a requirements file pins.
# usage: install_pinned ENVIRONMENT FILE    (a folder, and run.txt or test.txt in requirements/)

say() { printf '%s\n' "$*" >&2; }

# A uv that works: a version manager's shim may be there and refuse.
find_uv() {
    for candidate in uv "${HOME:-}/.local/bin/uv"; do
        if "$candidate" --version >/dev/null 2>&1; then echo "$candidate"; return; fi
    done
}

is_new_enough() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 12))' >/dev/null 2>&1; }

find_python() {
    for candidate in python3.13 python3.14 python3.12 python3 python; do
        if is_new_enough "$candidate"; then echo "$candidate"; return; fi
    done
}

make_environment() {
    uv=$(find_uv)
    python=$(find_python)
    if [ -n "$uv" ]; then
        say "Making a Python environment with uv …"
        "$uv" venv --quiet --seed --python "${python:-3.13}" "$1" && return
    fi
    if [ -n "$python" ]; then
        say "Making a Python environment with $python …"
        "$python" -m venv "$1" && return
        say "This Python cannot make environments. On Debian and Ubuntu: apt install python3-venv"
        exit 1
    fi
    if command -v python3 >/dev/null 2>&1; then
        say "This Python is older than 3.12: getting a newer one with uv …"
        bootstrap=$(mktemp -d)
        if python3 -m venv "$bootstrap" && "$bootstrap/bin/python" -m pip install --quiet uv \
            && "$bootstrap/bin/uv" venv --quiet --seed --python 3.13 "$1"; then
            rm -rf "$bootstrap"
            return
        fi
        rm -rf "$bootstrap"
    fi
    say "PockitFlyer needs Python 3.12 or newer, or uv (https://docs.astral.sh/uv/)."
    exit 1
}

install_pinned() {
    wanted=$(cksum < "$2")
    is_new_enough "$1/bin/python" || { rm -rf "$1"; make_environment "$1"; }
    [ "$(cat "$1/.pinned" 2>/dev/null)" = "$wanted" ] && return
    say "Installing what it needs …"
    uv=$(find_uv)
    if [ -n "$uv" ]; then
        "$uv" pip sync --quiet --python "$1/bin/python" --require-hashes "$2"
    else
        # An environment made by uv may come without pip.
        "$1/bin/python" -m pip --version >/dev/null 2>&1 || "$1/bin/python" -m ensurepip >/dev/null
        "$1/bin/python" -m pip install --quiet --disable-pip-version-check --require-hashes -r "$2"
    fi
    printf '%s' "$wanted" > "$1/.pinned"
}
