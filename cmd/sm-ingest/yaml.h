/* YAML (libyaml behind it): its documents become JSON documents, one after the other, for the cutter to read.
 *
 * Plain scalars are resolved by the core schema of YAML 1.2, which knows null, true and false, integers and
 * floats; `yes`, `on` and dates are text. A number that JSON can't hold as it stands (leading zeros, .inf,
 * .nan) is text too. Aliases are expanded as long as the document stays below YAML_DOCUMENT_MAX; merge keys
 * (`<<`) are members like others. */
#ifndef SM_INGEST_YAML_H
#define SM_INGEST_YAML_H

#include "source.h"

struct yaml_end {    /* how reading ended */
    const char *why; /* what is broken: static text; NULL: nothing. The documents before it hold */
    size_t line;     /* … where, from 1; 0: YAML can't be read at all */
};

bool yaml_likely(
    struct slice text); /* may a text that no format of another container knows be YAML? By its first line */

/* Reads s from its window on. json: opened on the text, which lies in an unlinked file under TMPDIR; closed
 * by the caller. false: s->failed. */
bool yaml_convert(struct source *s, struct source *json, struct yaml_end *end);

#endif
