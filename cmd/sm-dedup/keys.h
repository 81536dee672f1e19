/* What makes two findings the same, by share/dedup.jq. The program says which values a key has; here they are
 * folded, length-prefixed and hashed. */
#ifndef DEDUP_KEYS_H
#define DEDUP_KEYS_H

#include "finding.h"
#include "names.h"

struct hash128 {
    uint64_t high, low;
};

int hash128_compare(struct hash128 a, struct hash128 b);
bool hash128_read(struct slice hex, struct hash128 *out); /* of 32 lower-case hex digits; false: it is not */
struct hash128 hash128_of(const struct buf *key);         /* of the bytes */

struct key {
    struct hash128 rest;          /* all parts but the vulnerability and the package's type */
    uint64_t family;              /* domain and all parts but the path: what a renamed file keeps */
    uint32_t vulnerability, type; /* names; NO_NAME: none */
    bool occurrence;              /* each location is a finding of its own */
};

struct keys; /* the compiled program */

struct keys *keys_open(struct names *names); /* a program that can't be used is exit 2 */
/* Appends to text what the program sees of a finding: identity, never severity, dates, state, owner, native
 * ids. */
void keys_project(const struct finding *f, struct buf *text);
/* NULL, or why the program gives no key for such text (valid until the next call). */
const char *keys_find(struct keys *k, struct slice text, struct key *out);
void keys_close(struct keys *k);

#endif
