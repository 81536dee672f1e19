/* A key from what the key program gives: {version, domain, parts, occurrence, told, near}. A part is null
 * (missing: a value of its own), text (folded), {path: text} (as it is), {vulnerability: id} (its alias
 * group), {package: component}. */
#ifndef DEDUP_KEY_PARTS_H
#define DEDUP_KEY_PARTS_H

#include "json.h"
#include "keys.h"

struct key_maker { /* zeroed but for names and last_type (NO_NAME) before first use; its memory is used again
                    */
    struct names *names;
    uint32_t last_type; /* name */
    struct buf key, family, part, type;
};

const char *key_make(struct key_maker *k, json_val *output,
                     struct key *out); /* NULL, or what is wrong with it */
void key_maker_free(struct key_maker *k);

#endif
