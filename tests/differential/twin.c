#include "twin.h"

#include "json.h"
#include "jq/special.h"

static struct slice
other_value(struct slice v)
{
    switch (*v.p) {
    case '"':
        return v.n == 2 ? v : SLICE("\"twin\"");
    case '[':
        return SLICE("[\"twin\"]");
    case '{':
        return SLICE("{\"twin\":1}");
    case 't':
    case 'f':
    case 'n':
        return v;
    default: /* an integer of many digits is a string to programs */
        return v.n > 15 ? v : SLICE("17");
    }
}

static bool
write_twin(struct buf *b, struct slice input)
{
    struct json_walk w;
    struct slice key, value;
    if (!json_walk(&w, input))
        return false;
    while (json_walk_next(&w, &key, &value) > 0) {
        buf_byte(b, b->n ? ',' : '{');
        buf_add(b, key.p - 1, key.n + 2);
        buf_byte(b, ':');
        buf_slice(b, other_value(value));
    }
    buf_byte(b, '}');
    return b->n > 1 && !w.why;
}

/* A raw line is run as one of many with the same head, behind a twin that differs in raw. false: it is none,
 * or can't be read so. */
static bool
run_headed(struct programs *set, struct slice input)
{
    static struct record r = {.heads = true};
    static struct buf line, raw; /* memory is used again */
    line.n = raw.n = 0;
    if (record_read_whole(&r, input) || !slice_is(r.kind, "raw") || !r.n ||
        !write_twin(&raw, r.m[r.n - 1].value))
        return false;
    buf_add(&line, input.p, (size_t)(r.m[r.n - 1].value.p - input.p));
    buf_slice(&line, buf_as_slice(&raw));
    buf_byte(&line, '}');
    for (int i = 0; i < 2; i++)
        if (record_read(&r, buf_as_slice(&line)))
            return false;
    return r.head.id && programs_run_headed(set, &r, r.m[r.n - 1].value) && !record_read(&r, input) &&
           r.head.id && programs_run_headed(set, &r, r.m[r.n - 1].value);
}

bool
twin_run(struct programs *set, struct slice input, const char **why)
{
    static struct buf twin; /* memory is used again */
    bool good = true;
    twin.n = 0;
    input = slice_trim(input);
    special_after(0);
    if (!run_headed(set, input)) {
        if (write_twin(&twin, input))
            (void)programs_run(set, buf_as_slice(&twin), why);
        good = programs_run(set, input, why);
    }
    special_after(SPECIAL_AFTER);
    return good;
}
