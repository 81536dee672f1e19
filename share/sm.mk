# The monthly habit. In a folder that holds exports/2026-08/, exports/2026-09/, …, a Makefile of two lines does it:
#
#     SM_INGEST = --path 'exports/{month}/{scan}_{service}.json'
#     include /usr/local/share/sm/sm.mk
#
# `make` then turns each exports/<month>/ into build/<month>/{raw,normalized,findings,metrics}.ndjson and
# reports/<month>.{html,md,csv}, each month after the one before it, and rebuilds only what changed. What could not be
# used lies in build/<month>/rejects-*.ndjson. Every stage writes a file, whole or not at all, so a stage that fails
# fails the run. Variables (set them before the include):

SM_BIN ?=#            folder of the commands, with a slash at its end; empty: PATH
EXPORTS ?= exports
BUILD ?= build
REPORTS ?= reports
MONTHS ?= $(sort $(notdir $(wildcard $(EXPORTS)/[0-9][0-9][0-9][0-9]-[0-9][0-9])))
SM_AS_OF ?=#          the last day known, for a month that is not over yet; empty: the month's last
SM_INGEST ?=#         more options for each stage
SM_NORMALIZE ?=
SM_DEDUP ?=
SM_DERIVE ?=
SM_RENDER ?=
SM_DICTIONARY ?=#     a dictionary of your own
# Tables with named columns that say nothing of their kind: file name=kind.
SM_TABLES ?= releases.csv=release gates.csv=gate incidents.csv=incident activities.csv=activity actions.csv=action

sm-month-files = $(wildcard $(EXPORTS)/$(1)/*)
sm-table-names = $(foreach t,$(SM_TABLES),$(firstword $(subst =, ,$(t))))
sm-tables = $(filter $(addprefix $(EXPORTS)/$(1)/,$(sm-table-names)),$(sm-month-files))
sm-reports = $(filter-out $(sm-tables),$(sm-month-files))
sm-kind = $(lastword $(subst =, ,$(filter $(notdir $(1))=%,$(SM_TABLES))))
sm-as-of = --as-of $(or $(filter $(1)-%,$(SM_AS_OF)),$(1))
sm-dictionary = $(if $(SM_DICTIONARY),--dictionary $(SM_DICTIONARY))

.PHONY: all clean-months
.DELETE_ON_ERROR:

all: $(foreach m,$(MONTHS),$(REPORTS)/$(m).html $(REPORTS)/$(m).md $(REPORTS)/$(m).csv)

# $(1) the month, $(2) the month before it or nothing, $(3) this month and all before it
define sm-month
$(BUILD)/$(1)/raw.ndjson: $(EXPORTS)/$(1) $$(call sm-month-files,$(1)) $(MAKEFILE_LIST)
	@mkdir -p $$(@D)
	@{ $(SM_BIN)sm-ingest --lean -t month=$(1) $(SM_INGEST) --rejects $$(@D)/rejects-ingest.ndjson $$(call sm-reports,$(1)) \
	  $$(foreach t,$$(call sm-tables,$(1)),&& $(SM_BIN)sm-ingest --lean -f csv -t kind=$$(call sm-kind,$$(t)) -t month=$(1) \
	    --rejects $$(@D)/rejects-$$(notdir $$(t)).ndjson $$(t)); } > $$@.part && mv $$@.part $$@
	@echo "$$@"

$(BUILD)/$(1)/normalized.ndjson: $(BUILD)/$(1)/raw.ndjson $(SM_DICTIONARY)
	@$(SM_BIN)sm-normalize $(call sm-as-of,$(1)) $(SM_NORMALIZE) $(sm-dictionary) --rejects $$(@D)/rejects-normalize.ndjson -o $$@ $$<
	@echo "$$@"

$(BUILD)/$(1)/findings.ndjson: $(BUILD)/$(1)/normalized.ndjson $(SM_DICTIONARY) $(if $(2),$(BUILD)/$(2)/findings.ndjson)
	@$(SM_BIN)sm-dedup $(call sm-as-of,$(1)) $(SM_DEDUP) $(sm-dictionary) $(if $(2),--previous $(BUILD)/$(2)/findings.ndjson) \
	  --rejects $$(@D)/rejects-dedup.ndjson -o $$@ $$<
	@echo "$$@"

$(BUILD)/$(1)/metrics.ndjson: $(BUILD)/$(1)/findings.ndjson $(SM_DICTIONARY)
	@$(SM_BIN)sm-derive --period $(1) $(SM_DERIVE) $(sm-dictionary) --rejects $$(@D)/rejects-derive.ndjson -o $$@ $$<
	@echo "$$@"

$(foreach f,html md csv,$(REPORTS)/$(1).$(f)): $(REPORTS)/$(1).%: $(foreach m,$(3),$(BUILD)/$(m)/metrics.ndjson)
	@mkdir -p $$(@D)
	@$(SM_BIN)sm-render -f $$(if $$(filter md,$$*),markdown,$$*) $(SM_RENDER) -o $$@ $$^
	@echo "$$@"
endef

# Month after month: sm-before grows as the list is walked.
sm-before :=
$(foreach m,$(MONTHS),$(eval $(call sm-month,$(m),$(lastword $(sm-before)),$(sm-before) $(m)))$(eval sm-before += $(m)))

clean-months:
	rm -rf $(BUILD) $(REPORTS)
