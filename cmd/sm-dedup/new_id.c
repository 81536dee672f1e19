#include "new_id.h"

#include <string.h>

#include "hash.h"

struct hash128
key_of_group(const struct grouped_key *k)
{
    struct hash128 h;
    hash_128(k, sizeof *k, &h.high, &h.low);
    return h;
}

static bool
same_parts(const struct id_parts *a, const struct id_parts *b)
{
    return a->scope == b->scope && a->type == b->type && a->variant == b->variant && a->ordinal == b->ordinal;
}

/* The key's bytes stand first: what follows them is mostly as for the finding before. */
struct hash128
new_id(const struct names *names, struct hash128 key, const struct id_parts *parts)
{
    static struct buf b;
    static struct id_parts last;
    if (!b.n || !same_parts(parts, &last)) {
        b.n = 0;
        buf_add(&b, (const char *)&key, sizeof key);
        hash_part(&b, names_text(names, parts->scope));
        hash_part(&b, names_text(names, parts->type));
        if (parts->variant)
            buf_add(&b, (const char *)&parts->variant, sizeof parts->variant);
        buf_int(&b, (int64_t)parts->ordinal);
        last = *parts;
    }
    memcpy(b.p, &key, sizeof key);
    return hash128_of(&b);
}
