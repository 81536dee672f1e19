#include "carry.h"

#include <errno.h>
#include <string.h>

#include "run.h"
#include "settle.h"

static void
bad_line(const struct lines *l, const char *why)
{
    report_die("%s: line %llu: %s: the file is damaged, and history would be lost", l->name,
               (unsigned long long)l->number, why);
}

static void
take_tally(struct run *run, struct slice line)
{
    struct json_doc doc = {0};
    const char *why;
    json_val *root = json_parse(&doc, line.p, line.n, &why);
    int64_t at = date_parse(json_get_str(root, "as_of"));
    if (at > run->carried_as_of)
        run->carried_as_of = at;
    json_free(&doc);
}

/* Which reports it has taken in: to read one of them again must change nothing. */
static void
take_activity(struct run *run, struct record *r)
{
    struct place p = {names_put(&run->names, record_str(r, "source_tool")),
                      names_put(&run->names, record_str(r, "category")),
                      names_put(&run->names, record_str(r, "target")), NO_NAME};
    uint32_t service = names_put(&run->names, record_str(r, "service"));
    if (p.target == NO_NAME && service != NO_NAME)
        p.service = settle_scope(run, service, NO_NAME);
    int64_t at = date_parse(record_str(r, "at"));
    renamed_note(&run->renamed, p.target, TARGET_WAS);
    if (at != DATE_NONE)
        coverage_add(&run->digested, p, at);
}

/* true: the line is a tally. */
static bool
take_line(struct run *run, const struct lines *l, struct slice line, struct record *r)
{
    const char *why = record_read(r, line);
    if (why)
        bad_line(l, why);
    if (slice_is(r->kind, "finding")) {
        why = index_take(run, r, true);
        if (why)
            bad_line(l, why);
        run->stage->tally.carried++;
    }
    if (slice_is(r->kind, "activity"))
        take_activity(run, r);
    if (!slice_is(r->kind, "tally"))
        return false;
    take_tally(run, line);
    return true;
}

void
carry_read(struct run *run, const char *path)
{
    struct lines l = {.fd = -1};
    struct record r = {0};
    struct slice line;
    enum line_result got;
    bool whole = false;
    if (!lines_open(&l, path))
        report_die("%s: %s", path, strerror(errno));
    while ((got = lines_next(&l, &line)) == LINE_READ)
        if (slice_trim(line).n)
            whole = take_line(run, &l, line, &r);
    if (got == LINE_FAILED)
        report_die("%s: read error: %s", path, strerror(errno));
    if (got == LINE_TOO_LONG)
        bad_line(&l, "longer than 64 MiB");
    if (!whole)
        report_die("%s: does not end with a tally: the file is cut off, and history would be lost", path);
    record_free(&r);
    lines_free(&l);
    run->previous = path;
}

void
carry_check(struct run *run)
{
    struct buf theirs = {0}, ours = {0};
    if (run->carried_as_of == DATE_NONE)
        return;
    if (run->as_of == DATE_NONE) {
        run->as_of = run->carried_as_of; /* nothing in this run says a time */
        return;
    }
    if (run->carried_as_of <= run->as_of)
        return;
    date_write(&theirs, run->carried_as_of);
    date_write(&ours, run->as_of);
    report_die("%s: its as-of, %s, is later than that of this run, %s", run->previous, buf_string(&theirs),
               buf_string(&ours));
}
