/* The data dictionary: share/dictionary.jq, changed by a team's own. Keys and shapes: dictionary.md and sm(7). */
#ifndef SM_DICTIONARY_H
#define SM_DICTIONARY_H

#include "jq/programs.h"
#include "json.h"

struct dictionary {
    struct buf text;      /* the object in force, compact JSON */
    struct json_doc doc;  /* … parsed */
    json_val *root;
    char *file;           /* base name of the file that decided: "dictionary.jq" or the team's own */
    char hash[33];        /* of text */
};

/* Loads the dictionary in force: the shipped one, then `path` (else dictionary.jq on SM_PATH) as a program on it.
 * Any error (no file, bad program, unknown key: the nearest known one is named) is exit 2. */
void dictionary_load(struct dictionary *d, const char *path);
void dictionary_free(struct dictionary *d);

struct slice dictionary_program(const struct dictionary *d, const char *key); /* a predicate or expression given as a string;
                                                                                absent where the key is null */
double dictionary_number(const struct dictionary *d, const char *dotted, double otherwise);

#endif
