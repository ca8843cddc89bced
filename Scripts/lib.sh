# Shared by the scripts beside it: finds or installs what the project needs, and keeps one build at a time.
# Meant to be sourced from the project's folder by bash.

set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

say() { printf '\n\033[1m== %s\033[0m\n' "$*"; }

# Installs system packages by name, if any is missing.
need_packages() {
  local missing=()
  for package in "$@"; do
    dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing+=("$package")
  done
  [ ${#missing[@]} -eq 0 ] && return
  say "installing ${missing[*]}"
  if ! command -v apt-get >/dev/null; then
    echo "please install what these Debian packages provide: ${missing[*]}" >&2
    exit 1
  fi
  local sudo=()
  [ "$(id -u)" -eq 0 ] || sudo=(sudo)
  "${sudo[@]}" apt-get update -qq
  DEBIAN_FRONTEND=noninteractive "${sudo[@]}" apt-get install -y -qq "${missing[@]}"
}

need_swift() {
  if ! command -v swift >/dev/null; then
    echo "a Swift toolchain (6.2 or newer) is needed: see https://www.swift.org/install" >&2
    exit 1
  fi
}

need_swift
need_packages libcurl4-openssl-dev libidn2-dev libsqlite3-dev libyaml-dev sqlite3 zlib1g-dev
