#!/usr/bin/env bats
# contrib/deps with package managers, compiler and user id faked on a PATH of its own: what is run and said.
# The fakes write their calls to $CALLS; $STATE holds what they know. An install brings the commands in
# $STATE/brings and all headers.

bats_require_minimum_version 1.5.0

setup() {
	deps=$BATS_TEST_DIRNAME/../../contrib/deps
	export STATE=$BATS_TEST_TMPDIR/state BIN=$BATS_TEST_TMPDIR/bin CALLS=$BATS_TEST_TMPDIR/calls
	mkdir -p "$STATE/brings" "$BIN"
	: >"$CALLS" && : >"$STATE/absent"
	for tool in sh env awk grep tr tail head cat cp mktemp rm chmod mkdir; do
		ln -s "$(command -v "$tool")" "$BIN/$tool"
	done
	for tool in make bats jq python3 zstd gzip cmp prlimit valgrind mandoc cmark-gfm chromium mlr node npm hyperfine; do
		fake "$tool" ':'
	done
	fake cc 'cat >/dev/null; cat "$STATE/absent"'
	fake id 'echo "${FAKE_UID-0}"'
	fake sleep ':'
	fake true ':'
	unset CC CPPFLAGS HOMEBREW_PREFIX http_proxy https_proxy no_proxy
}

fake() { # NAME BODY
	printf '#!/bin/sh\n%s\n' "$2" >"$BIN/$1" && chmod +x "$BIN/$1"
}

absent() { printf '%s\n' "$@" >"$STATE/absent"; }

run_deps() { run env PATH="$BIN" TMPDIR="$BATS_TEST_TMPDIR" sh "$deps" "$@"; }

