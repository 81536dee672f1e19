# `make demo` and `make check` do all the set-up; `make help` lists the rest. V=1 shows the commands.
PREFIX = /usr/local
DESTDIR =
CC = gcc
CFLAGS = -O2 -g
WARN = -std=c11 -Wall -Wextra -Wshadow -Wmissing-prototypes -Wstrict-prototypes -Wpedantic -Werror
ifdef SANITIZE
BUILD = build/asan
SANITIZERS = -fsanitize=address,undefined -fno-sanitize-recover=undefined -fno-omit-frame-pointer
else
BUILD = build
endif
ALL_CFLAGS = $(WARN) -pthread -MMD -MP -Ilib -DSM_SHARE='"$(PREFIX)/share/sm"' $(CFLAGS) $(SANITIZERS)
LIBS = -lyyjson -lm -ldl -pthread
Q = $(if $(V),,@)
quiet = --no-print-directory $(if $(V),,-s)
say = $(if $(V),,@printf '  %-5s %s\n' $(1) $@)

COMMANDS = $(notdir $(wildcard cmd/*))
BINARIES = $(COMMANDS:%=$(BUILD)/bin/%) $(BUILD)/bin/jq-run
LIB_OBJECTS = $(patsubst %.c,$(BUILD)/%.o,$(wildcard lib/*.c lib/*/*.c))
UNITS = $(patsubst tests/unit/%.c,$(BUILD)/unit/%,$(wildcard tests/unit/test_*.c))
FUZZERS = $(patsubst tests/fuzz/%.c,$(BUILD)/fuzz/%,$(wildcard tests/fuzz/fuzz_*.c))
PAGES = $(wildcard cmd/*/*.1 share/man/*)
SHARE = $(shell find share/formats share/metrics share/reports share/schema -type f 2>/dev/null) \
	share/dictionary.jq share/dedup.jq share/sm.mk

$(BUILD)/unit/test_jq_native: LIBS += -ljq

# The objects of one command, and those a unit test named test_<command>_<topic> is linked with.
objects = $(patsubst %.c,$(BUILD)/%.o,$(wildcard cmd/$(1)/*.c))
tested = $(filter-out %/main.o,$(call objects,$(word 2,$(subst _, ,$(1)))))

.SECONDEXPANSION:
.PHONY: all install uninstall demo check check-asan check-threads check-valgrind check-update axe bench fuzz fuzzers units clean deps deps-test help

all: $(BINARIES) ## build the commands (default)

$(COMMANDS:%=$(BUILD)/bin/%): $(BUILD)/bin/%: $$(call objects,%) $(BUILD)/libsm.a
	@mkdir -p $(@D)
	$(call say,LD)
	$(Q)$(CC) $(CFLAGS) $(SANITIZERS) $(LDFLAGS) -o $@ $^ $(LIBS)

$(BUILD)/bin/jq-run: $(patsubst %.c,$(BUILD)/%.o,$(wildcard tests/differential/*.c)) $(BUILD)/libsm.a
	@mkdir -p $(@D)
	$(call say,LD)
	$(Q)$(CC) $(CFLAGS) $(SANITIZERS) $(LDFLAGS) -o $@ $^ $(LIBS)

$(UNITS): $(BUILD)/unit/%: $(BUILD)/tests/unit/%.o $$(call tested,%) $(BUILD)/libsm.a
	@mkdir -p $(@D)
	$(call say,LD)
	$(Q)$(CC) $(CFLAGS) $(SANITIZERS) $(LDFLAGS) -o $@ $^ -lcmocka $(LIBS)

$(FUZZERS): $(BUILD)/fuzz/%: $(BUILD)/tests/fuzz/%.o $$(call tested,%) $(BUILD)/libsm.a
	@mkdir -p $(@D)
	$(call say,LD)
	$(Q)$(CC) $(CFLAGS) $(SANITIZERS) -fsanitize=fuzzer $(LDFLAGS) -o $@ $^ $(LIBS)

$(BUILD)/libsm.a: $(LIB_OBJECTS)
	$(call say,AR)
	$(Q)rm -f $@ && $(AR) rcs $@ $^

$(BUILD)/%.o: %.c
	@mkdir -p $(@D)
	$(call say,CC)
	$(Q)$(CC) $(ALL_CFLAGS) $(patsubst %,-Icmd/%,$(filter sm-%,$(subst _, ,$(notdir $<)))) -c -o $@ $<

install: all ## install under PREFIX (with DESTDIR in front)
	install -d $(DESTDIR)$(PREFIX)/bin $(DESTDIR)$(PREFIX)/share/man/man1
	install -m 755 $(COMMANDS:%=$(BUILD)/bin/%) $(DESTDIR)$(PREFIX)/bin
	@for f in $(SHARE); do install -D -m 644 $$f $(DESTDIR)$(PREFIX)/share/sm/$${f#share/} || exit 1; done
	@for f in $(PAGES); do install -D -m 644 $$f $(DESTDIR)$(PREFIX)/share/man/man$${f##*.}/$${f##*/} || exit 1; done
	@install -D -m 644 contrib/completions/_sm $(DESTDIR)$(PREFIX)/share/zsh/site-functions/_sm
	@for c in $(COMMANDS); do \
	  install -D -m 644 contrib/completions/sm.bash $(DESTDIR)$(PREFIX)/share/bash-completion/completions/$$c && \
	  install -D -m 644 contrib/completions/sm.fish $(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d/$$c.fish || exit 1; done

uninstall: ## remove what install put there
	@for c in $(COMMANDS); do rm -f $(DESTDIR)$(PREFIX)/bin/$$c \
	  $(DESTDIR)$(PREFIX)/share/bash-completion/completions/$$c $(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d/$$c.fish; done
	@for f in $(PAGES); do rm -f $(DESTDIR)$(PREFIX)/share/man/man$${f##*.}/$${f##*/}; done
	@rm -f $(DESTDIR)$(PREFIX)/share/zsh/site-functions/_sm
	rm -rf $(DESTDIR)$(PREFIX)/share/sm

deps: ## install what the build needs, where it is missing
	@contrib/deps build
deps-test:
	@contrib/deps test

demo: deps ## build, and make three monthly reports from share/examples under build/demo
	@$(MAKE) $(quiet) all
	@$(MAKE) $(quiet) -C share/examples OUT=$(CURDIR)/build/demo SM=$(CURDIR)/$(BUILD)/bin
	@echo "The reports are in build/demo/reports/: open 2026-10.html in a browser."

check: deps-test ## build, and run every test
	@$(MAKE) $(quiet) all units
	@tests/run-all $(BUILD)
check-asan: deps-test ## the same under the address and undefined-behaviour sanitizers
	@$(MAKE) $(quiet) SANITIZE=1 all units
	@tests/run-all build/asan
check-threads: deps-test ## what has a thread, under the thread sanitizer
	@$(MAKE) $(quiet) BUILD=build/tsan SANITIZERS=-fsanitize=thread build/tsan/bin/sm-derive build/tsan/unit/test_read_ahead
	@setarch -R build/tsan/unit/test_read_ahead
	@setarch -R tests/run-cases --bin build/tsan/bin derive-thread derive-same-bytes
check-valgrind: deps-test ## the golden cases under valgrind
	@$(MAKE) $(quiet) all
	@tests/run-cases --valgrind --bin $(BUILD)/bin
check-update: all ## rewrite what the golden cases expect: read the diff
	@tests/run-cases --update --bin $(BUILD)/bin
units: $(UNITS)

axe: ## fetch axe-core for the browser tests, by npm
	@npm install --no-save --no-audit --no-fund --prefix build/axe axe-core@4

bench: ## records a second of each stage
	@contrib/deps bench
	@$(MAKE) $(quiet) all
	@tests/bench/run $(BUILD)/bin

fuzz: ## feed the readers and the jq engine what they break on, for a while (clang)
	@$(MAKE) $(quiet) BUILD=build/fuzz CC=clang \
	    SANITIZERS='-fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=undefined' fuzzers
	@tests/run-fuzz build/fuzz
fuzzers: $(FUZZERS)

clean: ## remove what was built
	rm -rf build

help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## /  \1: /p' $(MAKEFILE_LIST) | awk -F': ' '{printf "%-18s %s\n", $$1, $$2}'

-include $(shell find $(BUILD) -name '*.d' 2>/dev/null)
