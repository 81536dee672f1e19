/* The findings themselves, for formats that other tools read (SARIF, OCSF): one finding at a time, nothing is
 * kept of it. What a format has no word for goes into it as the record has it, under `kept` below, so that
 * sm-ingest and sm-normalize get back what was written. */
#ifndef RENDER_FINDINGS_H
#define RENDER_FINDINGS_H

#include "hash.h"
#include "json.h"
#include "stage.h"

#define EXCEPTIONS_SAID_MAX 100000 /* exceptions whose reason is told; of others the id */

struct severity { /* of a finding, in the words of other formats */
    const char *word;
    const char *level;              /* SARIF */
    double low, high;               /* scores that mean it, in tenths: low to high */
    int ocsf;                       /* severity_id */
    const char *caption, *middling; /* OCSF's word; a score where the finding has none that fits */
};

struct finding_in {                  /* one finding, valid until the next */
    json_val *record;                /* every text of it is valid UTF-8 */
    const struct severity *severity; /* NULL: a word that is none */
    struct slice tool, title, state; /* tool, title: clean */
    bool title_changed;              /* by the cleaning, or to be by SARIF's escape */
    const char *exception;           /* JSON members that tell of its exception, or NULL */
};

struct findings {
    struct json_doc doc;
    struct buf repaired, clean, tool, title, key;
    struct map exceptions;    /* id → offset in told */
    struct buf told;          /* NUL-ended texts */
    uint64_t taken, timeless; /* timeless: findings without any time */
    bool metrics;             /* there were records of sm-derive */
    struct sarif *sarif;
};

struct render;
struct record;
void findings_take(struct render *r, struct record *record);
void findings_check(
    struct render *r); /* the end of the input: exit 2 where there are metrics instead of findings */
void findings_free(struct findings *f);

void findings_text(struct findings *f, struct buf *b, struct slice s); /* cleaned, as a JSON string */
/* `"name":value` for each member that the record sets and the format can't say, commas between. */
void findings_kept(struct buf *b, const struct finding_in *in);
bool findings_is_vulnerability(
    const struct finding_in *in); /* a known flaw or a weakness, not a posture or a secret */
struct slice findings_rule(const struct finding_in *in); /* rule_id, else the first CVE, else the category */

void sarif_take(struct render *r, const struct finding_in *in);
void sarif_free(struct sarif *s);
void ocsf_take(struct render *r, const struct finding_in *in);

#endif
