#!/usr/bin/env bash
# What the browser tests need: Debian's Chromium, and axe-core from npm in build/browser/. Does nothing where both are there.
# What cannot be set up is said here; the tests are then skipped, or fail where CI=true (see tests/browser/chromium.py).
set -uo pipefail
cd "$(dirname "$0")/../.."

AXE_VERSION=4.14.1
AXE=build/browser/axe-core-$AXE_VERSION.min.js

if [ -z "${FACTCHECK_CHROMIUM:-}" ] && ! command -v chromium > /dev/null; then
  if [ "$(id -u)" = 0 ] && command -v apt-get > /dev/null; then
    echo "Installing Chromium for the browser tests ..."
    { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium; } \
      > /dev/null 2>&1 || echo "Chromium could not be installed: see apt-get install chromium."
  else
    echo "The browser tests need Chromium: install it (Debian: apt-get install chromium), or name one in FACTCHECK_CHROMIUM."
  fi
fi

if [ ! -s "$AXE" ]; then
  if command -v npm > /dev/null; then
    scratch=$(mktemp -d)
    mkdir -p build/browser
    { npm pack --silent --pack-destination "$scratch" "axe-core@$AXE_VERSION" > /dev/null \
      && tar -xzf "$scratch/axe-core-$AXE_VERSION.tgz" -C "$scratch" package/axe.min.js \
      && mv "$scratch/package/axe.min.js" "$AXE"; } || echo "axe-core could not be fetched from npm."
    rm -rf "$scratch"
  else
    echo "The accessibility tests need npm, which fetches axe-core."
  fi
fi
exit 0
