#include "unmatched.h"

static void
add_name(struct buf *b, struct slice s)
{
    if (!s.n)
        return;
    buf_text(b, b->n ? ", " : "");
    buf_slice(b, s);
}

void
unmatched_asset(struct lists *l, size_t period, const struct asset *a, const struct judge *j)
{
    struct buf controls = {0};
    for (size_t i = 0; i < j->n_controls; i++)
        if (a->applies[i])
            add_name(&controls, j->controls[i].name);
    lists_begin(l);
    cell_text(&l->row, a->name);
    cell_text(&l->row, a->service);
    cell_text(&l->row, a->tier);
    cell_text(&l->row, a->owner);
    cell_text(&l->row, a->product);
    cell_text(&l->row, buf_as_slice(&controls));
    key_text(&l->key, a->tier);
    key_text(&l->key, a->name);
    lists_end(l, LIST_NEVER_SCANNED, period);
    buf_free(&controls);
}

/* ---- what a record names, as one text */

/* A string, a list of strings, or an object with a purl or a name. */
static void
add_names(struct buf *b, struct json_doc *doc, struct slice json)
{
    const char *why;
    json_val *v = json.n ? json_parse(doc, json.p, json.n, &why) : NULL;
    struct json_iter it = json_each(v);
    if (json_type(v) == JSON_OBJECT) {
        struct slice purl = json_get_str(v, "purl");
        add_name(b, purl.n ? purl : json_get_str(v, "name"));
        return;
    }
    add_name(b, json_str(v));
    while (json_next(&it, NULL, &v))
        add_name(b, json_str(v));
}

static void
cell_names(struct lists *l, struct record *r, const char *const *members)
{
    struct json_doc doc = {0};
    struct buf b = {0};
    for (; *members; members++)
        add_names(&b, &doc, record_get(r, *members));
    cell_text(&l->row, b.n ? buf_as_slice(&b) : (struct slice){0});
    buf_free(&b);
    json_free(&doc);
}

void
unmatched_exception(struct lists *l, size_t period, const struct exception *x,
                    const struct exception_facts *f, struct record *r)
{
    static const char *const members[] = {"finding_id", "native_id", "cve",    "rule_id",
                                          "component",  "path",      "target", NULL};
    lists_begin(l);
    cell_text(&l->row, x->id);
    cell_text(&l->row, x->service);
    cell_names(l, r, members);
    cell_text(&l->row, x->reason);
    cell_text(&l->row, x->approver);
    cell_date(&l->row, x->granted);
    cell_date(&l->row, x->expires);
    cell_days(&l->row, f->age_days);
    key_descending(&l->key, f->age_days);
    key_text(&l->key, x->id);
    lists_end(l, LIST_EXCEPTIONS_MATCHING_NOTHING, period);
}

void
unmatched_ticket(struct lists *l, size_t period, const struct ticket *t, const struct period *p)
{
    static const char *const members[] = {"finding_ids", "cve", NULL};
    struct record r = {0};
    bool closed = ticket_closed(t, p);
    record_read(&r, t->text); /* it was a record when it came */
    lists_begin(l);
    cell_text(&l->row, t->key);
    cell_text(&l->row, record_str(&r, "title"));
    cell_text(&l->row, t->closed && !closed ? SLICE("open") : record_str(&r, "state"));
    cell_text(&l->row, record_str(&r, "service"));
    cell_names(l, &r, members);
    cell_text(&l->row, record_str(&r, "owner"));
    cell_date(&l->row, t->created);
    key_ascending(&l->key, !t->names);
    key_ascending(&l->key, closed);
    key_descending(&l->key, t->created);
    key_text(&l->key, t->key);
    lists_end(l, LIST_TICKETS_MATCHING_NOTHING, period);
    record_free(&r);
}
