#include "partial.h"

#include <stdlib.h>
#include <string.h>

#include "dimensions.h"
#include "mem.h"

#define BEGINS "{\"kind\":\"partial\",\"record\":"
#define RUN_BEGINS "{\"kind\":\"partial\",\"of\":\"run\","

static void
look_at(struct partial *p, int field, struct slice name)
{
    if (field >= 0) {
        p->keep[field] = true;
        p->whole_sources |= field == F_SOURCES;
        return;
    }
    p->others = xgrow(p->others, &p->cap_others, p->n_others + 1, sizeof *p->others);
    p->others[p->n_others++] = name;
}

static void
look_at_programs(struct partial *p, const struct count *c)
{
    struct slice name;
    int field;
    for (size_t i = 0; memo_reads(c->memo, i, &name, &field, &p->all); i++)
        look_at(p, field, name);
    for (size_t i = 0; judge_reads(&c->judge, i, &name, &field, &p->all); i++)
        look_at(p, field, name);
    for (size_t i = 0; i < c->cells.n_fields; i++)
        if (c->cells.fields[i].kinds & 1u << KIND_FINDING)
            look_at(p, c->cells.fields[i].finding, slice_of(c->cells.fields[i].head));
}

/* Of everything that changes what a metric gives. */
static void
hash_metrics(const struct metrics *m, char out[HASH_HEX + 1])
{
    struct buf b = {0};
    for (size_t i = 0; i < m->n; i++) {
        const struct metric *x = &m->at[i];
        if (!x->needed)
            continue;
        hash_part(&b, x->id);
        hash_part(&b, x->program);
        hash_part(&b, x->formula);
        hash_part(&b, x->beside);
        hash_part(&b, x->needs);
        hash_part(&b, x->note_by);
        buf_format(&b, "%d %d;", (int)x->wanted, (int)x->aggregate);
        for (size_t k = 0; k < x->n_by; k++) {
            hash_part(&b, x->by[k].keys[0]);
            hash_part(&b, x->by[k].keys[1]);
        }
    }
    hash_hex(b.p, b.n, out);
    buf_free(&b);
}

void
partial_begin(struct partial *p, const struct count *c, const struct dictionary *d, const struct metrics *m,
              const struct periods *periods)
{
    static const enum finding_field own[] = {
        F_SOURCE_TOOL, F_PRODUCT,     F_SERVICE, F_FINDING_TITLE, F_SEVERITY,     F_STATE,
        F_FIRST_SEEN,  F_LAST_SEEN,   F_OWNER,   F_EXCEPTION_ID,  F_ID,           F_CATEGORY,
        F_TARGET,      F_RULE_ID,     F_CWE,     F_COMPONENT,     F_TIER,         F_KEV,
        F_KEV_ADDED,   F_KEV_DUE,     F_EPSS,    F_INTRODUCED_AT, F_PUBLISHED_AT, F_FOUND_IN,
        F_TIMELINE,    F_RESOLVED_AT, F_TICKET,  F_FIX,           F_PROVENANCE,   F_REVIEWED_BY,
        F_CVE,         F_NATIVE_ID,   F_ALSO};
    char hash[HASH_HEX + 1];
    look_at_programs(p, c);
    for (size_t i = 0; i < sizeof own / sizeof *own; i++)
        p->keep[own[i]] = true;
    hash_metrics(m, hash);
    buf_format(&p->run, RUN_BEGINS "\"period\":\"%s", periods->at[0].name);
    if (periods->n > 1)
        buf_format(&p->run, "..%s", periods->at[periods->n - 1].name);
    buf_format(&p->run, "\",\"as_of\":\"%s\",\"dictionary\":\"%s\",\"metrics\":\"%s\"}",
               periods->at[periods->n - 1].as_of, d->hash, hash);
}

void
partial_record(struct slice text, struct buf *b)
{
    buf_text(b, BEGINS);
    buf_slice(b, slice_trim(text));
    buf_text(b, "}\n");
}

static void
write_sources(const struct subject *s, struct buf *b)
{
    buf_text(b, ",\"sources\":[");
    for (size_t i = 0; i < s->n_in_record; i++) {
        buf_text(b, i ? ",{\"source_tool\":" : "{\"source_tool\":");
        buf_json_slice(b, s->sources[i].tool);
        buf_text(b, ",\"target\":");
        buf_json_slice(b, s->sources[i].target);
        buf_byte(b, '}');
    }
    buf_byte(b, ']');
}

static bool
is_kept(const struct partial *p, struct slice name)
{
    for (size_t i = 0; i < p->n_others; i++)
        if (slice_same(p->others[i], name))
            return true;
    return false;
}

static void
write_member(struct buf *b, struct slice name, struct slice json)
{
    buf_byte(b, ',');
    buf_json_slice(b, name);
    buf_byte(b, ':');
    buf_slice(b, json);
}

void
partial_finding(const struct partial *p, const struct subject *s, struct buf *b)
{
    buf_text(b, BEGINS "{\"kind\":\"finding\"");
    for (int i = 0; i < F_COUNT; i++) {
        if (i == F_SOURCES && !p->all && !p->whole_sources && s->n_in_record)
            write_sources(s, b);
        else if (s->f->f[i].p && (p->all || p->keep[i]))
            write_member(b, slice_of(finding_names[i]), s->f->f[i]);
    }
    for (size_t i = 0; i < s->f->others; i++)
        if (p->all || is_kept(p, s->f->other[i].key))
            write_member(b, s->f->other[i].key, s->f->other[i].value);
    buf_text(b, "}}\n");
}

const char *
partial_open(const struct partial *p, struct slice line, struct slice *record)
{
    *record = (struct slice){0};
    line = slice_trim(line);
    if (slice_starts(line, BEGINS) && line.p[line.n - 1] == '}') {
        *record = (struct slice){line.p + sizeof BEGINS - 1, line.n - (sizeof BEGINS - 1) - 1};
        return NULL;
    }
    if (!slice_starts(line, RUN_BEGINS))
        return "a part that this program did not write";
    return slice_same(line, buf_as_slice(&p->run))
               ? NULL
               : "a part of another run: period, as-of, dictionary or metrics differ";
}

void
partial_free(struct partial *p)
{
    free(p->others);
    buf_free(&p->run);
}
