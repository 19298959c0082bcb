#!/usr/bin/env bash
# Installs the Debian packages of the named lists (base, runtime, demo, test, bench) that are missing.
# Does nothing, quickly, when all are there; without root it names them and fails.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)

is_installed() { # package, probe
    [[ $(dpkg-query -W -f='${db:Status-Status}' "$1" 2>/dev/null) == installed ]] && return
    [[ -n $2 ]] && (eval "$2") </dev/null >/dev/null 2>&1
}

missing_of() { # list
    local package probe
    while read -r package probe; do
        [[ -z $package || $package == '#'* ]] && continue
        is_installed "$package" "$probe" || echo "$package"
    done <"$here/$1.txt"
}

apt() {
    DEBIAN_FRONTEND=noninteractive apt-get -o Acquire::Retries=5 -o DPkg::Lock::Timeout=300 "$@" </dev/null
}

missing=()
for list in "$@"; do
    [[ -f $here/$list.txt ]] || { echo "no list of packages named $list" >&2; exit 2; }
    readarray -t -O "${#missing[@]}" missing < <(missing_of "$list")
done
((${#missing[@]})) || exit 0

if ((EUID != 0)) || ! command -v apt-get >/dev/null; then
    echo "These Debian packages are missing; install them as root, then try again:" >&2
    echo "    apt-get install --no-install-recommends ${missing[*]}" >&2
    exit 1
fi
echo "Installing ${missing[*]}"
apt update -q
apt install -q -y --no-install-recommends "${missing[@]}"
