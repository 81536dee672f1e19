/* One exception, and what filing and matching share. */
#ifndef SM_JOIN_EXCEPTION_H
#define SM_JOIN_EXCEPTION_H

#include "exceptions.h"

/* What an exception may state; all that it states must hold. */
enum stated {
    S_SERVICE = 1,
    S_PRODUCT = 2,
    S_RULE = 4,
    S_CVE = 8,
    S_COMPONENT = 16,
    S_FINDING = 32,
    S_NATIVE = 64,
    S_PATH = 128,
    S_ANY_RULE = 256, /* rule_id "*" */
    S_ANY_PATH = 512, /* a path of nothing but stars */
    S_TARGET = 1024,
};

struct exception { /* texts decoded, in the run's pool; absent where not stated */
    struct slice id, disposition, state;
    struct slice service, product; /* folded */
    struct slice rule, finding, native, path, target;
    struct slice component, purl,
        version; /* lower case name; comparable purl, with version where one is stated */
    bool purl_version;
    struct slice *cve;
    size_t cves;
    int64_t granted, expires;
    unsigned stated;
    bool scanner, matched;
};

bool exception_is_too_broad(const struct exception *x);
bool exception_is_off(const struct exception *x); /* requested, rejected or revoked: it covers nothing */

/* Scratch: valid until the next call of the same function. */
struct slice exception_comparable(struct exceptions *e, struct slice purl, bool version);
struct slice exception_lower(struct exceptions *e, struct slice s); /* in the call's pool */
struct slice exception_bare_path(struct slice s);                   /* without leading ./ and / */

#endif
