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

/* A value begins with a byte that tells what it is, and whether a program made it: then it is a struct json_made. What is
 * done with every field of every record is inline. */
extern const unsigned char json_types[256];
struct json_made {
    uint8_t kind, form;
    uint16_t depth;
    uint32_t n;
    union {
        const char *text;   /* of a string */
        json_val *items;    /* of an array, sixteen bytes each; of an object keys and values in turn */
    };
};

static inline enum json_type
json_type(json_val *v)
{
    return v ? (enum json_type)json_types[*(const unsigned char *)v] : JSON_ABSENT;
}

static inline const struct json_made * /* NULL: a document's */
json_made(json_val *v)
{
    return v && (*(const unsigned char *)v & 0x80) ? (const struct json_made *)(const void *)v : NULL;
}

json_val *json_get(json_val *object, const char *key);          /* member, or NULL */
json_val *json_get_slice(json_val *object, struct slice key);
json_val *json_path(json_val *v, const char *dotted);           /* "a.b.c": member of member, or NULL */
struct slice json_document_str(json_val *v);

static inline struct slice /* bytes of a string; absent for anything else */
json_str(json_val *v)
{
    const struct json_made *made = json_made(v);
    if (!made)
        return json_document_str(v);
    return json_type(v) == JSON_STRING ? (struct slice){made->text, made->n} : (struct slice){0};
}

#define JSON_LINE 6 /* form */
static inline struct slice /* a string of printable ASCII that JSON writes as it is, without blanks at its ends or side by side, where
                              that is known; absent for anything else */
json_line(json_val *v)
{
    const struct json_made *made = json_made(v);
    return made && made->form == JSON_LINE ? (struct slice){made->text, made->n} : (struct slice){0};
}

struct slice json_get_str(json_val *object, const char *key);
bool json_bool(json_val *v);                                    /* true only for true */
bool json_number(json_val *v, double *out);                     /* false for anything but a number */
struct slice json_number_text(json_val *v);                     /* a number as it was written; absent for others. One that a
                                                                   program worked out: until the 16th such call after it */
size_t json_count(json_val *v);                                 /* elements or members; 0 for scalars */

/* What else is known of an object that a program made. With the same `names` two have the same keys in the same order;
 * with the same `same`, too, they have the same values at the places of `fixed` (a bit for each of the first 64). Of
 * names 0 nothing is known. */
struct json_likeness {
    uint64_t names, same, fixed;
};
struct json_likeness json_like(json_val *object);
json_val *json_nth(json_val *object, size_t i); /* a member of one with names; in range */

struct json_iter { /* over elements or members, in order */
    json_val *at;
    size_t left;
    bool object, own; /* own: over a program's value */
};
struct json_iter json_document_each(json_val *v);
bool json_document_next(struct json_iter *it, struct slice *key, json_val **val);

static inline struct json_iter /* nothing for scalars */
json_each(json_val *v)
{
    const struct json_made *made = json_made(v);
    enum json_type type = json_type(v);
    if (!made)
        return json_document_each(v);
    return (struct json_iter){made->items, type >= JSON_ARRAY ? made->n : 0, type == JSON_OBJECT, true};
}

static inline bool
json_next(struct json_iter *it, struct slice *key, json_val **val) /* key: absent in arrays; may be NULL */
{
    if (!it->own)
        return json_document_next(it, key, val);
    if (!it->left)
        return false;
    it->left--;
    const struct json_made *at = (const struct json_made *)(const void *)it->at;
    if (key)
        *key = it->object ? (struct slice){at->text, at->n} : (struct slice){0};
    at += it->object;
    *val = (json_val *)(uintptr_t)at;
    it->at = (json_val *)(uintptr_t)(at + 1);
    return true;
}

/* Appends bytes that tell a value from all others: what is the same for two of them is the same value. */
void json_tell(struct buf *b, json_val *v);

void json_write(struct buf *b, json_val *v);        /* compact text; numbers as written; strings as jq prints them */
void json_write_sorted(struct buf *b, json_val *v); /* the same with keys in byte order, repeated keys dropped */

#endif
