#!/bin/sh
# Install $PACKAGES with apt-get as root or through a sudo that asks for no password; without either, say what to install.
# On a CI machine a package that cannot be had is a failure; elsewhere the tests that need it are skipped.
set -eu

refuse() {
  echo "system: cannot install $PACKAGES: $1. Install it yourself: apt-get install $PACKAGES" >&2
  if [ "${CI:-}" = true ]; then exit 1; fi
  echo "system: the tests that need it will be skipped" >&2
  exit 0
}

command -v apt-get >/dev/null || refuse "this is no Debian"
if [ "$(id -u)" -eq 0 ]; then
  as_root=env
elif command -v sudo >/dev/null && sudo -n true 2>/dev/null; then
  as_root="sudo -n env"
else
  refuse "neither root nor a sudo without password"
fi

apt_get() {
  $as_root DEBIAN_FRONTEND=noninteractive apt-get -qq -o Dpkg::Use-Pty=0 "$@" >"$log" 2>&1
}

log=$(mktemp)
trap 'rm -f "$log"' EXIT
echo "Installing $PACKAGES, once ..." >&2
if ! apt_get update || ! apt_get install --yes --no-install-recommends $PACKAGES; then
  cat "$log" >&2
  refuse "apt-get failed"
fi
