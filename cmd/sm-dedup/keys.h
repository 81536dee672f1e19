/* What makes two findings the same, by share/dedup.jq. The program says which values a key has; here they are
 * folded, length-prefixed and hashed. */
#ifndef DEDUP_KEYS_H
#define DEDUP_KEYS_H

#include "finding.h"
#include "limits.h"
#include "names.h"

struct hash128 {
    uint64_t high, low;
};

int hash128_compare(struct hash128 a, struct hash128 b);
bool hash128_read(struct slice hex, struct hash128 *out); /* of 32 lower-case hex digits; false: it is not */
void hash128_write(struct hash128 h, char text[HASH_HEX]);
struct hash128 hash128_of(const struct buf *key); /* of the bytes */

struct key {
    uint64_t vulnerability; /* hash of the id (alias.h); 0: none */
    struct hash128 rest; /* all parts but the vulnerability and the package's type, and what it is told by */
    uint64_t family;     /* domain and all parts but the path: what a renamed file keeps */
    uint64_t place;      /* all parts */
    uint64_t told;       /* what tells findings of one place apart, also in rest; 0: the tool does not say */
    uint32_t type;       /* name; NO_NAME: none */
    uint32_t variant;    /* hash of the name as the type writes it, where rest has another spelling; else 0 */
    bool untyped;        /* a package whose type is not known */
    bool occurrence;     /* each location is a finding of its own */
    uint8_t exact;       /* enum rule: by which two tools with this key have one finding */
    uint8_t nears;
    uint64_t near_place,
        near[NEAR_KEYS_MAX]; /* where findings of other tools may stand near it, and by what */
};

/* The fields that identify a finding, all that the program sees of those of the common schema. */
#define KEY_IDENTITY 10
extern const enum finding_field key_identity[KEY_IDENTITY];

struct keys;   /* the compiled program */
struct plain;  /* plain.h */
struct recipe; /* recipe.h */

/* file: the program, or NULL for dedup.jq. A program that can't be used is exit 2. */
struct keys *keys_open(struct names *names, const char *file,
                       size_t memory); /* bytes for keys that are asked for again */
/* Appends to text what the program sees of a finding: of its identity (never severity, dates, state, owner,
 * native ids) what the program may look at in a finding of that category with those fields. */
void keys_project(struct keys *k, const struct finding *f, struct buf *text);
/* How the key of a line that was read by the short way comes about, and that of all lines with the same form
 * (forms.h); then the key, as the other two give it. NULL: ask those two. */
struct recipe *keys_recipe(struct keys *k, const struct plain *line);
void keys_of_plain(struct keys *k, struct recipe *recipe, const struct plain *line, struct key *out);
/* NULL, or why the program gives no key for such text (valid until the next call). */
const char *keys_find(struct keys *k, struct slice text, struct key *out);
/* What the program gives for such text, as JSON; null where it fails. Valid until the next call. */
struct slice keys_show(struct keys *k, struct slice text);
void keys_close(struct keys *k);

#endif
