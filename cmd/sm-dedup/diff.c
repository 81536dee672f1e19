#include "diff.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "finding.h"
#include "keys.h"
#include "spool.h"
#include "state.h"

struct before { /* a finding of the old file */
    struct hash128 id;
    uint64_t offset;
    size_t length;
    bool found;
};

struct diff {
    struct stage *stage;
    struct before *at;
    size_t n, cap;
    struct spool spool;
    struct record record;
    struct json_doc doc;
    struct pool pool;
    struct buf text;
    uint64_t new, closed, reopened, changed, missing, same, merged;
};

static const enum finding_field compared[] = {
    F_PRODUCT,      F_SERVICE,          F_FINDING_TITLE, F_SEVERITY,    F_CONFIDENCE, F_STATE,     F_OWNER,
    F_EXCEPTION_ID, F_RELEASE_BLOCKING, F_CATEGORY,      F_TARGET,      F_RULE_ID,    F_CVE,       F_CWE,
    F_COMPONENT,    F_LOCATION,         F_TIER,          F_ENVIRONMENT, F_KEV,        F_KEV_ADDED, F_KEV_DUE,
    F_CVSS,         F_UNVERIFIED,       F_TICKET,        F_FIX};

static int
by_id(const void *a, const void *b)
{
    return hash128_compare(((const struct before *)a)->id, ((const struct before *)b)->id);
}

static void
take_old(struct diff *d, const struct lines *l, struct slice line)
{
    struct before b = {.length = line.n};
    const char *why = record_read(&d->record, line);
    if (why)
        report_die("%s: line %llu: %s", l->name, (unsigned long long)l->number, why);
    if (!slice_is(d->record.kind, "finding"))
        return;
    if (!hash128_read(record_str(&d->record, "id"), &b.id))
        report_die("%s: line %llu: a finding without its id: not an output of sm-dedup", l->name,
                   (unsigned long long)l->number);
    b.offset = spool_add(&d->spool, line);
    d->at = xgrow(d->at, &d->cap, d->n + 1, sizeof *d->at);
    d->at[d->n++] = b;
}

static void
read_old(struct diff *d, const char *path)
{
    struct lines l = {.fd = -1};
    struct slice line;
    enum line_result got;
    if (!lines_open(&l, path))
        report_die("%s: %s", path, strerror(errno));
    while ((got = lines_next(&l, &line)) == LINE_READ)
        if (slice_trim(line).n)
            take_old(d, &l, line);
    if (got != LINE_END)
        report_die("%s: line %llu: %s", path, (unsigned long long)l.number,
                   got == LINE_FAILED ? strerror(errno) : "longer than 64 MiB");
    lines_free(&l);
    if (d->n)
        qsort(d->at, d->n, sizeof *d->at, by_id);
}

static struct before *
find(struct diff *d, struct slice hex)
{
    struct before key;
    if (!d->n || !hash128_read(hex, &key.id))
        return NULL;
    return bsearch(&key, d->at, d->n, sizeof *d->at, by_id);
}

static void
write_change(struct diff *d, const char *change, const struct finding *f, const struct finding *old)
{
    static const enum finding_field shown[] = {F_ID,        F_SOURCE_TOOL, F_SERVICE,    F_FINDING_TITLE,
                                               F_SEVERITY,  F_STATE,       F_FIRST_SEEN, F_LAST_SEEN,
                                               F_CATEGORY,  F_TARGET,      F_RULE_ID,    F_CVE,
                                               F_COMPONENT, F_LOCATION,    F_OWNER};
    struct buf *b = &d->stage->out.buf;
    bool any = false;
    buf_format(b, "{\"kind\":\"change\",\"change\":\"%s\"", change);
    for (size_t i = 0; i < sizeof shown / sizeof *shown; i++) {
        if (json_is_null(f->f[shown[i]]))
            continue;
        buf_format(b, ",\"%s\":", finding_names[shown[i]]);
        buf_slice(b, f->f[shown[i]]);
    }
    for (size_t i = 0; old && i < sizeof compared / sizeof *compared; i++) {
        struct slice was = old->f[compared[i]], is = f->f[compared[i]];
        if (slice_same(was, is) || (json_is_null(was) && json_is_null(is)))
            continue;
        buf_format(b, "%s\"%s\":[", any ? "," : ",\"fields\":{", finding_names[compared[i]]);
        any = true;
        buf_slice(b, was.p ? was : SLICE("null"));
        buf_byte(b, ',');
        buf_slice(b, is.p ? is : SLICE("null"));
        buf_byte(b, ']');
    }
    buf_text(b, any ? "}}\n" : "}\n");
    stage_wrote(d->stage, SLICE("change"));
}

