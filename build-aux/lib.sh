# SPDX-License-Identifier: GPL-3.0-or-later
# What the commands of this folder share. Sourced by them, with bash; sets `top` and goes there.

set -u
called_from=$PWD
top=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$top" || exit 1

# A python, compiler or meson from somebody's home would lack the modules of the system's
PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
[ ! -d /usr/lib/ccache ] || [ ! -x /usr/bin/ccache ] || PATH=/usr/lib/ccache:$PATH
export PATH
python=/usr/bin/python3

say () { printf '%s: %s\n' "${0##*/}" "$*"; }
die () { say "$@" >&2; exit 1; }

# absolute PATH: whole, of one that was given where the command was called
absolute () { (cd "$called_from" && realpath -m -- "$1"); }

# listed PURPOSE...: the lines of build-aux/packages for these purposes
listed ()
{
  local wanted=" $* " purpose rest
  while read -r purpose rest; do
    case $wanted in *" $purpose "*) printf '%s\n' "$rest" ;; esac
  done < <(grep -v -e '^#' -e '^$' build-aux/packages)
}

# proven KIND:WHAT: whether something is there, where no package manager of ours can be asked
proven ()
{
  local what=${1#*:}
  case ${1%%:*} in
    cmd) command -v "$what" >/dev/null ;;
    pc) pkg-config --exists "$what" 2>/dev/null ;;
    file) (shopt -s globstar nullglob; set -- $what; [ $# -gt 0 ] && [ -e "$1" ]) ;;
    gi) proven "file:/usr/lib*/**/girepository-1.0/$what.typelib" ;;
    font) [ -n "$(fc-list ":lang=$what" 2>/dev/null)" ] ;;
    py) $python -c "import $what" 2>/dev/null ;;
    *) die "build-aux/packages: what does $1 mean?" ;;
  esac
}

# Debian and its children: says what is missing, then installs it
need_debian ()
{
  local names missing=() name state sudo=
  names=$(listed "$@" | while read -r name _; do [ "$name" = - ] || echo "$name"; done)
  # A package may be there under a newer name that provides this one (pkg-config by pkgconf)
  state=$(dpkg-query -W -f '${db:Status-Status} ${Package},${Provides}\n' 2>/dev/null |
          grep '^installed ' | cut -d ' ' -f 2- | tr -d ' ' | sed 's/([^)]*)//g' | tr ',' '\n')
  while read -r name; do missing+=("$name"); done \
    < <(comm -23 <(sort -u <<< "$names") <(sort -u <<< "$state"))
  [ ${#missing[@]} -gt 0 ] || return 0

  say "will be installed with apt-get: ${missing[*]}"
  if [ "$(id -u)" != 0 ]; then
    command -v sudo >/dev/null || die "only root can do that; as root: apt-get install ${missing[*]}"
    sudo=sudo
  fi
  export DEBIAN_FRONTEND=noninteractive
  $sudo apt-get -q update </dev/null || die "apt-get update failed"
  $sudo env DEBIAN_FRONTEND=noninteractive \
    apt-get -q -y --no-install-recommends -o Dpkg::Use-Pty=0 install "${missing[@]}" </dev/null ||
    die "apt-get could not install: ${missing[*]}"
}

# Everywhere else: says what is missing and how it is called there
need_elsewhere ()
{
  local deb dnf pacman proof dnfs=() pacmans=() count=0
  while read -r deb dnf pacman proof; do
    proven "$proof" && continue
    [ $count -gt 0 ] || printf '%s: missing, and only apt-get is known here:\n  %-30s %-30s %s\n' \
                               "${0##*/}" 'Fedora (dnf)' 'Arch (pacman)' 'Debian' >&2
    count=$((count + 1))
    printf '  %-30s %-30s %s\n' "$dnf" "$pacman" "$deb" >&2
    [ "$dnf" = - ] || dnfs+=("$dnf")
    [ "$pacman" = - ] || pacmans+=("$pacman")
  done < <(listed "$@")
  [ $count -gt 0 ] || return 0
  {
    printf 'Install them, then run this again:\n'
    printf '  dnf install %s\n' "$(printf '%s\n' "${dnfs[@]}" | sort -u | tr '\n' ' ')"
    printf '  pacman -S %s\n' "$(printf '%s\n' "${pacmans[@]}" | sort -u | tr '\n' ' ')"
  } >&2
  exit 1
}

# need PURPOSE...: returns when everything that build-aux/packages lists for them is there
need ()
{
  if command -v apt-get >/dev/null && command -v dpkg-query >/dev/null; then
    need_debian "$@"
  else
    need_elsewhere "$@"
  fi
}

# How the program is configured everywhere here, so that the commands share one build folder
options=(-Dwerror=true -Dbuildtype=debugoptimized)

# configure FOLDER [MESON-OPTION...]: makes a build folder, anew when its options are others
configure ()
{
  local folder=$1 log
  shift
  [ -f "$folder/build.ninja" ] && [ "$(cat "$folder/options" 2>/dev/null)" = "$*" ] && return
  rm -rf "$folder"
  log=$(meson setup "$folder" "$@" 2>&1) || { printf '%s\n' "$log"; die "meson setup failed"; }
  printf '%s\n' "$*" > "$folder/options"
}

# compile FOLDER: quiet unless it fails
compile ()
{
  local log
  log=$(ninja -C "$1" 2>&1) ||
    { printf '%s\n' "$log" | grep -v '^\[[0-9/]*\] '; die "the build failed"; }
}
