#include "compact.h"

#include "copy.h"

/* A member that nobody reads comes; k->o stands behind all before it. */
static void
drop_member(struct copy *k)
{
    if (k->o[-1] == ',')
        k->o--;
    k->drop = k->top;
}

/* What to keep of a member with that name. true: nothing. A name with an escape is kept: it may be any. */
static bool
choose(struct copy *k, struct slice name)
{
    const struct reads *keep = k->top->keep;
    k->next = NULL;
    if (!keep || memchr(name.p, '\\', name.n))
        return false;
    k->next = reads_member(keep, name);
    if (!k->next)
        return true;
    if (k->next->whole)
        k->next = NULL;
    return false;
}

/* A name that was not expected. */
static const char *
new_name(struct copy *k, const char *p)
{
    struct level *l = k->top;
    struct name *n = NULL;
    if (*p != '"')
        return copy_broken(k, p, "a member without a name");
    copy_until(k, p);
    size_t at = (size_t)(k->o - k->out->p);
    if (!(p = copy_string(k, p + 1)))
        return NULL;
    if (k->drop)
        return p;
    copy_until(k, p);
    struct slice text = {k->out->p + at, (size_t)(k->o - k->out->p) - at};
    bool drop = choose(k, (struct slice){text.p + 1, text.n - 2});
    if (l->row)
        n = names_learn(l->row, l->follow, text, k->next, drop);
    l->follow = n ? &n->after : NULL;
    k->inside = n ? &n->inside : NULL;
    if (drop) {
        k->o = k->out->p + at;
        drop_member(k);
    }
    return p;
}

static inline const char *
copy_name(struct copy *k, const char *p)
{
    struct level *l = k->top;
    struct name *n = p < k->names && l->follow ? names_expect(l->follow, p) : NULL;
    if (!n)
        return new_name(k, p);
    l->follow = &n->after;
    k->inside = &n->inside;
    k->next = n->next;
    if (n->drop) {
        copy_until(k, p);
        drop_member(k);
    }
    return p + n->n;
}

static const char *
next_behind_blank(struct copy *k, const char *p)
{
    p = copy_blank(k, p);
    return p < k->end ? p : copy_short(k);
}

/* The next byte that is not blank is wanted. */
static inline const char *
next_byte(struct copy *k, const char *p)
{
    return p < k->end && (unsigned char)*p > ' ' ? p : next_behind_blank(k, p);
}

/* The name and the colon of a member, up to its value. */
static inline const char *
copy_member(struct copy *k, const char *p)
{
    if (!(p = copy_name(k, p)) || !(p = next_byte(k, p)))
        return NULL;
    if (*p != ':')
        return copy_broken(k, p, "a colon is missing");
    return next_byte(k, p + 1);
}

/* What is kept of the members or elements of the value that is entered. */
static const struct reads *
keep_inside(const struct reads *keep, bool object)
{
    if (!keep || object == (keep->elements != NULL)) /* all of an object; an array nobody goes into */
        return NULL;
    if (object)
        return keep;
    return keep->elements->whole ? NULL : keep->elements;
}

/* p stands on an opening bracket. */
static inline const char *
enter(struct copy *k, const char *p)
{
    bool object = *p == '{';
    if (k->top == k->most)
        return copy_stop(k, COMPACT_DEEP);
    const struct reads *keep = keep_inside(k->next, object);
    struct row *row = k->drop ? NULL : k->inside;
    if (row && !row->all)
        row->keep = keep;
    if (row && object && row->keep != keep)
        row = NULL;
    *++k->top = (struct level){object ? '}' : ']', keep, row, row ? &row->first : NULL};
    k->next = keep;
    k->inside = row;
    return next_byte(k, p + 1);
}

/* Behind a value: brackets that close, and a comma. Up to the next member or element; outside of all there is
 * none. */
static inline const char *
after_value(struct copy *k, const char *p)
{
    struct level *l;
    for (; (l = k->top) != k->levels; k->top--, p++) {
        bool dropped = k->drop == l;
        if (dropped) {
            k->drop = NULL;
            k->from = p;
        }
        if (!(p = next_byte(k, p)))
            return NULL;
        if (*p == ',') {
            if (dropped && k->o[-1] == '{') /* all before it was left out */
                k->from = p + 1;
            k->next = l->keep;
            k->inside = l->row;
            return next_byte(k, p + 1);
        }
        if (*p != l->close)
            return copy_broken(k, p, "a comma is missing");
    }
    return p;
}

static inline const char *
copy_scalar(struct copy *k, const char *p)
{
    if (*p == '"')
        return copy_string(k, p + 1);
    return *p == '-' || (*p >= '0' && *p <= '9') ? copy_number(k, p) : copy_literal(k, p);
}

static const char *
copy_value(struct copy *k, const char *p)
{
    p = next_byte(k, p);
    while (p) {
        bool entered = *p == '{' || *p == '[';
        p = entered ? enter(k, p) : copy_scalar(k, p);
        if (p && entered && *p == k->top->close) {
            entered = false;
            k->top--;
            p++;
        }
        if (p && !entered)
            p = after_value(k, p);
        if (k->top == k->levels)
            return p;
        if (p && k->top->close == '}')
            p = copy_member(k, p);
    }
    return NULL;
}

/* The last byte from which n bytes can be read, and one more; none: p. */
static const char *
until(const char *p, const char *end, size_t n)
{
    return (size_t)(end - p) < n ? p : end - n + 1;
}

enum compact_result
compact_value(struct compact *c, struct buf *out)
{
    struct copy k; /* its levels are filled as containers are opened */
    size_t before = out->n;
    uint64_t repaired = c->repaired;
    buf_room(out, (size_t)(c->end - c->p) + 2 * COPY_STEP);
    k.c = c;
    k.out = out;
    k.from = c->p;
    k.end = c->end;
    k.steps = until(c->p, c->end, SCAN_STRING);
    k.names = until(c->p, c->end, NAME_MAX_BYTES + 2);
    k.o = out->p + out->n;
    k.result = COMPACT_DONE;
    k.next = c->reads;
    k.inside = names_root(c->reads);
    k.drop = NULL;
    k.top = k.levels;
    k.most = k.levels + (c->depth_max < DEPTH_MAX ? c->depth_max : DEPTH_MAX);
    const char *p = copy_value(&k, c->p);
    if (!p) {
        out->n = before;
        c->repaired = repaired;
        return k.result;
    }
    copy_until(&k, p);
    out->n = (size_t)(k.o - out->p);
    c->p = p;
    return COMPACT_DONE;
}