# expect STATUS PATTERN: of the output's last line; "all PATTERN": of the whole output.
expect() {
	line=${output##*$'\n'}
	[ "$2" != all ] || line=$output
	# shellcheck disable=SC2053
	[[ $status -eq $1 && $line == ${*: -1} ]] || { echo "$status: $output" && return 1; }
}

# The package manager NAME: an install that names a word of $STATE/refused fails, any other works.
fake_manager() {
	fake "$1" 'echo "'"$1"' $*" >>"$CALLS"
	case " $* " in
	*" indextargets --format "*) cat "$STATE/entry" ;;
	*" indextargets "*) cat "$STATE/lists" ;;
	*" update "*)
		[ -s "$STATE/locked" ] || exit 0
		rm "$STATE/locked"
		echo "E: Could not get lock x" >&2
		exit 100 ;;
	*" download "*) cp apt.conf late.* "$STATE"; : >libyyjson0_1.deb; : >libyyjson-dev_1.deb ;;
	*" -s install "*) cat "$STATE/plan" ;;
	*" install "* | *" add "*)
		for word; do ! grep -qx -e "$word" "$STATE/refused" || exit 1; done
		: >"$STATE/absent"
		cp "$STATE"/brings/* "$BIN" 2>/dev/null || : ;;
	esac'
	: >"$STATE/refused"
}

# apt on a release that knows PACKAGE...
fake_apt() {
	fake_manager apt-get
	echo yes >"$STATE/lists"
	printf '%s\n' "$@" >"$STATE/known"
	fake apt-cache 'shift
	for name; do
		grep -qx "$name" "$STATE/known" && printf "%s:\n  Installed: (none)\n  Candidate: 1\n" "$name"
	done; :'
}

fake_late() { # SUITE FILE:N
	echo "$*" >"$STATE/entry"
	printf 'Inst libyyjson0 (1)\nInst libyyjson-dev (1)\nConf libyyjson0 (1)\n' >"$STATE/plan"
}

installs() { grep -E '^[a-z-]+ (-[^ ]+ )*(install|add) ' "$CALLS" | grep -v -e ' -s '; }

@test "deps: with all there, asks no package manager and says nothing" {
	fake_apt
	for set in build test bench all; do
		run_deps "$set"
		expect 0 all ''
		run_deps "$set" --check
		expect 0 all ''
	done
	[ ! -s "$CALLS" ]
}

@test "deps: --check prints what is missing, installs nothing, exits 1" {
	fake_apt
	absent jq.h cmocka.h
	rm "$BIN/chromium" "$BIN/hyperfine"
	run_deps --check
	expect 1 all 'jq.h (libjq-dev)'
	run_deps test --check
	expect 1 all 'jq.h (libjq-dev)
cmocka.h (libcmocka-dev)
chromium (chromium, optional)'
	run_deps --check bench
	expect 1 'hyperfine (hyperfine, optional)'
	[ ! -s "$CALLS" ]
}

@test "deps: a real compiler finds headers wherever they are, with CPPFLAGS" {
	CC=$(command -v cc) || skip 'no compiler'
	mkdir "$BATS_TEST_TMPDIR/include"
	for header in $(grep -o '[a-z0-9]*\.h' "$deps"); do : >"$BATS_TEST_TMPDIR/include/$header"; done
	export CC CPPFLAGS="-nostdinc -I$BATS_TEST_TMPDIR/include"
	run_deps test --check
	expect 0 all ''
	rm "$BATS_TEST_TMPDIR/include/zip.h"
	run_deps test --check
	expect 1 all 'zip.h (no package here)'
}

@test "deps: apt installs all that is missing in one call, without fresh lists" {
	fake_apt libjq-dev zlib1g-dev
	absent jq.h zlib.h
	run_deps
	expect 0 all 'deps: installing libjq-dev zlib1g-dev'
	options='-q -y --no-install-recommends -o DPkg::Lock::Timeout=120'
	[ "$(installs)" = "apt-get install $options libjq-dev zlib1g-dev" ]
	run ! grep ' update ' "$CALLS"
}

@test "deps: a bare machine: compiler, make and libraries" {
	mv "$BIN/cc" "$BIN/make" "$STATE/brings"
	fake_apt gcc libc6-dev make libjq-dev libcsv-dev libutf8proc-dev libyyjson-dev libexpat1-dev zlib1g-dev \
		libzstd-dev libsqlite3-dev libyaml-dev libzip-dev libxlsxwriter-dev libxxhash-dev libonig-dev
	run_deps
	expect 0 'deps: installing gcc libc6-dev make * libonig-dev'
	[ "$(installs | wc -l)" -eq 1 ]
	[[ "$(installs)" = *" $(tr '\n' ' ' <"$STATE/known" | head -c -1)" ]]
}

@test "deps: apt's lists are fetched where there are none, and again when another apt-get holds them" {
	fake_apt libjq-dev
	: >"$STATE/lists"
	echo yes >"$STATE/locked"
	absent jq.h
	run_deps
	expect 0 all 'deps: updating the package lists
deps: installing libjq-dev'
	[ "$(grep -c ' update ' "$CALLS")" -eq 2 ]
}

@test "deps: a failed apt install is tried again with fresh lists, once, and then told" {
	fake_apt libjq-dev
	echo libjq-dev >"$STATE/refused"
	absent jq.h
	run_deps
	expect 1 "deps: can't install libjq-dev"
	[ "$(grep -c ' update ' "$CALLS")" -eq 1 ]
	[ "$(installs | wc -l)" -eq 2 ]
}

@test "deps: Debian 12: yyjson from the next release, by the machine's own one-line entry" {
	fake_apt
	printf '%s\n' '# x' 'deb [arch=amd64 signed-by=/k.gpg] mirror:/debian bookworm main contrib' \
		>"$BATS_TEST_TMPDIR/a.list"
	fake_late bookworm "$BATS_TEST_TMPDIR/a.list:2"
	absent yyjson.h
	run_deps
	expect 0 'deps: installing libyyjson0 libyyjson-dev from trixie, as bookworm has none'
	[ "$(cat "$STATE/late.list")" = 'deb [arch=amd64 signed-by=/k.gpg] mirror:/debian trixie main contrib' ]
	[[ "$(installs)" = *'/late/libyyjson-dev_1.deb '*'/late/libyyjson0_1.deb' ]]
	run ! grep -i -e unauthenticated -e insecure "$CALLS" "$STATE/apt.conf" "$deps"
	run ! ls -d "$BATS_TEST_TMPDIR"/tmp.*
}

@test "deps: Debian 12: yyjson by a deb822 entry, comments, other stanzas and folded lines around" {
	fake_apt
	printf '%s\n' '# Types are told' '' 'Types: deb' 'URIs: mirror:/security' 'Suites: bookworm-security' '' \
		'Types: deb deb-src' '# near' 'URIs: mirror:/debian' 'Suites: bookworm' ' bookworm-updates' \
		'Components: main' 'Signed-By:' ' -----BEGIN' ' .' ' x' >"$BATS_TEST_TMPDIR/a.sources"
	fake_late bookworm "$BATS_TEST_TMPDIR/a.sources:2"
	absent yyjson.h
	run_deps
	expect 0 'deps: installing libyyjson0 *'
	[ "$(grep -v '^#' "$STATE/late.sources")" = 'Types: deb
Suites: trixie
URIs: mirror:/debian
Components: main
Signed-By:
 -----BEGIN
 .
 x' ]
	grep "^Dir::Etc::SourceList \".*/late.sources\";" "$STATE/apt.conf"
	grep '^Dir::Etc::SourceParts "/dev/null";' "$STATE/apt.conf"
	grep '^Dir::State::Lists ".*/late/lists";' "$STATE/apt.conf"
}

