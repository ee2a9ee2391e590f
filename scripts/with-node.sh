#!/bin/sh
# Runs one word of this project (start, test, check, bench, khata) on a Node that is new enough, with its packages in
# place: whatever node and npm are there, as root or not, in any folder. Nothing is installed outside this folder.
set -eu

main() {
  CDPATH='' cd -- "$(dirname -- "$0")/.."
  word=${1:-}
  [ $# -eq 0 ] || shift
  case $word in
    start | test | check | bench | khata) ;;
    *) fail "Say one of: npm start, npm test, npm run check, npm run bench, npm run khata." ;;
  esac
  root=$(pwd -P)
  mkdir -p .cache 2>/dev/null || fail "Cannot write in $root: make this folder yours first."
  use_new_node
  use_packages
  export NODE_COMPILE_CACHE="${NODE_COMPILE_CACHE:-$root/.cache/node}"
  run_"$word" "$@"
}

run_start() {
  build_assets
  exec node src/server.ts "$@"
}

run_test() {
  build_assets
  exec node scripts/run-tests.ts "$@"
}

run_check() {
  build_assets
  exec node scripts/check.ts "$@"
}

run_bench() {
  build_assets
  exec node bench/run.ts "$@"
}

run_khata() {
  exec node src/cli.ts "$@"
}

# Node

use_new_node() {
  if new_enough node; then return 0; fi
  wanted=$(cat .node-version)
  package=$(node_package)
  PATH="$root/.node/node_modules/$package/bin:$PATH"
  export PATH
  if new_enough node; then return 0; fi
  while_alone install_node
  new_enough node || fail "The downloaded Node does not run here. Install Node 24.11 or newer (nodejs.org), then try again."
}

new_enough() {
  version=$("$1" --version 2>/dev/null) || return 1
  version=${version#v}
  major=${version%%.*}
  minor=${version#*.}
  minor=${minor%%.*}
  [ "$major" -gt 24 ] || { [ "$major" -eq 24 ] && [ "$minor" -ge 11 ]; }
}

node_package() {
  system=$(uname -s | tr '[:upper:]' '[:lower:]')
  case $(uname -m) in
    x86_64 | amd64) arch=x64 ;;
    aarch64 | arm64) arch=arm64 ;;
    *) arch=$(uname -m) ;;
  esac
  case $system-$arch in
    linux-x64 | linux-arm64) echo "node-$system-$arch" ;;
    *) fail "This needs Node 24.11 or newer. Install it (nodejs.org), then try again." ;;
  esac
}

install_node() {
  if new_enough node; then return 0; fi
  say "Getting Node $wanted (once) ..."
  need_npm
  mkdir -p .node
  [ -f .node/package.json ] || echo '{ "private": true }' >.node/package.json
  npm_quietly install --prefix "$root/.node" --no-save --no-package-lock --ignore-scripts "$package@$wanted" ||
    fail "Could not get Node $wanted (see above). Check the network and npm's settings, or install Node 24.11 or newer."
}

# Packages. `start` is served by those of production; all else wants the others too.

use_packages() {
  if packages_fit; then return 0; fi
  while_alone install_packages
}

packages_fit() {
  [ -f node_modules/.package-lock.json ] || return 1
  if [ "$word" != start ] && [ "$word" != khata ] && [ ! -d node_modules/tap ]; then return 1; fi
  cmp -s package-lock.json node_modules/.khata-lock && return 0
  # Someone ran npm by hand after the lock file changed: that is as good.
  [ -z "$(find package-lock.json -newer node_modules/.package-lock.json)" ]
}

install_packages() {
  if packages_fit; then return 0; fi
  # npm follows the link and empties the folder of whoever lent it.
  [ ! -L node_modules ] || fail "node_modules is a link to another folder's packages. Remove the link, then try again."
  need_npm
  # Adding what is missing leaves a server alone that runs from the packages that are there; `npm ci` removes them all.
  how=ci
  if cmp -s package-lock.json node_modules/.khata-lock; then how='install --no-save'; fi
  case $word in
    start | khata) say "Getting the packages (once) ..." && set -- --omit=dev ;;
    *) say "Getting the packages and the tools of the tests (once) ..." && set -- --include=dev ;;
  esac
  # shellcheck disable=SC2086
  npm_quietly $how "$@" || fail "Could not get the packages (see above). Check the network and npm's settings, then try again."
  cp package-lock.json node_modules/.khata-lock
}

need_npm() {
  command -v npm >/dev/null 2>&1 || fail "npm is missing. Install Node 24.11 or newer with its npm (nodejs.org), then try again."
}

npm_quietly() {
  env npm_config_cache="$(npm_cache)" npm_config_yes=true npm_config_audit=false npm_config_fund=false \
    npm_config_update_notifier=false npm_config_loglevel=error npm_config_progress=false \
    npm_config_include=optional npm_config_engine_strict=false \
    npm "$@" >.cache/npm.log 2>&1 || { grep -v 'A complete log of this run' .cache/npm.log >&2 || :; return 1; }
}

# npm fails when the folder that it keeps its downloads in cannot be written: then they are kept here.
npm_cache() {
  cache=${npm_config_cache:-${HOME:-/nonexistent}/.npm}
  if mkdir -p "$cache/_cacache/tmp" 2>/dev/null; then
    blocked=no
    for folder in "$cache" "$cache/_cacache" "$cache/_cacache/tmp" "$cache/_cacache/index-v5" "$cache/_cacache/content-v2"; do
      if [ -d "$folder" ] && [ ! -w "$folder" ]; then blocked=yes; fi
    done
    [ "$blocked" = yes ] || { echo "$cache" && return 0; }
  fi
  echo "$root/.cache/npm"
}

# What is built from the sources, when they changed

build_assets() {
  if [ -f scripts/build-assets.ts ]; then node scripts/build-assets.ts; fi
}

# Two commands started together on a fresh checkout must not install over each other.
while_alone() {
  lock=.cache/setup.lock
  said=no
  until mkdir "$lock" 2>/dev/null; do
    holder=$(cat "$lock/pid" 2>/dev/null || echo 0)
    if [ "$holder" -gt 0 ] && ! kill -0 "$holder" 2>/dev/null; then rm -rf "$lock" && continue; fi
    if [ "$said" = no ]; then say "Waiting for another command that is setting up ..." && said=yes; fi
    waited=$((${waited:-0} + 1))
    [ "$waited" -lt 600 ] || fail "Another command has been setting up for long. If none is, remove $root/$lock."
    sleep 1
  done
  echo $$ >"$lock/pid"
  trap 'rm -rf "$root/.cache/setup.lock"' EXIT
  trap 'exit 130' INT TERM HUP
  "$@"
  rm -rf "$lock"
  trap - EXIT INT TERM HUP
}

say() {
  echo "$*" >&2
}

fail() {
  echo "$*" >&2
  exit 1
}

main "$@"
