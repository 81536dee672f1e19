#include "intact.h"

#include <string.h>

#include "date.h"

/* There is room for the bytes at p. Gives where they end. */
static inline char *
put(char *p, struct slice s)
{
    memcpy(p, s.p, s.n);
    return p + s.n;
}

static inline char *
put_value(char *p, struct slice json)
{
    return json.p ? put(p, json) : put(p, SLICE("null"));
}

/* As write_source of source_write.c. */
void
intact_source(struct buf *b, const struct plain *of, struct slice last_seen)
{
    static const enum finding_field shown[] = {F_SOURCE_TOOL, F_RULE_ID,  F_NATIVE_ID, F_TARGET,
                                               F_LOCATION,    F_SEVERITY, F_FIRST_SEEN};
    const struct slice *f = of->f.f;
    size_t need = 256 + of->version.n + last_seen.n;
    for (size_t i = 0; i < sizeof shown / sizeof *shown; i++)
        need += f[shown[i]].n;
    buf_room(b, need);
    char *p = b->p + b->n;
    p = put_value(put(p, SLICE("[{\"source_tool\":")), f[F_SOURCE_TOOL]);
    p = put_value(put(p, SLICE(",\"rule_id\":")), f[F_RULE_ID]);
    p = put_value(put(p, SLICE(",\"native_id\":")), f[F_NATIVE_ID]);
    p = put_value(put(p, SLICE(",\"target\":")), f[F_TARGET]);
    p = put_value(put(p, SLICE(",\"location\":")), f[F_LOCATION]);
    p = put_value(put(p, SLICE(",\"version\":")), of->version);
    p = put_value(put(p, SLICE(",\"severity\":")), f[F_SEVERITY]);
    p = put_value(put(p, SLICE(",\"first_seen\":")), f[F_FIRST_SEEN]);
    p = put_value(put(p, SLICE(",\"last_seen\":")), last_seen);
    p = put(p, SLICE(",\"state\":\"open\"}]"));
    b->n = (size_t)(p - b->p);
}

static bool
is_untouched(struct run *run, const struct group *g)
{
    const struct entry *e = &g->member->entry;
    const struct row *r = &g->member->row;
    return g->n == 1 && e->plain && !e->renamed && e->moved_from == NO_NAME && !run->others.any_exception &&
           coverage_after(&run->coverage, row_place(r), r->seen) == DATE_NONE;
}

/* The line, with its id and whether it blocks a release after the common fields, and its source at the end.
 */
static void
write_bytes(const struct entry *e, const struct group *g, struct slice text, struct buf *out)
{
    size_t old = text.p[e->blocking_at] == 't' ? 4 : 5, rest = e->blocking_at + old;
    buf_room(out, text.n + 64);
    buf_add(out, text.p, e->blocking_at);
    buf_slice(out, e->blocks ? SLICE("true,\"id\":\"") : SLICE("false,\"id\":\""));
    hash128_write(g->id, out->p + out->n);
    out->n += HASH_HEX;
    buf_byte(out, '"');
    buf_add(out, text.p + rest, e->length - rest - 1);
    buf_slice(out, SLICE(",\"sources\":"));
    buf_add(out, text.p + e->length, e->tail);
    buf_byte(out, '}');
}

static void
read_again(struct merge *m, const struct entry *e, struct plain *p)
{
    (void)plain_read(p, (struct slice){m->line.p, e->length}); /* it could be read before */
    m->f = p->f;
}

void
intact_fields(struct merge *m, const struct entry *e)
{
    struct plain p;
    read_again(m, e, &p);
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
    read_again(m, e, &p);
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
    intact_source(&m->text, &p, f->f[F_LAST_SEEN]);
    f->f[F_SOURCES] = buf_as_slice(&m->text);
    finding_set_bool(f, F_RELEASE_BLOCKING, blocking_ask(blocking, f, run->stage));
    finding_write(out, f);
}

bool
intact_write(struct run *run, struct merge *m, const struct group *g, struct blocking *blocking,
             struct buf *out)
{
    const struct entry *e = &g->member->entry;
    if (!is_untouched(run, g))
        return false;
    pool_reset(&m->members.pool);
    m->line = spool_view(&run->spool, e->offset, e->length + e->tail, &m->members.text);
    if (e->as_bytes && !e->changed && !references_any(run->refs))
        write_bytes(e, g, m->line, out);
    else
        write_fields(run, m, g, blocking, out);
    run->counts.first_seen++;
    return true;
}
