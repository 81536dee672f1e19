#include "key_parts.h"

#include "alias.h"
#include "hash.h"
#include "text.h"

static struct slice
folded(struct key_maker *k, struct slice text)
{
    k->part.n = 0;
    text_fold(&k->part, text);
    return buf_as_slice(&k->part);
}

/* To the key, and to the family where somebody asks for it. */
static void
add_both(struct key_maker *k, bool family, struct slice text)
{
    size_t before = k->key.n;
    hash_part(&k->key, text);
    if (family)
        buf_add(&k->family, k->key.p + before, k->key.n - before);
}

static void
add_package(struct key_maker *k, bool family, const struct key_part *p, struct key *out)
{
    struct slice type = {0};
    k->part.n = 0;
    bool known = package_name(&k->part, p->text, p->name, &k->type, &type);
    if (type.n && (k->last_type == NO_NAME || !slice_same(names_text(k->names, k->last_type), type)))
        k->last_type = names_put(k->names, type);
    out->type = type.n ? k->last_type : NO_NAME;
    out->untyped = !type.n;
    if (known && !package_is_loose(buf_as_slice(&k->part))) {
        uint64_t strict = hash_64(k->part.p, k->part.n);
        if (package_loosen(&k->part, 0) && type.n)
            out->variant = (uint32_t)strict | 1;
    }
    add_both(k, family, known ? buf_as_slice(&k->part) : (struct slice){0});
}

static void
add_part(struct key_maker *k, bool family, const struct key_part *p, struct key *out)
{
    switch (p->is) {
    case KEY_TEXT:
        add_both(k, family, p->text.p ? folded(k, p->text) : p->text);
        break;
    case KEY_PATH:
        hash_part(&k->key, p->text);
        break;
    case KEY_VULNERABILITY:
        out->vulnerability = p->text.n ? aliases_hash(p->text) : 0;
        hash_part(&k->key, SLICE("vulnerability"));
        if (family)
            hash_part(&k->family, p->text);
        break;
    case KEY_PACKAGE:
        add_package(k, family, p, out);
        break;
    }
}

/* Of what stands behind `from`: gives where the next kind of part begins. */
static size_t
add_parts(struct key_maker *k, bool family, const struct key_spec *s, size_t from, int at, struct key *out)
{
    for (; from < s->parts && (int)s->part[from].at == at; from++)
        add_part(k, family, &s->part[from], out);
    return from;
}

static void
add_near(struct key_maker *k, const struct key_spec *s, size_t from, struct key *out)
{
    k->key.n = 0;
    hash_part(&k->key, buf_as_slice(&s->domain));
    from = add_parts(k, false, s, from, KEY_NEAR_IN, out);
    out->near_place = hash_64(k->key.p, k->key.n);
    for (; from < s->parts; from++) {
        struct slice what = folded(k, s->part[from].text);
        out->near[out->nears++] = hash_64(what.p, what.n);
    }
}

void
key_make(struct key_maker *k, const struct key_spec *s, struct key *out)
{
    *out = (struct key){.type = NO_NAME, .exact = s->exact, .occurrence = s->occurrence};
    k->key.n = k->family.n = 0;
    buf_slice(&k->key, buf_as_slice(&s->head));
    if (s->occurrence)
        buf_slice(&k->family, buf_as_slice(&s->head));
    size_t at = add_parts(k, s->occurrence, s, 0, KEY_IN_PARTS, out);
    if (s->occurrence) {
        out->place = hash_64(k->key.p, k->key.n);
        out->family = hash_64(k->family.p, k->family.n);
    }
    if (at < s->parts && s->part[at].at == KEY_TOLD) {
        struct slice text = folded(k, s->part[at++].text);
        hash_part(&k->key, text);
        out->told = hash_64(text.p, text.n) | 1;
    }
    out->rest = hash128_of(&k->key);
    if (s->near)
        add_near(k, s, at, out);
}

void
key_maker_free(struct key_maker *k)
{
    buf_free(&k->key);
    buf_free(&k->family);
    buf_free(&k->part);
    package_type_free(&k->type);
}
