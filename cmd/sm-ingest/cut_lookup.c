#define _GNU_SOURCE /* memrchr under -std=c11 */
#include <stdio.h>
#include <string.h>

#include "cut.h"
#include "mem.h"

/* The last member of that name of a compact object. */
static struct slice
member_of(struct cut *c, struct slice object, struct slice name)
{
    struct json_walk w;
    struct slice key, v, found = {0};
    if (!json_walk(&w, object))
        return found;
    while (json_walk_next(&w, &key, &v) > 0) {
        if (memchr(key.p, '\\', key.n))
            key = json_unquote(&c->pool, (struct slice){key.p - 1, key.n + 2});
        if (slice_same(key, name))
            found = v;
    }
    return found;
}

/* What stands at a path below a compact value; of an array the first element, of `*` the first member. */
static struct slice
pick(struct cut *c, struct slice v, const struct path *p, size_t from)
{
    const char *why;
    for (size_t i = from; v.p && i < p->n; i++) {
        struct json_walk w;
        struct slice key, first = {0};
        switch (p->at[i].kind) {
        case STEP_NAME:
            v = member_of(c, v, p->at[i].name);
            break;
        case STEP_ELEMENT:
            if (*v.p == '[') {
                const char *end = v.p[1] == ']' ? NULL : json_skip(v.p + 1, v.p + v.n, &why);
                v = end ? (struct slice){v.p + 1, (size_t)(end - v.p - 1)} : (struct slice){0};
            } else if (*v.p != '{') {
                v = (struct slice){0};
            }
            break;
        default:
            if (json_walk(&w, v))
                json_walk_next(&w, &key, &first);
            v = first;
        }
    }
    return v;
}

/* The text by which a value is compared: of strings and numbers. */
static struct slice
comparable(struct cut *c, struct slice v)
{
    if (!v.p || *v.p == '{' || *v.p == '[' || *v.p == 'n')
        return (struct slice){0};
    return *v.p == '"' ? json_unquote(&c->pool, v) : v;
}

static bool
is_index(const struct path *p)
{
    return !p->n && *p->text == '#';
}

/* The index that the element being read has in the array that is `back` arrays further out on its path. */
static uint64_t
index_of(const struct cut *c, const struct path *p, size_t back)
{
    uint64_t found[DOCUMENT_DEPTH_MAX] = {0};
    size_t n = 0, depth = 0;
    for (size_t i = 0; i < p->n && depth < c->depth && n < DOCUMENT_DEPTH_MAX; i++) {
        bool element = p->at[i].kind == STEP_ELEMENT;
        if (element && c->stack[depth].object)
            found[n++] = 0; /* an object for an array of one */
        else if (element)
            found[n++] = c->stack[depth++].index;
        else
            depth++;
    }
    return back < n ? found[n - 1 - back] : 0;
}

/* false: the element lacks a part of the key. */
static bool
key_of(struct cut *c, const struct store *s, const struct keyer *k, struct slice element, bool indexed,
       struct buf *key)
{
    size_t back = 0;
    key->n = 0;
    for (size_t i = 0; i < k->keys; i++)
        back += is_index(&k->key[i]);
    for (size_t i = 0; i < k->keys; i++) {
        if (is_index(&k->key[i])) {
            char number[24];
            if (!indexed)
                return false;
            snprintf(number, sizeof number, "%llu",
                     (unsigned long long)index_of(c, &c->plan->paths[s->scope.path].path, --back));
            hash_part(key, slice_of(number));
            continue;
        }
        struct slice v = comparable(c, pick(c, element, &k->key[i], 0));
        if (!v.p)
            return false;
        hash_part(key, v);
    }
    return true;
}

/* Elements with one key form a ring; the map holds its last. */
static void
add_to_keyer(struct keyer *k, struct slice key, size_t element)
{
    k->next = xgrow(k->next, &k->cap, element + 1, sizeof *k->next);
    size_t *last = map_put(&k->map, key, element);
    if (*last == element) {
        k->next[element] = element;
        return;
    }
    k->next[element] = k->next[*last];
    k->next[*last] = element;
    *last = element;
}

void
lookup_add(struct cut *c, struct store *s, struct slice element, bool indexed)
{
    struct buf key = {0};
    if (s->full)
        return;
    if (s->text.n + element.n > LOOKUP_BYTES_MAX) {
        s->full = true;
        stage_unknown(c->emit->stage, "%s: more than %u MiB to look up: the rest is not attached",
                      c->emit->place, LOOKUP_BYTES_MAX >> 20);
        return;
    }
    s->at = xgrow(s->at, &s->cap, s->n + 1, sizeof *s->at);
    s->at[s->n] = (struct element){s->text.n, element.n};
    buf_slice(&s->text, element);
    for (size_t i = 0; i < s->n_keyers; i++)
        if (key_of(c, s, &s->keyers[i], element, indexed, &key))
            add_to_keyer(&s->keyers[i], buf_as_slice(&key), s->n);
    s->n++;
    buf_free(&key);
}

void
lookup_clear(struct store *s)
{
    for (size_t i = 0; i < s->n_keyers; i++)
        map_free(&s->keyers[i].map);
    buf_reset(&s->text);
    s->n = 0;
    s->full = false;
}

struct question { /* one rule asked for one entry */
    struct cut *c;
    const struct plan_rule *rule;
    const struct place *at;
    size_t *until;
};

enum answer { ANSWER_NONE, ANSWER_FOUND, ANSWER_UNSURE };

static enum answer
unsure(struct question *q, struct store *s)
{
    cut_want(q->c, &s->scope);
    if (s->scope.depth < *q->until)
        *q->until = s->scope.depth;
    return ANSWER_UNSURE;
}

