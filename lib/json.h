/* JSON as a tree to look into: a document (yyjson behind it), or what a program gave (jq/programs.h). Numbers keep the text
 * they were written with. A repeated key: the last one wins. Depth is bounded by DEPTH_MAX. Beside it stands the walk of
 * json_walk.h, which builds nothing. */
#ifndef SM_JSON_H
#define SM_JSON_H

#include "buf.h"
#include "json_walk.h"
#include "mem.h"

typedef struct yyjson_val json_val; /* a value of a document; NULL: absent. Every getter takes NULL */

enum json_type { JSON_ABSENT, JSON_NULL, JSON_BOOL, JSON_NUMBER, JSON_STRING, JSON_ARRAY, JSON_OBJECT };

struct json_doc { /* one document at a time; zeroed before first use; its memory is used again by the next parse */
    void *doc;
    void *memory;
    size_t cap;
};

/* Parses one JSON value (and nothing after it but white space); text is copied. NULL: *why says what is wrong and
 * where ("byte 17: unexpected character"); *why is valid until the next parse. The tree lives until then too. */
json_val *json_parse(struct json_doc *d, const char *text, size_t n, const char **why);
void json_free(struct json_doc *d);

enum json_type json_type(json_val *v);
json_val *json_get(json_val *object, const char *key);          /* member, or NULL */
json_val *json_get_slice(json_val *object, struct slice key);
json_val *json_path(json_val *v, const char *dotted);           /* "a.b.c": member of member, or NULL */
struct slice json_str(json_val *v);                             /* bytes of a string; absent for anything else */
struct slice json_get_str(json_val *object, const char *key);
bool json_bool(json_val *v);                                    /* true only for true */
bool json_number(json_val *v, double *out);                     /* false for anything but a number */
struct slice json_number_text(json_val *v);                     /* a number as it was written; absent for others. One that a
                                                                   program worked out: until the 16th such call after it */
size_t json_count(json_val *v);                                 /* elements or members; 0 for scalars */

struct json_iter { /* over elements or members, in order */
    json_val *at;
    size_t left;
    bool object, own; /* own: over a program's value */
};
struct json_iter json_each(json_val *v);                                 /* nothing for scalars */
bool json_next(struct json_iter *it, struct slice *key, json_val **val); /* key: absent in arrays; may be NULL */

void json_write(struct buf *b, json_val *v);        /* compact text; numbers as written; strings as jq prints them */
void json_write_sorted(struct buf *b, json_val *v); /* the same with keys in byte order, repeated keys dropped */

#endif
