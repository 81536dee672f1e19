/* A format's paths compiled for one reading of a document from front to back.
 *
 * All paths run side by side: a state is the set of positions that they are at, made when it is first met and kept.
 * What a path is for:
 *   an entries path gives entries, the reports path what counts as one report;
 *   a context path fills slots. A slot belongs to one context name and one entries path (or to the report): the first
 *     `scope` steps are along that path, so the slot starts anew with each element that stands there;
 *   a lookup path fills stores, which start anew in the same way. */
#ifndef SM_INGEST_PLAN_H
#define SM_INGEST_PLAN_H

#include "format.h"
#include "hash.h"

enum role { ROLE_ENTRY, ROLE_REPORT, ROLE_CONTEXT, ROLE_LOOKUP };

struct plan_path {
    struct path path;
    enum role role;
    size_t entry;  /* ROLE_ENTRY: which */
    size_t slots;  /* the first slot whose scope is on it + 1; 0: none */
    bool starred;  /* has `*` or `**` before `[]`: what is no array there is passed over */
};

struct scope {     /* of a slot or store, while a document is read */
    size_t path, length; /* steps of that path that are shared */
    size_t depth;  /* frames around the element that it belongs to */
    bool final;    /* nothing more can come: what is there holds */
    bool wanted;   /* looked for ahead of its turn */
    bool optional; /* … but no further than LOOK_AHEAD_OPTIONAL */
};

struct slot {
    struct scope scope;
    bool report;   /* of report lines */
    bool distinct; /* all distinct values, not the first */
    bool met;
    size_t next;   /* of those on the same path + 1; 0: it is the last */
    size_t n;      /* distinct values */
    struct buf text; /* JSON; of distinct values without the brackets */
};

struct keyer {     /* finds elements of a store by one kind of key */
    const struct path *key;
    size_t keys;
    struct map map;     /* joined key → element */
    size_t *next;       /* element → the next with the same key + 1; 0: none */
    size_t cap;
};

struct element {
    size_t at, n;  /* bytes in the store's text */
};

struct store {
    struct scope scope;
    struct buf text;
    struct element *at;
    size_t n, cap;
    struct keyer *keyers;
    size_t n_keyers;
    bool full;     /* LOOKUP_BYTES_MAX reached */
};

struct place {     /* where a rule of a lookup looks */
    size_t store, keyer;
};

struct plan_rule {
    const struct lookup_rule *rule;
    struct place *at; /* for each entries path: rule->ins places */
};

struct plan_lookup {
    const struct lookup *lookup;
    struct plan_rule *rules;
};

struct position {
    size_t path, step;
    bool stayed;   /* below the value at which `**` began: nothing starts here */
};

struct link {
    struct slice name;
    struct state *to;
};

struct list {      /* of indexes */
    size_t *at;
    size_t n, cap;
};

struct state {
    struct position *at;
    size_t n;
    bool live;             /* a path goes on from here */
    bool entries_below;    /* … an entries path */
    bool contexts_below;   /* … a context or lookup path */
    bool report;           /* this value is a report */
    size_t entry;          /* this value is an entry of that entries path, or NO_ENTRY */
    size_t array_of;       /* an entries path wants an array here, or NO_ENTRY */
    size_t object_of;      /* an entries path wants an object here, or NO_ENTRY */
    struct list values, names;   /* context paths that end here: by value, by member name */
    struct list elements;        /* lookup paths that end here */
    struct list starts, ends;    /* slots that start anew with this value; that nothing can fill after it */
    struct list store_starts, store_ends;
    struct link *links;          /* members met so far that a path names */
    size_t n_links, cap_links;
    struct state *other, *element, *single; /* made when needed: any other member, an element, an object for an array */
    uint32_t asked;        /* the look ahead that `wanted` was worked out for */
    bool wanted;
    struct state *next;    /* all states */
};
#define NO_ENTRY SIZE_MAX

struct plan {
    const struct format *format;
    bool repeats;
    struct pool pool;      /* steps of the paths; the texts are the format's */
    struct plan_path *paths;
    size_t n_paths, cap_paths;
    struct slot *slots;
    size_t n_slots, cap_slots;
    struct store *stores;
    size_t n_stores, cap_stores;
    size_t *entry_slots;   /* [entries path × contexts + context] */
    size_t *report_slots;  /* [context] */
    bool *apart;           /* [entries path]: no context of such an entry stands inside it */
    struct plan_lookup *lookups;
    struct state *states, *root;
    uint64_t changes; /* of slots: what was found out about an entry's contexts holds until the next one */
};

/* repeats: an array may stand as members of the same name, one after the other, as in text made from XML. */
struct plan *plan_new(const struct format *f, bool repeats);
void plan_free(struct plan *p);

/* plan_states.c */
struct state *plan_start(struct plan *p); /* all paths at their first step */
void plan_free_states(struct plan *p);
struct state *plan_member(struct plan *p, struct state *s, struct slice name);
struct state *plan_element(struct plan *p, struct state *s);
struct state *plan_single(struct plan *p, struct state *s); /* an object where some paths want an array: it is the only element */
const struct step *plan_step(const struct plan *p, const struct scope *s); /* the first step that is not shared, or NULL */

#endif