@test "deps: yyjson of the next release is refused where it would change another package" {
	fake_apt
	echo 'deb mirror:/debian bookworm main' >"$BATS_TEST_TMPDIR/a.list"
	fake_late bookworm "$BATS_TEST_TMPDIR/a.list:1"
	echo 'Inst libc6 [2.36] (2.41)' >>"$STATE/plan"
	absent yyjson.h
	run_deps
	expect 1 'deps: libyyjson0 libyyjson-dev of trixie would change libc6 too'
	run ! installs
}

@test "deps: where no source is Debian 12's archive, yyjson is told to be missing" {
	fake_apt
	: >"$STATE/entry"
	absent yyjson.h
	run_deps
	expect 1 'deps: no source here has libyyjson0 libyyjson-dev*'
}

@test "deps: an optional tool that can't be had is told, and the rest goes on" {
	fake_apt libjq-dev valgrind mandoc
	echo valgrind >"$STATE/refused"
	absent jq.h
	rm "$BIN/valgrind" "$BIN/mandoc" "$BIN/chromium"
	run_deps test
	expect 0 'deps: not to be had here, and what needs them is skipped: chromium valgrind'
	installs | grep ' mandoc$'
}

@test "deps: not root: by sudo, with the proxy handed over" {
	fake_apt libjq-dev
	fake sudo 'echo "sudo $*" >>"$CALLS"; [ "$1" != -n ] || shift; exec "$@"'
	absent jq.h
	export FAKE_UID=1000 http_proxy='a b'
	run_deps
	expect 0 all 'deps: installing libjq-dev'
	grep '^sudo env PATH=.* DEBIAN_FRONTEND=noninteractive http_proxy=a b apt-get install ' "$CALLS"
}

@test "deps: not root and no sudo: says what to install, exits 2, and 0 for optional tools" {
	fake_apt libjq-dev valgrind
	absent jq.h
	export FAKE_UID=1000
	run_deps test </dev/null
	expect 2 all 'deps: missing: libjq-dev. Not root*contrib/deps test'
	: >"$STATE/absent"
	rm "$BIN/valgrind"
	run_deps test </dev/null
	expect 0 all 'deps: not to be had here, and what needs them is skipped: valgrind'
	run ! installs
}

@test "deps: dnf, apk and brew by their own names" {
	for case in 'dnf install -q -y --setopt=install_weak_deps=False jq-devel zlib-devel' \
		'apk add -q -U jq-dev zlib-dev' 'brew install -q jq zlib'; do
		rm -f "$BIN/dnf" "$BIN/apk" && : >"$CALLS"
		fake_manager "${case%% *}"
		absent jq.h zlib.h
		run_deps
		expect 0 all 'deps: installing*'
		[ "$(cat "$CALLS")" = "$case" ]
	done
}

@test "deps: Homebrew's own headers count" {
	fake_manager brew
	fake cc 'cat >/dev/null; case "$*" in *-I/brew/include\ *) ;; *) echo jq.h ;; esac'
	export HOMEBREW_PREFIX=/brew
	run_deps --check
	expect 0 all ''
	unset HOMEBREW_PREFIX
	run_deps --check
	expect 1 all 'jq.h (jq)'
}

@test "deps: what has no package here is to be installed by hand, unless optional" {
	fake_manager brew
	rm "$BIN/valgrind"
	run_deps test
	expect 0 all '*skipped: valgrind'
	rm "$BIN/cc"
	run_deps
	expect 2 all 'deps: missing, to be installed by hand*: cc stdio.h'
	rm "$BIN/brew"
	run_deps
	expect 2 all '*: cc stdio.h jq.h *'
}

@test "deps: what is installed and still not found is an error" {
	fake_apt libjq-dev
	fake cc 'cat >/dev/null; echo jq.h'
	run_deps
	expect 1 'deps: installed, yet not found: jq.h'
}

@test "deps: usage" {
	run_deps --help
	expect 0 all 'usage: contrib/deps *'
	run_deps other
	expect 2 all 'usage: contrib/deps *'
}

@test "deps: plain shell, no host name, no long line" {
	for shell in dash 'busybox ash' 'bash --posix' sh; do
		! command -v "${shell%% *}" || $shell -n "$deps"
	done
	run ! grep -n -E '://|[a-z0-9]\.(org|com|net|io|edu)([^a-z]|$)' "$deps"
	run ! grep -n -E '^.{111}' "$deps"
}
