#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Usage: tests/fuzz/run.sh BUILD_DIR SECONDS
#
# Builds every fuzz target in BUILD_DIR (which is set up with clang when it is not there yet) and runs
# each for SECONDS. Speaks TAP, one line a target: `fuzz-NAME: N runs, ok|FAILED`. What broke one is kept
# in BUILD_DIR/fuzz-findings/. Exits 0 only when nothing was found.

set -u

if [ $# != 2 ]; then
  sed -n 's/^# //p' "$0" | sed -n 2,3p >&2
  exit 2
fi

here=$(cd "$(dirname "$0")" && pwd)
top=$(cd "$here/../.." && pwd)
build=$1
seconds=$2

if [ ! -f "$build/build.ninja" ]; then
  CC=${CC:-clang} meson setup "$build" "$top" -Dbuildtype=debugoptimized >/dev/null || exit 1
fi
log=$(mktemp -d)
trap 'rm -rf "$log"' EXIT
if ! ninja -C "$build" fuzz > "$log/build" 2>&1; then
  if grep -q "unknown target 'fuzz'" "$log/build"; then
    echo "1..0 # SKIP $build was not set up with a clang that has libFuzzer"
    exit 0
  fi
  cat "$log/build" >&2
  exit 1
fi

findings=$(cd "$build" && pwd)/fuzz-findings
mkdir -p "$findings"
set -- "$here"/fuzz-*.c
echo "1..$#"

status=0
number=0
for source; do
  number=$((number + 1))
  target=$(basename "$source" .c)
  name=${target#fuzz-}
  mkdir "$log/$name"
  dictionary=
  [ ! -f "$here/$name.dict" ] || dictionary=-dict=$here/$name.dict

  # What is found goes into the first folder, never into the tree. libFuzzer cannot see into memory that
  # GLib's slices hand out.
  G_SLICE=always-malloc G_DEBUG= "$build/tests/fuzz/$target" -max_total_time="$seconds" \
    -max_len=8192 -rss_limit_mb=1024 -timeout=10 -print_final_stats=1 \
    -artifact_prefix="$findings/$target-" ${dictionary:+"$dictionary"} "$log/$name" "$here/corpus/$name" \
    > "$log/$target" 2>&1
  result=$?

  runs=$(sed -n 's/^stat::number_of_executed_units: *//p' "$log/$target")
  if [ $result = 0 ] && [ -n "$runs" ]; then
    echo "ok $number - $target: $runs runs, ok"
  else
    status=1
    echo "not ok $number - $target: ${runs:-0} runs, FAILED"
    grep -v '^#[0-9]' "$log/$target" | tail -n 60 | sed 's/^/# /'
  fi
done

exit $status
