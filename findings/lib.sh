# Shared by the findings beside it: a temporary folder with pinned public packages, removed at the end.
# Meant to be sourced by bash; then `packages NAME==VERSION …` once, and `check <<'PY' … PY` to run Python in it.

set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

# Installs pinned packages into an environment of their own.
packages() {
  python3 -m venv "$folder/venv"
  "$folder/venv/bin/pip" install --quiet --disable-pip-version-check "$@"
}

# Runs Python from standard input. Every line is `see(what, got, seen)`: prints it, and fails at the end where it changed.
check() {
  {
    cat <<'PY'
changed = 0
def see(what, got, seen):
    global changed
    changed += got != seen
    print(f"{what}: {got!r}" + ("" if got == seen else f"   CHANGED, was {seen!r}"))
PY
    cat
    printf '\nimport sys\nprint(f"{changed} changed")\nsys.exit(changed > 0)\n'
  } >"$folder/check.py"
  (cd "$folder" && venv/bin/python check.py 2>"$folder/errors") || { cat "$folder/errors" >&2; return 1; }
}
