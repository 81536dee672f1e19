#include "compact.h"

#include "copy.h"

#ifndef SCAN_WIDE /* compact_wide.c is this file once more */
#define COMPACT_VALUE compact_value_narrow

enum compact_result
compact_value(struct compact *c, struct buf *out)
{
    return scan_is_wide() ? compact_value_wide(c, out) : compact_value_narrow(c, out);
}
#endif

static size_t
kept(const struct copy *k)
{
    return (size_t)(k->o - k->out->p);
}

/* A member that nobody reads comes; k->o stands behind all before it. */
static void
drop_member(struct copy *k)
{
    if (k->o[-1] == ',')
        k->o--;
    k->comma &= kept(k) > k->step;
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

static const char *
copy_name(struct copy *k, const char *p)
{
    if (*p != '"')
        return copy_broken(k, p, "a member without a name");
    copy_until(k, p);
    size_t at = kept(k);
    k->name.p = p;
    if (!(p = copy_string(k, p + 1)))
        return NULL;
    k->name.n = (size_t)(p - k->name.p);
    if (k->drop)
        return p;
    copy_until(k, p);
    if (choose(k, (struct slice){k->out->p + at + 1, kept(k) - at - 2})) {
        k->o = k->out->p + at;
        drop_member(k);
    }
    return p;
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
    char close = object ? '}' : ']';
    struct spot *spot = stencil_inside(k->top->spot, k->name, close, keep);
    k->name.n = 0;
    *++k->top = (struct level){close, keep, spot};
    k->next = keep;
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
            k->comma |= dropped && kept(k) == k->step;
            k->name.n = 0;
            k->next = l->keep;
            return next_byte(k, p + 1);
        }
        if (*p != l->close)
            return copy_broken(k, p, "a comma is missing");
    }
    return p;
}

/* On to the next scalar (behind: from behind a value), which *is tells, or behind all. */
static const char *
to_scalar(struct copy *k, const char *p, bool behind, enum scalar *is)
{
    if (!behind)
        p = next_byte(k, p);
    while (p) {
        if (behind) {
            p = after_value(k, p);
            *is = SCALAR_END;
            if (!p || k->top == k->levels)
                return p;
            if (k->top->close == '}' && !(p = copy_member(k, p)))
                return NULL;
        }
        *is = (enum scalar)stencil_scalars[(unsigned char)*p];
        if (*p != '{' && *p != '[')
            return p;
        if (!(p = enter(k, p)))
            return NULL;
        behind = *p == k->top->close;
        if (behind) {
            k->top--;
            p++;
        } else if (k->top->close == '}') {
            p = copy_member(k, p);
        }
    }
    return NULL;
}

/* What is open around a node becomes what is open. */
static void
stand_at(struct copy *k, const struct node *n)
{
    k->top = k->levels + n->spot->depth;
    k->drop = n->drop ? k->levels + n->drop : NULL;
    for (struct spot *s = n->spot; s; s = s->up)
        k->levels[s->depth] = (struct level){s->close, s->keep, s};
}

/* What stood behind the node before this scalar, n bytes before p, is remembered. */
static void
learn(struct copy *k, struct node *from, const char *p, size_t n, struct node *to)
{
    size_t at = k->step, out_n = kept(k) - at;
    struct edge *e = n && n <= EDGE_MAX && out_n <= EDGE_MAX ? stencil_learn(from) : NULL;
    if (!e)
        return;
    if (k->comma && out_n && k->out->p[at] == ',') {
        at++;
        out_n--;
    }
    memcpy(e->in, p - n, n);
    memcpy(e->out, k->out->p + at, out_n);
    e->n = n;
    e->out_n = out_n;
    e->comma = k->comma;
    e->plain = !k->comma &&
               (from->drop ? to->drop && !out_n : !to->drop && n == out_n && memcmp(e->in, e->out, n) == 0);
    e->to = to;
}

/* The way to the next scalar is not known: it is read. *node: where it leads, NULL: not remembered. */
static const char *
read_edge(struct copy *k, struct node **node, enum scalar *is, const char *p, bool behind)
{
    uint64_t repaired = k->c->repaired;
    const char *start = p;
    copy_until(k, p);
    k->step = kept(k);
    k->comma = false;
    k->name = (struct slice){0};
    if (!(p = to_scalar(k, p, behind, is)))
        return NULL;
    p += *is == SCALAR_STRING;
    copy_until(k, p);
    struct node *to = stencil_node(k->top->spot, k->name, *is, k->drop ? (size_t)(k->drop - k->levels) : 0);
    if (*node && to && *is != SCALAR_NONE && repaired == k->c->repaired)
        learn(k, *node, p, (size_t)(p - start), to);
    *node = to;
    return p;
}

static inline const char *
take_edge(struct copy *k, const struct edge *e, const char *p)
{
    if (!e->plain) {
        copy_until(k, p);
        if (e->comma && k->o[-1] != '{')
            *k->o++ = ',';
        memcpy(k->o, e->out, COPY_STEP);
        if (e->out_n > COPY_STEP)
            memcpy(k->o, e->out, e->out_n);
        k->o += e->out_n;
        k->from = p + e->n;
        k->drop = e->to->drop ? k->levels : NULL; /* whose member it is, stand_at() tells */
    }
    return p + e->n;
}

static inline const char *
copy_scalar(struct copy *k, enum scalar is, const char *p)
{
    if (is == SCALAR_STRING)
        return copy_string(k, p);
    return is == SCALAR_NUMBER ? copy_number(k, p) : copy_literal(k, p);
}

static const char *
copy_value(struct copy *k, const char *p, struct node *node)
{
    bool behind = false, known = false; /* behind a scalar; the way to it was known */
    for (; p; behind = true) {
        enum scalar is;
        const struct edge *e = node && p < k->known ? stencil_match(node, p) : NULL;
        if (e) {
            p = take_edge(k, e, p);
            node = e->to;
            is = node->is;
        } else {
            if (known)
                stand_at(k, node);
            if (!(p = read_edge(k, &node, &is, p, behind)))
                return NULL;
        }
        known = e != NULL;
        if (is == SCALAR_END)
            return p;
        p = copy_scalar(k, is, p);
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
COMPACT_VALUE(struct compact *c, struct buf *out)
{
    struct copy k; /* its levels are filled as containers are opened */
    struct node *node = stencil_root(c->reads, c->depth_max);
    size_t before = out->n;
    uint64_t repaired = c->repaired;
    buf_room(out, (size_t)(c->end - c->p) + 2 * EDGE_MAX);
    k.c = c;
    k.out = out;
    k.from = c->p;
    k.end = c->end;
    k.steps = until(c->p, c->end, SCAN_STRING);
    k.known = until(c->p, c->end, EDGE_MAX + 2);
    k.o = out->p + out->n;
    k.result = COMPACT_DONE;
    k.next = c->reads;
    k.levels[0] = (struct level){0, NULL, node ? node->spot : NULL};
    k.drop = NULL;
    k.top = k.levels;
    k.most = k.levels + (c->depth_max < DEPTH_MAX ? c->depth_max : DEPTH_MAX);
    const char *p = copy_value(&k, c->p, node);
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
