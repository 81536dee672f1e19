# The monthly habit. In a folder that holds exports/2026-08/, exports/2026-09/, …, a Makefile of two lines does it:
#
#     SM_INGEST = --path 'exports/{month}/{scan}_{service}.json'
#     include /usr/local/share/sm/sm.mk
#
# `make` then turns each exports/<month>/ into build/<month>/{raw,normalized,findings,metrics}.ndjson and
# reports/<month>.{html,md,csv}, each month after the one before it, and rebuilds only what changed; each quarter and year
# whose last month is there gets reports/<quarter>.{html,md}, reports/<year>.{html,md} and reports/samm-<year>.html. What could
# not be used lies in build/<month>/rejects-*.ndjson. Every stage writes a file, whole or not at all, so a stage that fails
# fails the run. `make -n` shows what would be run.
#
#     make monthly | quarterly | annual    only these reports
#     make annual YEARS=2026               a year that is not over, so far
#     make summary                         the newest month in a line to paste in a chat
#     make gate                            exit 2 ("Error 1") when SM_FAIL_ON or SM_FAIL_ON_CHECK says so; part of `make`
#
# A scheduled job runs `make` and looks at its exit status: a gate is judged after the reports are written.
# Variables (set them before the include):

SM_BIN ?=#            folder of the commands, with a slash at its end; empty: PATH
EXPORTS ?= exports
BUILD ?= build
REPORTS ?= reports
MONTHS ?= $(sort $(notdir $(wildcard $(EXPORTS)/[0-9][0-9][0-9][0-9]-[0-9][0-9])))
QUARTERS ?= $(foreach q,1=03 2=06 3=09 4=12,$(patsubst %-$(word 2,$(subst =, ,$(q))),%-Q$(word 1,$(subst =, ,$(q))),$(filter %-$(word 2,$(subst =, ,$(q))),$(MONTHS))))
YEARS ?= $(patsubst %-12,%,$(filter %-12,$(MONTHS)))
AUDIENCES ?=#         executives engineering: reports/<month>-<audience>.{html,md} too, and so for quarters and years
SM_AS_OF ?=#          the last day known, for a month that is not over yet; empty: the month's last
SM_INGEST ?=#         more options for each stage
SM_NORMALIZE ?=
SM_DEDUP ?=
SM_DERIVE ?=
SM_RENDER ?=
SM_DICTIONARY ?=#     a dictionary of your own
SM_FAIL_ON ?=#        a condition on the newest month that fails the run: critical_older_than_sla > 0
SM_FAIL_ON_CHECK ?=#  fail or warn: so does a check of the newest month with that status
# Tables with named columns that say nothing of their kind: file name=kind.
SM_TABLES ?= releases.csv=release gates.csv=gate incidents.csv=incident activities.csv=activity actions.csv=action