static void
add_element(struct cut *c, const struct store *s, size_t i)
{
    buf_add(&c->lookup, s->text.p + s->at[i].at, s->at[i].n);
}

/* The first element with that key is added. */
static enum answer
ask(struct question *q, struct slice key)
{
    for (size_t i = 0; i < q->rule->rule->ins; i++) {
        struct store *s = &q->c->plan->stores[q->at[i].store];
        struct keyer *k = &s->keyers[q->at[i].keyer];
        size_t last = map_get(&k->map, key);
        if (last != MAP_NONE) {
            add_element(q->c, s, k->next[last]);
            return ANSWER_FOUND;
        }
        if (!s->scope.final)
            return unsure(q, s);
    }
    return ANSWER_NONE;
}

static bool
add_all_of(struct question *q, struct slice key, bool first)
{
    for (size_t i = 0; i < q->rule->rule->ins; i++) {
        struct store *s = &q->c->plan->stores[q->at[i].store];
        struct keyer *k = &s->keyers[q->at[i].keyer];
        size_t last = map_get(&k->map, key), at = last;
        if (last == MAP_NONE)
            continue;
        do {
            at = k->next[at];
            if (!first)
                buf_byte(&q->c->lookup, ',');
            first = false;
            add_element(q->c, s, at);
        } while (at != last);
    }
    return first;
}

/* The array of all matches of all elements of by's value. */
static enum answer
ask_all(struct question *q, struct slice by)
{
    enum answer answer = ANSWER_FOUND;
    for (size_t i = 0; i < q->rule->rule->ins; i++) {
        struct store *s = &q->c->plan->stores[q->at[i].store];
        if (!s->scope.final)
            answer = unsure(q, s);
    }
    if (answer == ANSWER_UNSURE)
        return answer;
    struct buf key = {0};
    bool array = *by.p == '[', first = true;
    const char *p = by.p + array, *end = by.p + by.n, *why;
    buf_byte(&q->c->lookup, '[');
    while (p < end && *p != ']') {
        const char *next = json_skip(p, end, &why);
        struct slice v = comparable(q->c, (struct slice){p, next ? (size_t)(next - p) : 0});
        if (!next)
            break;
        key.n = 0;
        if (v.p) {
            hash_part(&key, v);
            first = add_all_of(q, buf_as_slice(&key), first);
        }
        p = next < end && *next == ',' ? next + 1 : next;
        if (!array)
            break;
    }
    buf_byte(&q->c->lookup, ']');
    buf_free(&key);
    return ANSWER_FOUND;
}

static struct slice
by_value(struct cut *c, const struct path *p)
{
    if (!p->n || p->at[0].kind != STEP_NAME)
        return pick(c, buf_as_slice(&c->entry), p, 0);
    struct slice v = {0};
    for (size_t i = c->members.n; i-- > 0 && !v.p;)
        if (slice_same(c->members.m[i].key, p->at[0].name))
            v = c->members.m[i].value;
    return pick(c, v, p, 1);
}

static enum answer
ask_rule(struct question *q)
{
    const struct lookup_rule *r = q->rule->rule;
    struct buf key = {0};
    struct slice v = {0};
    enum answer answer;
    if (r->all) {
        v = by_value(q->c, &r->by[0]);
        return v.p && *v.p != 'n' ? ask_all(q, v) : ANSWER_NONE;
    }
    size_t before = 0;
    for (size_t i = 0; i < r->bys; i++) {
        v = comparable(q->c, by_value(q->c, &r->by[i]));
        before = key.n;
        if (!v.p) {
            buf_free(&key);
            return ANSWER_NONE;
        }
        hash_part(&key, v);
    }
    for (;;) {
        answer = ask(q, buf_as_slice(&key));
        const char *at = answer == ANSWER_NONE && r->cut && v.n ? memrchr(v.p, r->cut, v.n) : NULL;
        if (!at)
            break;
        v.n = (size_t)(at - v.p);
        key.n = before;
        hash_part(&key, v);
    }
    buf_free(&key);
    return answer;
}

/* Looking ahead once for one rule, the others' arrays are read in passing. */
static void
want_all(struct cut *c, const struct plan_lookup *l, size_t entry, size_t *until)
{
    for (size_t r = 0; r < l->lookup->n; r++) {
        const struct plan_rule *rule = &l->rules[r];
        struct question q = {c, rule, rule->at + entry * rule->rule->ins, until};
        for (size_t i = 0; i < rule->rule->ins; i++) {
            struct store *s = &c->plan->stores[q.at[i].store];
            if (!s->scope.final)
                unsure(&q, s);
        }
    }
}

bool
lookup_find(struct cut *c, size_t entry, size_t *until)
{
    const struct format *f = c->plan->format;
    bool sure = true;
    if (!f->n_lookups)
        return true; /* {} already */
    c->lookup.n = 0;
    for (size_t l = 0; l < f->n_lookups; l++) {
        enum answer answer = ANSWER_NONE;
        buf_byte(&c->lookup, l ? ',' : '{');
        buf_json_slice(&c->lookup, slice_of(f->lookups[l].name));
        buf_byte(&c->lookup, ':');
        for (size_t r = 0; r < f->lookups[l].n && answer == ANSWER_NONE; r++) {
            const struct plan_rule *rule = &c->plan->lookups[l].rules[r];
            struct question q = {c, rule, rule->at + entry * rule->rule->ins, until};
            answer = ask_rule(&q);
        }
        if (answer == ANSWER_NONE)
            buf_text(&c->lookup, "null");
        if (answer == ANSWER_UNSURE)
            want_all(c, &c->plan->lookups[l], entry, until);
        sure &= answer != ANSWER_UNSURE;
    }
    buf_byte(&c->lookup, '}');
    return sure;
}
