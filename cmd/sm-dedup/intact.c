#include "intact.h"

#include <string.h>

#include "churn.h"
#include "date.h"

static void
give(intact_part *part, void *with, struct slice name, struct slice json)
{
    part(with, name);
    part(with, json.p ? json : SLICE("null"));
}

/* As write_source of source_write.c. */
void
intact_source_parts(const struct plain *of, struct slice last_seen, intact_part *part, void *with)
{
    const struct slice *f = of->f.f;
    give(part, with, SLICE("[{\"source_tool\":"), f[F_SOURCE_TOOL]);
    give(part, with, SLICE(",\"rule_id\":"), f[F_RULE_ID]);
    give(part, with, SLICE(",\"native_id\":"), f[F_NATIVE_ID]);
    give(part, with, SLICE(",\"target\":"), f[F_TARGET]);
    give(part, with, SLICE(",\"location\":"), f[F_LOCATION]);
    give(part, with, SLICE(",\"version\":"), of->version);
    give(part, with, SLICE(",\"severity\":"), f[F_SEVERITY]);
    give(part, with, SLICE(",\"first_seen\":"), f[F_FIRST_SEEN]);
    give(part, with, SLICE(",\"last_seen\":"), last_seen);
    part(with, SLICE(",\"state\":\"open\"}]"));
}

static void
append(void *with, struct slice part)
{
    buf_slice(with, part);
}

static bool
is_row_untouched(struct run *run, const struct row *r)
{
    return !run->others.any_exception && coverage_after(&run->coverage, row_place(r), r->seen) == DATE_NONE;
}

static bool
is_untouched(struct run *run, const struct entry *e, const struct row *r)
{
    return e->plain && !e->renamed && e->moved_from == NO_NAME && is_row_untouched(run, r);
}

bool
intact_entry_as_kept(const struct entry *e)
{
    return e->plain && e->as_bytes && !e->changed && !e->renamed && e->moved_from == NO_NAME;
}

bool
intact_row_as_kept(struct run *run, const struct row *r)
{
    return !references_any(run->refs) && is_row_untouched(run, r) && !churn_asks(run, r);
}

bool
intact_as_kept(struct run *run, const struct entry *e, const struct row *r)
{
    static struct place
        place; /* of the row before, with what was said of it: most come one after the other */
    static int64_t seen = DATE_NONE, made;
    static bool kept;
    struct place now = row_place(r);
    if (!intact_entry_as_kept(e))
        return false;
    if (r->seen == DATE_NONE || seen != r->seen || made != r->made || memcmp(&place, &now, sizeof now) != 0) {
        kept = intact_row_as_kept(run, r);
        place = now;
        seen = r->seen;
        made = r->made;
    }
    return kept;
}

void
intact_write_kept(struct run *run, const struct found *f, struct buf *out)
{
    char id[HASH_HEX];
    hash128_write(f->id, id);
    forms_finding(&run->texts.forms, f->form, (struct slice){f->what, f->length}, id, f->blocks, out);
    run->counts.first_seen++;
}

static void
read_again(struct run *run, struct merge *m, const struct entry *e, struct plain *p)
{
    m->members.text.n = 0;
    texts_read(&run->texts, e->text, &m->members.text);
    (void)plain_read(p, buf_as_slice(&m->members.text)); /* it could be read before */
    m->f = p->f;
}

void
intact_fields(struct run *run, struct merge *m, const struct entry *e)
{
    struct plain p;
    read_again(run, m, e, &p);
}

static void
write_fields(struct run *run, struct merge *m, const struct group *g, struct blocking *blocking,
             struct buf *out)
{
    const struct entry *e = &g->member->entry;
    const struct row *r = &g->member->row;
    struct finding *f = &m->f;
    struct plain p;
    char id[HASH_HEX + 2];
    read_again(run, m, e, &p);
    struct slice service = names_text(&run->names, g->service);
    if (!slice_same(plain_string(f->f[F_SERVICE]), service))
        finding_set_str(f, F_SERVICE, service, &m->members.pool);
    hash128_write(g->id, id + 1);
    id[0] = id[HASH_HEX + 1] = '"';
    f->f[F_ID] = (struct slice){id, sizeof id};
    if (e->changed) {
        m->text.n = 0;
        date_write_json(&m->text, r->seen);
        finding_set_json(f, F_LAST_SEEN, buf_as_slice(&m->text), &m->members.pool);
    }
    references_fill(run->refs, f, &m->members.pool, &run->stage->tally);
    m->text.n = 0;
    p.f = *f;
    intact_source_parts(&p, f->f[F_LAST_SEEN], append, &m->text);
    f->f[F_SOURCES] = buf_as_slice(&m->text);
    finding_set_bool(f, F_RELEASE_BLOCKING, blocking_ask(blocking, f, run->stage));
    finding_write(out, f);
}

bool
intact_write(struct run *run, struct merge *m, const struct group *g, struct blocking *blocking,
             struct buf *out)
{
    const struct entry *e = &g->member->entry;
    if (g->n != 1 || !is_untouched(run, e, &g->member->row))
        return false;
    pool_reset(&m->members.pool);
    write_fields(run, m, g, blocking, out);
    run->counts.first_seen++;
    return true;
}
