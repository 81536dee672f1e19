#include "row.h"

#include "hash.h"
#include "plain.h"
#include "run.h"

static uint64_t
hash_text(struct slice s)
{
    uint64_t h = s.n ? hash_64(s.p, s.n) : 0;
    return s.n && !h ? 1 : h;
}

uint64_t
row_native(struct slice id)
{
    return hash_text(id);
}

uint32_t
row_base(struct slice file)
{
    for (size_t i = file.n; i-- > 0;)
        if (file.p[i] == '/') {
            file.p += i + 1;
            file.n -= i + 1;
            break;
        }
    return (uint32_t)hash_text(file);
}

uint64_t
row_order(const struct finding *f)
{
    static const enum finding_field told[] = {F_FINDING_TITLE, F_RULE_ID,   F_NATIVE_ID, F_CVE,
                                              F_CWE,           F_COMPONENT, F_LOCATION,  F_SECRET_HASH};
    uint64_t h = 0;
    for (size_t i = 0; i < sizeof told / sizeof *told; i++) {
        struct slice json = f->f[told[i]];
        h = (h ^ (json_is_null(json) ? 0 : hash_64(json.p, json.n))) * 0x9e3779b97f4a7c15u;
    }
    for (size_t i = 0; i < f->others; i++)
        h = (h ^ hash_64(f->other[i].value.p, f->other[i].value.n)) * 0x9e3779b97f4a7c15u;
    return h;
}

struct row *
row_new(struct index *x, const struct key *key)
{
    x->row = paged_grow(&x->row_file, x->row, &x->row_cap, x->rows + 1, sizeof *x->row, x->memory / 8 * 3);
    struct row *r = &x->row[x->rows++];
    x->any_occurrence |= key->occurrence;
    x->any_type |= key->type != NO_NAME;
    x->any_untyped |= key->untyped;
    *r = (struct row){.key = key->rest,
                      .family = key->family,
                      .place = key->place,
                      .told = key->told,
                      .vulnerability = key->vulnerability,
                      .type = key->type,
                      .variant = key->variant,
                      .occurrence = key->occurrence,
                      .exact = key->exact,
                      .entry = (uint32_t)x->entries,
                      .scope = NO_NAME};
    for (size_t i = 0; i < key->nears; i++) {
        x->near =
            paged_grow(&x->near_file, x->near, &x->near_cap, x->nears + 1, sizeof *x->near, x->memory / 8);
        x->near[x->nears++] = (struct near){key->near_place, key->near[i], (uint32_t)x->rows - 1};
    }
    return r;
}

uint64_t
row_report(struct index *x, struct slice report, struct slice tool, struct slice target,
           struct slice category, const struct row *r)
{
    if (report.n)
        return others_hash_report(report);
    x->scratch.n = 0;
    hash_part(&x->scratch, tool);
    hash_part(&x->scratch, target);
    hash_part(&x->scratch, category);
    buf_int(&x->scratch, r->seen);
    return hash_text(buf_as_slice(&x->scratch));
}

static uint64_t
order_of(struct run *run, const struct row *r)
{
    static struct buf text;
    const struct entry *e = &run->index.entry[r->entry];
    struct plain p;
    if (r->order || !e->plain)
        return r->order;
    text.n = 0;
    texts_read(&run->texts, e->text, &text);
    (void)plain_read(&p, buf_as_slice(&text)); /* it could be read before */
    return row_order(&p.f);
}

int
row_compare_order(struct run *run, const struct row *x, const struct row *y)
{
    uint64_t a = x->order, b = y->order;
    if (!a || !b) {
        const struct entry *e = run->index.entry;
        if (texts_same(&run->texts, e[x->entry].text, e[y->entry].text))
            return 0;
        a = order_of(run, x);
        b = order_of(run, y);
    }
    return (a > b) - (a < b);
}
