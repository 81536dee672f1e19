/* The array `sources` of a merged finding. */
#include <string.h>

#include "source.h"

/* A source keeps its own weaknesses where the finding has others too: findings of other tools are looked for
 * by them.
 */
static void
add_cwe(struct buf *b, const struct source *s, struct slice finding)
{
    size_t from = b->n, value = from + strlen(",\"cwe\":");
    buf_text(b, ",\"cwe\":");
    for (size_t i = 0; i < s->ncwes; i++) {
        buf_byte(b, i ? ',' : '[');
        buf_slice(b, s->cwes[i]);
    }
    buf_text(b, s->ncwes ? "]" : "[]");
    bool none = !s->ncwes && json_is_null(finding);
    if (none || slice_same((struct slice){b->p + value, b->n - value}, finding))
        b->n = from;
}

static void
add_member(struct buf *b, const char *name, struct slice json)
{
    buf_text(b, ",\"");
    buf_text(b, name);
    buf_text(b, "\":");
    if (json.p)
        buf_slice(b, json);
    else
        buf_text(b, "null");
}

static void
add_time(struct buf *b, const char *name, int64_t t)
{
    buf_text(b, ",\"");
    buf_text(b, name);
    buf_text(b, "\":");
    date_write_json(b, t);
}

static void
add_several(struct buf *b, const char *name, const struct slice *at, size_t n)
{
    if (n < 2)
        return;
    buf_text(b, ",\"");
    buf_text(b, name);
    buf_text(b, "\":");
    for (size_t i = 0; i < n; i++) {
        buf_byte(b, i ? ',' : '[');
        buf_slice(b, at[i]);
    }
    buf_byte(b, ']');
}

static void
write_source(struct buf *b, const struct source *s, struct slice category, struct slice cwe)
{
    buf_text(b, "{\"source_tool\":");
    buf_json_slice(b, s->tool);
    if (!slice_same(s->category, category)) {
        buf_text(b, ",\"category\":");
        buf_json_slice(b, s->category);
    }
    add_member(b, "rule_id", s->rule);
    add_member(b, "native_id", s->native);
    add_cwe(b, s, cwe);
    buf_text(b, ",\"target\":");
    buf_json_slice(b, s->target);
    add_member(b, "location", s->location);
    add_several(b, "locations", s->locations, s->nlocations);
    add_member(b, "version", s->version);
    add_several(b, "versions", s->versions, s->nversions);
    add_member(b, "severity", s->severity);
    add_time(b, "first_seen", s->first);
    add_time(b, "last_seen", s->last);
    buf_text(b, ",\"state\":\"");
    buf_text(b, state_word(s->state));
    buf_byte(b, '"');
    if (s->state == STATE_RESOLVED)
        add_time(b, "resolved_at", s->resolved);
    if (s->beside.p) {
        buf_text(b, ",\"exception_id\":");
        buf_json_slice(b, s->beside);
    }
    buf_byte(b, '}');
}

void
sources_write(struct buf *b, const struct sources *s, struct slice category, struct slice cwe)
{
    buf_byte(b, '[');
    for (size_t i = 0; i < s->n; i++) {
        if (i)
            buf_byte(b, ',');
        write_source(b, &s->at[i], category, cwe);
    }
    buf_byte(b, ']');
}
