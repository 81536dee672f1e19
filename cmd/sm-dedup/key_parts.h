/* A key from what the key program gives: {version, domain, parts, occurrence, told, near}. A part is null
 * (missing: a value of its own), text (folded), {path: text} (as it is), {vulnerability: id} (its alias
 * group), {package: component}. */
#ifndef DEDUP_KEY_PARTS_H
#define DEDUP_KEY_PARTS_H

#include "json.h"
#include "keys.h"
#include "package.h"

struct key_part {
    enum { KEY_IN_PARTS, KEY_TOLD, KEY_NEAR_IN, KEY_NEAR_ANY } at;
    enum { KEY_TEXT, KEY_PATH, KEY_VULNERABILITY, KEY_PACKAGE } is;
    struct slice text; /* absent: null. Of a package its purl */
    struct slice name; /* of a package */
};

struct key_spec { /* the program's output taken apart; zeroed before first use, its memory is used again */
    struct buf head, domain; /* v1:pkg: */
    bool occurrence, near;
    uint8_t exact; /* enum rule */
    struct key_part *part;
    size_t parts, cap;
};

/* NULL, or what is wrong with the output. Texts point into it. */
const char *key_spec_read(struct key_spec *s, json_val *output);
void key_spec_free(struct key_spec *s);

struct key_maker { /* zeroed but for names and last_type (NO_NAME) before first use; its memory is used again
                    */
    struct names *names;
    uint32_t last_type; /* name */
    struct buf key, family, part;
    struct package_type type;
};

void key_make(struct key_maker *k, const struct key_spec *s, struct key *out);
void key_maker_free(struct key_maker *k);

#endif
