# What all five commands share: help, version, usage, exit status, output that is whole or untouched, pipe manners.
# BIN names the folder of the binaries (default: build/bin).

setup() {
    SRC=$(cd "$BATS_TEST_DIRNAME/../.." && pwd)
    BIN=$(cd "$SRC" && cd "${BIN:-build/bin}" && pwd)
    D=$(mktemp -d)
    cd "$D"
    printf '%s\n' '{"kind":"mine","a":1.50}' '{"kind":"tally","stage":"x","notes":[]}' > in.ndjson
    printf 'kind,service,at,version\nrelease,pay,2026-10-02,1.0\n' > releases.csv
    printf '%s\n' '{"kind":"metric","id":"open_findings","title":"Open findings","period":"2026-10","as_of":"2026-10-31T23:59:59Z","value":3,"unit":"findings","dimensions":{},"direction":"lower","status":"unknown","n":3,"confidence":"A","evidence":{"system":3,"partial":0,"manual":0}}' '{"kind":"tally","stage":"sm-derive","notes":[]}' > metrics.ndjson
    PERIOD="--period 2026-10"
}

teardown() {
    rm -rf "$D"
}

# The command with what it needs to run at all, on a small input that it takes.
command_of() {
    case $1 in
        sm-ingest) echo "$BIN/sm-ingest releases.csv" ;;
        sm-derive) echo "$BIN/sm-derive $PERIOD in.ndjson" ;;
        sm-render) echo "$BIN/sm-render metrics.ndjson" ;;
        *) echo "$BIN/$1 in.ndjson" ;;
    esac
}

each() {
    for tool in sm-ingest sm-normalize sm-dedup sm-derive sm-render; do
        "$@" "$tool" || { echo "in $tool: status ${status:-?}: ${output:-}" >&2; return 1; }
    done
}

help_is_a_page() {
    run "$BIN/$1" --help
    [ "$status" -eq 0 ] && [ "${#lines[@]}" -lt 45 ] && [[ ${lines[0]} == usage:* ]]
}
@test "-h is a page on standard output, exit 0" { each help_is_a_page; }

version_is_a_line() {
    run "$BIN/$1" -V
    [ "$status" -eq 0 ] && [[ $output =~ ^$1\ [0-9]+\.[0-9]+\.[0-9]+$ ]]
}
@test "-V is a line" { each version_is_a_line; }

unknown_option() {
    run "$BIN/$1" --no-such-option
    [ "$status" -eq 2 ] && [ -n "$output" ]
}
@test "an unknown option is exit 2" { each unknown_option; }

missing_file() {
    run $(command_of "$1") no-such-file
    [ "$status" -eq 2 ] && [[ $output == *"$1: no-such-file: No such file"* ]]
}
@test "a file that can't be opened is exit 2 with its name" { each missing_file; }

full_disk() {
    run bash -c "$(command_of "$1") 2>err >/dev/full; s=\$?; cat err; exit \$s"
    [ "$status" -eq 2 ] && [[ $output == *"write error: No space left on device"* ]]
}
@test "/dev/full is exit 2 with a message" { each full_disk; }

untouched() {
    echo before > out
    run bash -c "$(command_of "$1") no-such-file -o out 2>/dev/null"
    [ "$status" -eq 2 ] && [ "$(cat out)" = before ] && [ -z "$(ls | grep 'out\.')" ]
}
@test "-o FILE stays as it was when the work could not be done" { each untouched; }

whole() {
    $(command_of "$1") > a 2>/dev/null
    $(command_of "$1") -o b 2>/dev/null
    cmp a b && [ "$(stat -c %a b)" = "$(printf '%o' $((0666 & ~$(umask))))" ]
}
@test "-o FILE holds what standard output would" { each whole; }

unknown_kind_passes() {
    case $1 in sm-ingest | sm-render) return 0 ;; esac
    run bash -c "$(command_of "$1") 2>/dev/null"
    [ "$status" -eq 0 ] && [[ $output == *'{"kind":"mine","a":1.50}'* ]]
}
@test "a kind it does not know passes byte for byte" { each unknown_kind_passes; }

cut_off() {
    case $1 in sm-ingest | sm-render) return 0 ;; esac
    head -1 in.ndjson > cut.ndjson
    c=$(command_of "$1")
    run bash -c "${c/in.ndjson/cut.ndjson} 2>&1 >/dev/null"
    [ "$status" -eq 0 ] && [[ $output == *"cut.ndjson: does not end with a tally"* ]] || return 1
    run bash -c "${c/in.ndjson/cut.ndjson} --strict >/dev/null 2>&1"
    [ "$status" -eq 3 ]
}
@test "input without a tally at its end is told, and is exit 3 with --strict" { each cut_off; }

broken_line() {
    case $1 in sm-ingest | sm-render) return 0 ;; esac
    printf '%s\n' '{"kind":' 'nonsense' '[1]' '{"kind":"tally","stage":"x","notes":[]}' > in.ndjson
    run bash -c "$(command_of "$1") 2>&1 >/dev/null"
    [ "$status" -eq 3 ] && [[ $output == *"in.ndjson: line 1: "* ]] && [[ $output == *"line 3: not a JSON object"* ]] || return 1
    run bash -c "$(command_of "$1") --rejects rejects 2>/dev/null | tail -1 | jq -c '[.rejected, .read.lines]'"
    [ "$status" -eq 0 ] && [ "$output" = '[3,4]' ] && [ "$(jq -r .kind rejects | sort | uniq -c | tr -s ' ')" = ' 3 reject' ] || return 1
    run bash -c "$(command_of "$1") --rejects rejects --strict >/dev/null 2>&1"
    [ "$status" -eq 3 ]
}
@test "a line that is no record is a reject with its place" { each broken_line; }

head_is_silent() {
    case $1 in sm-ingest | sm-render) return 0 ;; esac
    for i in $(seq 20000); do echo '{"kind":"mine","text":"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"}'; done > long.ndjson
    cat in.ndjson >> long.ndjson
    c=$(command_of "$1")
    run bash -c "${c/in.ndjson/long.ndjson} 2>&1 | head -1"
    [ "${#lines[@]}" -eq 1 ] && [[ $output == '{"kind":'* ]]
}
@test "| head -1 leaves no message" { each head_is_silent; }

long_line() {
    case $1 in sm-ingest | sm-render) return 0 ;; esac
    { printf '{"kind":"mine","x":"'; head -c 100000000 /dev/zero | tr '\0' x; printf '"}\n'; cat in.ndjson; } > long.ndjson
    c=$(command_of "$1")
    run bash -c "${c/in.ndjson/long.ndjson} 2>&1 | cut -c1-200"
    [[ $output == *"line 1: line longer than 64 MiB"* ]] && [[ $output == *'{"kind":"mine","a":1.50}'* ]]
}
@test "a line of 100 MB is a reject, the rest goes on" { each long_line; }