static bool
is_changed(const struct finding *f, const struct finding *old)
{
    for (size_t i = 0; i < sizeof compared / sizeof *compared; i++) {
        struct slice was = old->f[compared[i]], is = f->f[compared[i]];
        if (!slice_same(was, is) && !(json_is_null(was) && json_is_null(is)))
            return true;
    }
    return false;
}

static void
read_before(struct diff *d, const struct before *b, struct finding *f)
{
    spool_read(&d->spool, b->offset, b->length, &d->text);
    (void)record_read(&d->record, buf_as_slice(&d->text)); /* it was read before */
    finding_read(f, &d->record, &d->pool);
}

static void
compare(struct diff *d, const struct finding *f, const struct before *b)
{
    struct finding old;
    read_before(d, b, &old);
    enum state was = state_of(finding_str(&old, F_STATE, &d->pool)),
               is = state_of(finding_str(f, F_STATE, &d->pool));
    if (state_is_live(was) && !state_is_live(is)) {
        d->closed++;
        write_change(d, "closed", f, &old);
    } else if (!state_is_live(was) && state_is_live(is)) {
        d->reopened++;
        write_change(d, "reopened", f, &old);
    } else if (is_changed(f, &old)) {
        d->changed++;
        write_change(d, "changed", f, &old);
    } else {
        d->same++;
    }
}

/* Old findings that this one was merged from are found too. */
static struct before *
find_merged(struct diff *d, const struct finding *f, struct before *own)
{
    struct json_iter it;
    const char *why;
    json_val *v;
    struct slice also = f->f[F_ALSO];
    if (json_is_null(also))
        return own;
    it = json_each(json_parse(&d->doc, also.p, also.n, &why));
    while (!it.object && json_next(&it, NULL, &v)) {
        struct before *b = find(d, json_str(v));
        if (b && own && !b->found)
            d->merged++;
        own = own ? own : b;
        if (b)
            b->found = true;
    }
    return own;
}

static void
take_new(struct diff *d, const struct record *r)
{
    struct finding f;
    pool_reset(&d->pool);
    finding_read(&f, r, &d->pool);
    struct before *b = find_merged(d, &f, find(d, finding_str(&f, F_ID, &d->pool)));
    d->stage->tally.entries++;
    if (b) {
        b->found = true;
        compare(d, &f, b);
        return;
    }
    d->new ++;
    write_change(d, "new", &f, NULL);
}

static void
write_missing(struct diff *d)
{
    struct finding f;
    for (size_t i = 0; i < d->n; i++) {
        if (d->at[i].found)
            continue;
        pool_reset(&d->pool);
        read_before(d, &d->at[i], &f);
        d->missing++;
        write_change(d, "missing", &f, NULL);
    }
}

static void
summarize(struct diff *d, const char *old)
{
    struct buf b = {0};
    buf_format(&b, "%llu new, %llu closed, %llu reopened, %llu changed", (unsigned long long)d->new,
               (unsigned long long)d->closed, (unsigned long long)d->reopened,
               (unsigned long long)d->changed);
    if (d->merged)
        buf_format(&b, ", %llu merged into others", (unsigned long long)d->merged);
    if (d->missing)
        buf_format(&b, ", %llu missing", (unsigned long long)d->missing);
    buf_format(&b, ", %llu as before", (unsigned long long)d->same);
    report_warning("since %s: %s", old, buf_string(&b));
    tally_note(&d->stage->tally, "%s", buf_string(&b));
    buf_free(&b);
}

void
diff_run(struct stage *stage, const char *old)
{
    struct diff d = {.stage = stage};
    struct record r = {0};
    spool_open(&d.spool);
    read_old(&d, old);
    while (stage_next(stage, &r))
        if (slice_is(r.kind, "finding"))
            take_new(&d, &r);
    write_missing(&d);
    summarize(&d, old);
    if (d.same)
        tally_count(&stage->tally.skipped, SLICE("as before"), d.same);
    record_free(&r);
    record_free(&d.record);
    json_free(&d.doc);
    pool_free(&d.pool);
    buf_free(&d.text);
    spool_close(&d.spool);
    free(d.at);
}
