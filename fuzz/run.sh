#!/bin/sh
# Fuzzes one target, guided by coverage, on stable Rust: fuzz/run.sh config|answers [SECONDS]
# Coverage comes from LLVM's own pass (what cargo-fuzz asks for, without the sanitizers that need nightly); a C++ compiler builds
# libFuzzer. The corpus grows in fuzz/corpus/, an input that fails is left in fuzz/artifacts/.
set -eu
cd "$(dirname "$0")"
target=${1:?usage: run.sh config|answers [SECONDS]}
seconds=${2:-30}
triple=$(rustc -vV | sed -n 's/^host: //p')
corpus=corpus/$target
mkdir -p "$corpus" artifacts

case $target in
config)
  for config in ../examples/*/config.json ../demo/redress.json ../engine/presets/*.json; do
    cp "$config" "$corpus/$(echo "$config" | tr / _)"
  done
  for broken in ../engine/tests/broken/*.json; do
    case $broken in
    # Those that are broken by their size would be cut to nonsense.
    *.expected.json | */too-*) ;;
    *) cp "$broken" "$corpus/" ;;
    esac
  done
  ;;
answers)
  for case in ../examples/*/; do
    { printf '{"config":'; cat "$case/config.json"
      printf ',"context":'; cat "$case/context.json"
      printf ',"answers":'; cat "$case/answers.json"; printf '}'; } > "$corpus/$(basename "$case").json"
  done
  ;;
*) echo "there is no target $target" >&2; exit 2 ;;
esac
# Words of the language, so that a mutation writes a key and not noise.
grep -oh '"[A-Za-z][A-Za-z0-9.-]*"' ../engine/presets/*.json ../engine/tests/broken/*.json ../examples/*/*.json |
  sort -u | sed 's/"/\\"/g; s/.*/"&"/' > "artifacts/$target.dict"

RUSTFLAGS="-Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 -Cllvm-args=-sanitizer-coverage-inline-8bit-counters \
-Cllvm-args=-sanitizer-coverage-pc-table -Cllvm-args=-sanitizer-coverage-trace-compares -Ccodegen-units=1" \
  cargo build --quiet --release --target "$triple" --bin "$target"
exec "${CARGO_TARGET_DIR:-target}/$triple/release/$target" "$corpus" -max_total_time="$seconds" -max_len=8192 -timeout=10 \
  -rss_limit_mb=2048 -artifact_prefix=artifacts/ -dict="artifacts/$target.dict" -print_final_stats=1 -verbosity=1
