/* What a metric's program gave, made ready to be counted. */
#include "cells.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "dimensions.h"

/* Takes `{value, by}` apart; any other output is the value. */
static void
take_apart(struct cells *c, struct slice *json, struct pool *pool, struct given *out)
{
    const char *why;
    struct slice name;
    if (json->n < 2 || *json->p != '{')
        return;
    json_val *root = json_parse(&c->output, json->p, json->n, &why), *v;
    json_val *value = json_get(root, "value"), *by = json_get(root, "by");
    json_val *ended = json_get(root, "ended");
    if (!value || (json_type(by) != JSON_OBJECT && json_type(ended) != JSON_BOOL))
        return;
    out->yes = !ended || json_bool(ended);
    struct json_iter it = json_each(by);
    while (json_next(&it, &name, &v) && out->n_own < OWN_MAX) {
        size_t field = field_number(c, name);
        if (field != SIZE_MAX)
            out->own[out->n_own++] = (struct own){field, value_number(c, value_text(v))};
    }
    struct buf b = {0};
    json_write(&b, value);
    *json = (struct slice){pool_copy(pool, b.p, b.n), b.n};
    buf_free(&b);
}

static bool
read_number(struct slice text, double *number)
{
    char copy[64], *end;
    if (text.n >= sizeof copy || !text.n || (!isdigit((unsigned char)*text.p) && *text.p != '-'))
        return false;
    memcpy(copy, text.p, text.n);
    copy[text.n] = 0;
    *number = strtod(copy, &end);
    return true;
}

const char *
cells_read_output(struct cells *c, size_t metric, struct slice json, struct pool *pool, struct given *out,
                  bool *skip)
{
    enum aggregate aggregate = c->metrics->at[metric].aggregate;
    *out = (struct given){.metric = metric, .yes = true};
    take_apart(c, &json, pool, out);
    *skip = slice_is(json, "null");
    if (*skip || aggregate == AGGREGATE_COUNT)
        return NULL;
    if (aggregate == AGGREGATE_RATIO) {
        out->yes = slice_is(json, "true");
        return out->yes || slice_is(json, "false")
                   ? NULL
                   : "a ratio's program gave something other than true and false";
    }
    if (aggregate == AGGREGATE_DISTINCT) {
        out->text = (struct slice){pool_copy(pool, json.p, json.n), json.n};
        return NULL;
    }
    return read_number(json, &out->number) ? NULL : "the program gave something that is no number";
}

struct given
cells_side(size_t metric, enum side side, struct slice text)
{
    return (struct given){.metric = metric, .side = side, .text = text};
}
