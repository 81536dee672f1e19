#include "tree.h"

#include "../mem.h"

static void
add(struct tree *t, uint64_t type, size_t n, const char *text)
{
    t->at = xgrow(t->at, &t->cap, t->n + 1, sizeof *t->at);
    t->at[t->n].tag = (uint64_t)n << YYJSON_TAG_BIT | type;
    t->at[t->n++].uni.str = text;
}

static void
add_number(struct tree *t, struct memory *m, struct val v)
{
    char digits[64];
    struct buf b = {digits, 0, sizeof digits}; /* no double takes so much */
    if (v.form != TEXT || !val_number_plain(v.text, v.n)) {
        val_number_print(&b, val_double(v));
        v = val_copy(m, b.p, b.n);
    }
    add(t, YYJSON_TYPE_RAW, v.n, v.text);
}

static void
add_value(struct tree *t, struct memory *m, struct val v)
{
    static const uint8_t types[] = {
        [K_NULL] = YYJSON_TYPE_NULL,
        [K_FALSE] = YYJSON_TYPE_BOOL | YYJSON_SUBTYPE_FALSE,
        [K_TRUE] = YYJSON_TYPE_BOOL | YYJSON_SUBTYPE_TRUE,
        [K_STRING] = YYJSON_TYPE_STR,
        [K_ARRAY] = YYJSON_TYPE_ARR,
        [K_OBJECT] = YYJSON_TYPE_OBJ,
    };
    size_t from = t->n;
    struct val key = {0}, one;
    if (v.kind == K_NUMBER) {
        add_number(t, m, v);
        return;
    }
    if (v.kind < K_ARRAY) {
        add(t, types[v.kind], v.kind == K_STRING ? v.n : 0, v.kind == K_STRING ? v.text : NULL);
        return;
    }
    struct each e = val_each(m, v);
    add(t, types[v.kind], e.left, NULL);
    while (val_next(&e, &key, &one)) {
        if (v.kind == K_OBJECT)
            add(t, YYJSON_TYPE_STR, key.n, key.text);
        add_value(t, m, one);
    }
    t->at[from].uni.ofs = (t->n - from) * sizeof *t->at;
}

yyjson_val *
tree_of(struct tree *t, struct memory *m, struct val v)
{
    size_t most = m->most;
    t->n = 0;
    m->most = SIZE_MAX;
    add_value(t, m, v);
    m->most = most;
    return t->at;
}