sm-month-files = $(wildcard $(EXPORTS)/$(1)/*)
sm-table-names = $(foreach t,$(SM_TABLES),$(firstword $(subst =, ,$(t))))
sm-tables = $(filter $(addprefix $(EXPORTS)/$(1)/,$(sm-table-names)),$(sm-month-files))
sm-reports = $(filter-out $(sm-tables),$(sm-month-files))
# The files of a month as a person would write them: dir/*.json for an ending that no table has, else the names.
sm-endings = $(filter-out $(suffix $(sm-tables)),$(sort $(suffix $(sm-reports))))
sm-files = $(addprefix $(EXPORTS)/$(1)/*,$(sm-endings)) $(filter-out $(addprefix %,$(sm-endings)),$(sm-reports))
sm-kind = $(lastword $(subst =, ,$(filter $(notdir $(1))=%,$(SM_TABLES))))
sm-as-of = --as-of $(or $(filter $(1)-%,$(SM_AS_OF)),$(1))
# Options, after a blank where there are any: make -n shows no holes.
sm-also = $(if $(strip $(1)), $(1))
sm-dictionary = $(if $(SM_DICTIONARY),--dictionary $(SM_DICTIONARY))
# Said while it runs, not by make -n.
sm-say = $(if $(findstring n,$(firstword -$(MAKEFLAGS))),,@echo "$(1)")
# Months of a quarter or year, those there are, oldest first; all months up to its end; the newest of it.
sm-quarter-1 = 01 02 03
sm-quarter-2 = 04 05 06
sm-quarter-3 = 07 08 09
sm-quarter-4 = 10 11 12
sm-within = $(if $(findstring Q,$(1)),$(filter $(addprefix $(firstword $(subst -, ,$(1)))-,$(sm-quarter-$(lastword $(subst Q, ,$(1))))),$(MONTHS)),$(filter $(1)-%,$(MONTHS)))
sm-newest = $(lastword $(sort $(sm-within)))
sm-up-to = $(foreach m,$(sort $(MONTHS)),$(if $(filter $(m),$(firstword $(sort $(m) $(1)))),$(m)))

.PHONY: all monthly quarterly annual summary gate clean-months
.DELETE_ON_ERROR:

all: monthly quarterly annual gate

# $(1) where, $(2) formats: the files of a period, for the security team and for AUDIENCES
sm-outputs = $(foreach f,$(2),$(REPORTS)/$(1).$(f) $(foreach a,$(AUDIENCES),$(REPORTS)/$(1)-$(a).$(f)))
monthly: $(foreach m,$(MONTHS),$(call sm-outputs,$(m),html md) $(REPORTS)/$(m).csv)
quarterly: $(foreach q,$(QUARTERS),$(call sm-outputs,$(q),html md))
annual: $(foreach y,$(YEARS),$(call sm-outputs,$(y),html md) $(REPORTS)/samm-$(y).html)

$(REPORTS) $(addprefix $(BUILD)/,$(MONTHS) $(QUARTERS) $(YEARS)):
	@mkdir -p $@

# $(1) the month, $(2) the month before it or nothing, $(3) this month and all before it
define sm-month
$(BUILD)/$(1)/raw.ndjson: $(EXPORTS)/$(1) $$(call sm-month-files,$(1)) $(MAKEFILE_LIST) | $(BUILD)/$(1)
	@$(SM_BIN)sm-ingest --lean -t month=$(1) $(SM_INGEST) --rejects $$(@D)/rejects-ingest.ndjson -o $$@ $$(call sm-files,$(1))
	$$(foreach t,$$(call sm-tables,$(1)),$$(call sm-ingest-table,$$(t),$(1),$$(@D)))
	$$(call sm-say,$$@)

$(BUILD)/$(1)/normalized.ndjson: $(BUILD)/$(1)/raw.ndjson $(SM_DICTIONARY)
	@$(SM_BIN)sm-normalize $(call sm-as-of,$(1))$(call sm-also,$(SM_NORMALIZE))$(call sm-also,$(sm-dictionary)) --rejects $$(@D)/rejects-normalize.ndjson -o $$@ $$< $$(addprefix $$(@D)/raw-,$$(addsuffix .ndjson,$$(notdir $$(call sm-tables,$(1)))))
	$$(call sm-say,$$@)

$(BUILD)/$(1)/findings.ndjson: $(BUILD)/$(1)/normalized.ndjson $(SM_DICTIONARY) $(if $(2),$(BUILD)/$(2)/findings.ndjson)
	@$(SM_BIN)sm-dedup $(call sm-as-of,$(1))$(call sm-also,$(SM_DEDUP))$(call sm-also,$(sm-dictionary))$(if $(2), --previous $(BUILD)/$(2)/findings.ndjson) --rejects $$(@D)/rejects-dedup.ndjson -o $$@ $$<
	$$(call sm-say,$$@)

$(BUILD)/$(1)/metrics.ndjson: $(BUILD)/$(1)/findings.ndjson $(SM_DICTIONARY)
	@$(SM_BIN)sm-derive --period $(1)$(call sm-also,$(SM_DERIVE))$(call sm-also,$(sm-dictionary)) --rejects $$(@D)/rejects-derive.ndjson -o $$@ $$<
	$$(call sm-say,$$@)

$(REPORTS)/$(1).csv: $(foreach m,$(3),$(BUILD)/$(m)/metrics.ndjson) | $(REPORTS)
	@$(SM_BIN)sm-render$(call sm-also,$(SM_RENDER)) -o $$@ $$^
	$$(call sm-say,$$@)

$(call sm-pages,$(1),monthly,$(foreach m,$(3),$(BUILD)/$(m)/metrics.ndjson))
endef

# A table that needs to be told its kind: $(1) the file, $(2) the month, $(3) where to.
define sm-ingest-table
	@$(SM_BIN)sm-ingest --lean -f csv -t kind=$(call sm-kind,$(1)) -t month=$(2) --rejects $(3)/rejects-$(notdir $(1)).ndjson -o $(3)/raw-$(notdir $(1)).ndjson $(1)

endef

# $(1) the period, $(2) the report, $(3) the metrics it is made of
define sm-pages
$(call sm-outputs,$(1),html md): $(3) | $(REPORTS)
	@$(SM_BIN)sm-render --report $(2) --audience $$(or $$(filter $(AUDIENCES),$$(lastword $$(subst -, ,$$(basename $$(@F))))),security)$(call sm-also,$(SM_RENDER)) -o $$@ $$^
	$$(call sm-say,$$@)
endef

# $(1) a quarter or year, $(2) its report, $(3) it and those before it
define sm-long
$(BUILD)/$(1)/metrics.ndjson: $(BUILD)/$(call sm-newest,$(1))/findings.ndjson $(SM_DICTIONARY) | $(BUILD)/$(1)
	@$(SM_BIN)sm-derive --period $(1) $(call sm-as-of,$(call sm-newest,$(1)))$(call sm-also,$(SM_DERIVE))$(call sm-also,$(sm-dictionary)) --rejects $$(@D)/rejects-derive.ndjson -o $$@ $$<
	$$(call sm-say,$$@)

$(call sm-pages,$(1),$(2),$(foreach p,$(call sm-up-to,$(call sm-newest,$(1))) $(3),$(BUILD)/$(p)/metrics.ndjson))
endef

define sm-samm
$(REPORTS)/samm-$(1).html: $(BUILD)/$(1)/metrics.ndjson | $(REPORTS)
	@$(SM_BIN)sm-render --report samm$(call sm-also,$(SM_RENDER)) -o $$@ $$<
	$$(call sm-say,$$@)

endef

# Period after period: sm-before grows as the list is walked.
sm-before :=
$(foreach m,$(MONTHS),$(eval $(call sm-month,$(m),$(lastword $(sm-before)),$(sm-before) $(m)))$(eval sm-before += $(m)))
sm-before :=
$(foreach q,$(sort $(QUARTERS)),$(eval sm-before += $(q))$(eval $(call sm-long,$(q),quarterly,$(sm-before))))
sm-before :=
$(foreach y,$(sort $(YEARS)),$(eval sm-before += $(y))$(eval $(call sm-long,$(y),annual,$(sm-before))))
$(foreach y,$(YEARS),$(eval $(call sm-samm,$(y))))

sm-last := $(lastword $(sort $(MONTHS)))
sm-last-metrics = $(foreach m,$(sort $(MONTHS)),$(BUILD)/$(m)/metrics.ndjson)

summary: $(sm-last-metrics)
	@$(SM_BIN)sm-render -q -f summary --audience executives$(call sm-also,$(SM_RENDER)) $^

gate: $(sm-last-metrics) | monthly quarterly annual
	$(if $(SM_FAIL_ON),@$(SM_BIN)sm-derive --period $(sm-last) $(call sm-as-of,$(sm-last))$(call sm-also,$(SM_DERIVE))$(call sm-also,$(sm-dictionary)) --fail-on '$(SM_FAIL_ON)' -o $(BUILD)/$(sm-last)/gate.ndjson $(BUILD)/$(sm-last)/findings.ndjson)
	$(if $(SM_FAIL_ON_CHECK),@$(SM_BIN)sm-render --fail-on-check=$(SM_FAIL_ON_CHECK) -o $(BUILD)/$(sm-last)/gate.summary $(BUILD)/$(sm-last)/metrics.ndjson)

clean-months:
	rm -rf $(BUILD) $(REPORTS)
