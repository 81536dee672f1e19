/* What a value means, whatever export it stood in: one function for each type of field. */
#ifndef NORMALIZE_VALUES_H
#define NORMALIZE_VALUES_H

#include "dictionary.h"
#include "stage.h"
#include "words.h"

struct values { /* what every value function may look at and report to */
    struct stage *stage;
    json_val *severity_words, *state_words, *tiers; /* of the dictionary */
    const char *kind, *field;                       /* of the value at hand, for notes */
    bool noted;                                     /* set by a note about the value */
    bool trial;                                     /* notes are not given, only set */
    bool no_record; /* set when a word says that the entry is none: a gate that still runs */
};

void values_begin(struct values *v, struct stage *s, const struct dictionary *d);

/* Appends the canonical value as JSON text, or returns false with nothing appended where there is none. What
 * can't be understood is a note, never an error. */
typedef bool (*value_fn)(struct values *v, json_val *in, const struct words *words, struct buf *out);

bool value_text(struct values *v, json_val *in, const struct words *words, struct buf *out);
bool value_id(struct values *v, json_val *in, const struct words *words, struct buf *out);
bool value_title(struct values *v, json_val *in, const struct words *words, struct buf *out);
bool value_tool(struct values *v, json_val *in, const struct words *words, struct buf *out);
bool value_own_word(struct values *v, json_val *in, const struct words *words,
                    struct buf *out); /* source_severity */
bool value_word(struct values *v, json_val *in, const struct words *words, struct buf *out);
bool value_state(struct values *v, json_val *in, const struct words *words, struct buf *out);
bool value_severity(struct values *v, json_val *in, const struct words *words, struct buf *out);
bool value_category(struct values *v, json_val *in, const struct words *words, struct buf *out);
bool value_activity(struct values *v, json_val *in, const struct words *words,
                    struct buf *out); /* its category */
bool value_environment(struct values *v, json_val *in, const struct words *words, struct buf *out);
bool value_tier(struct values *v, json_val *in, const struct words *words, struct buf *out);
bool value_bool(struct values *v, json_val *in, const struct words *words, struct buf *out);
bool value_time(struct values *v, json_val *in, const struct words *words, struct buf *out);
bool value_times(struct values *v, json_val *in, const struct words *words, struct buf *out);
bool value_target(struct values *v, json_val *in, const struct words *words, struct buf *out);
bool value_cve(struct values *v, json_val *in, const struct words *words, struct buf *out);
bool value_one_cve(struct values *v, json_val *in, const struct words *words, struct buf *out);
bool value_cwe(struct values *v, json_val *in, const struct words *words, struct buf *out);
bool value_component(struct values *v, json_val *in, const struct words *words, struct buf *out);
bool value_location(struct values *v, json_val *in, const struct words *words, struct buf *out);
bool value_fix(struct values *v, json_val *in, const struct words *words, struct buf *out);
bool value_hash(struct values *v, json_val *in, const struct words *words,
                struct buf *out); /* hexadecimal digits of a digest */
bool value_score(struct values *v, json_val *in, const struct words *words, struct buf *out); /* 0 to 10 */
bool value_share(struct values *v, json_val *in, const struct words *words, struct buf *out); /* 0 to 1 */
bool value_count(struct values *v, json_val *in, const struct words *words, struct buf *out);
bool value_names(struct values *v, json_val *in, const struct words *words,
                 struct buf *out); /* lists: \n ; , */
bool value_tokens(struct values *v, json_val *in, const struct words *words,
                  struct buf *out); /* … and blanks */
bool value_repos(struct values *v, json_val *in, const struct words *words, struct buf *out);
bool value_images(struct values *v, json_val *in, const struct words *words, struct buf *out);
bool value_hosts(struct values *v, json_val *in, const struct words *words, struct buf *out);
bool value_controls(struct values *v, json_val *in, const struct words *words, struct buf *out);

/* The same as seconds, without a note: DATE_NONE where it is no time. */
int64_t value_seconds(json_val *in);

/* 2026-10-31T14:05:00Z, on a day that every month has: written as it is read. */
bool value_time_is_canonical(struct slice s);

/* What the files of values share: the text of a scalar, as it stands in the document; and the note about one
 * that is not understood. */
struct slice value_scalar(json_val *in);
void value_not_understood(struct values *v, struct slice s, const char *what);

#endif
