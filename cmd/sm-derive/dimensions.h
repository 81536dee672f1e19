/* What a record is counted under: the values of the fields that metrics are broken down by, as numbers. */
#ifndef DERIVE_DIMENSIONS_H
#define DERIVE_DIMENSIONS_H

#include "cells.h"

struct field {
    struct slice name;
    char *head; /* name up to its first dot, NUL-ended; its length */
    size_t n_head;
    const char *rest; /* what follows the dot, or NULL */
    int finding;      /* number among a finding's fields, or -1 */
    unsigned kinds;   /* that it is asked of */
    uint32_t *values; /* of the record being counted; 0 is null */
    size_t n;
    uint64_t version; /* another one: other values */
    struct map known; /* JSON text → its place in `lists` */
    struct value_list *lists;
    size_t n_lists, cap_lists;
    struct pool pool;  /* of lists */
    size_t now;        /* the list of the record being counted + 1; 0: none */
    size_t recent[32]; /* lists + 1, by key_slot */
};

size_t field_number(struct cells *c, struct slice name); /* SIZE_MAX: nothing is broken down by it */
size_t field_add(struct cells *c, struct slice name, enum kind kind);
void field_read(struct cells *c, struct field *f, struct slice json);
size_t field_text_number(struct cells *c, struct field *f, struct slice json); /* as field_show takes it */
/* The same for a finding; component: as in cells_finding. The number of the text that it has there. */
size_t field_of_finding(struct cells *c, struct field *f, const struct finding *finding,
                        struct slice component);
/* The texts that a JSON text is counted under, each once, absent: null; how many, at most
 * DIMENSION_VALUES_MAX. Until the next call. */
size_t field_values(struct cells *c, const struct field *f, struct slice json, struct slice *values);
/* It is one text, by itself or in an array, that all count under as it is written: no escapes, no blanks
 * around it, not too long. */
bool field_is_plain(const struct field *f, struct slice json, struct slice *text, bool *in_array);
void field_show(struct field *f, size_t text);               /* as if it were read again */
struct slice field_text(const struct field *f, size_t text); /* JSON; absent: the member is */
size_t field_room(const struct field *f); /* texts to come before it forgets all, and their numbers */
void field_forget(struct field *f);
uint32_t value_number(struct cells *c, struct slice text); /* absent: 0 */
struct slice value_text(json_val *v); /* a scalar or a named object as the text it is counted under */
void field_free(struct field *f);

#endif
