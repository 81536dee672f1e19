#include "input.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../limits.h"
#include "../mem.h"

#define KEEP_MAX (64u << 20)
#define SMALL (1u << 20)

static char parse_error[160];

static bool
too_deep(yyjson_val *at, size_t n, size_t most)
{
    yyjson_val *end[DEPTH_MAX];
    size_t depth = 0;
    if (n <= most)
        return false;
    for (size_t i = 0; i < n; i++, at++) {
        while (depth && at >= end[depth - 1])
            depth--;
        if (!unsafe_yyjson_is_ctn(at))
            continue;
        if (depth == most)
            return true;
        end[depth++] = unsafe_yyjson_get_next(at);
    }
    return false;
}

static void
room(struct input *r, size_t need)
{
    if (need <= r->tree.cap && (r->tree.cap <= KEEP_MAX || need >= SMALL))
        return;
    free(r->tree.memory);
    r->tree.cap = need < 65536 ? 65536 : need;
    r->tree.memory = xmalloc(r->tree.cap);
}

/* yyjson knows what is wrong with a text, and where. */
static bool
read_by_tree(struct input *r, struct slice json, struct val *out, const char **why)
{
    yyjson_alc alc;
    yyjson_read_err err;
    yyjson_read_flag flags = YYJSON_READ_NUMBER_AS_RAW;
    room(r, yyjson_read_max_memory_usage(json.n, flags));
    yyjson_alc_pool_init(&alc, r->tree.memory, r->tree.cap);
    yyjson_doc *doc = yyjson_read_opts((char *)(uintptr_t)json.p, json.n, flags, &alc, &err);
    *why = parse_error;
    if (!doc) {
        snprintf(parse_error, sizeof parse_error, "byte %zu: %s", err.pos + 1, err.msg);
        return false;
    }
    if (too_deep(doc->root, doc->val_read, DEPTH_MAX)) {
        snprintf(parse_error, sizeof parse_error, "nested deeper than %d levels", DEPTH_MAX);
        return false;
    }
    read_reset(&r->reader);
    r->reader.top = 0;
    *out = read_tree(&r->reader, doc->root, &r->reader.root);
    return true;
}

static void
keep_text(struct buf *text, struct slice json)
{
    buf_reset(text);
    buf_room(text, json.n + READ_SPARE);
    if (json.n)
        memcpy(text->p, json.p, json.n);
    memset(text->p + json.n, 0, READ_SPARE);
    text->n = json.n;
}

bool
input_read(struct input *r, struct slice json, struct val *out, const char **why)
{
    r->same = 0;
    r->reader.deepest = DEPTH_MAX;
    read_reset(&r->reader);
    keep_text(&r->text, json);
    return read_text(&r->reader, &r->text, &r->reader.root, out) || read_by_tree(r, json, out, why);
}

static uint64_t
next_same(void)
{
    static uint64_t last;
    return ++last;
}

static struct val *
member(struct val object, const char *key)
{
    for (size_t i = 0; object.kind == K_OBJECT && i < object.n; i++)
        if (slice_is((struct slice){object.members[i].key.text, object.members[i].key.n}, key))
            return (struct val *)(uintptr_t)&object.members[i].val;
    return NULL;
}

static bool
read_head(struct input *r, const struct record_head *h)
{
    struct reader *reader = &r->head.reader;
    struct val *source;
    r->head.id = 0;
    reader->deepest = DEPTH_MAX;
    read_reset(reader);
    keep_text(&r->head.text, buf_as_slice(&h->text));
    if (!read_text(reader, &r->head.text, &reader->root, &r->head.line) || r->head.line.n != h->n ||
        !shape_of(r->head.line))
        return false;
    r->head.raw = member(r->head.line, "raw");
    source = member(r->head.line, "source");
    r->head.entry = source ? member(*source, "entry") : NULL;
    if (!r->head.raw || r->head.raw != &r->head.line.members[h->n - 1].val || r->head.raw->kind != K_NULL ||
        !r->head.entry || r->head.entry->kind != K_NUMBER)
        return false;
    r->head.inside = &((struct shape *)(uintptr_t)shape_of(r->head.line))->inside;
    r->head.id = h->id;
    r->head.same = next_same();
    return true;
}

bool
input_read_headed(struct input *r, const struct record *line, struct slice raw, struct val *out)
{
    if (raw.n > SMALL || (r->head.id != line->head.id && !read_head(r, &line->head)))
        return false;
    r->reader.deepest = DEPTH_MAX - 1;
    read_reset(&r->reader);
    keep_text(&r->text, raw);
    if (!read_text(&r->reader, &r->text, r->head.inside, r->head.raw))
        return false;
    memcpy(r->head.digits, line->entry.p, line->entry.n);
    r->head.entry->text = r->head.digits;
    r->head.entry->n = (uint32_t)line->entry.n;
    *out = r->head.line;
    r->same = r->head.same;
    return true;
}

void
input_free(struct input *r)
{
    buf_free(&r->text);
    buf_free(&r->head.text);
    read_free(&r->reader);
    read_free(&r->head.reader);
    free(r->tree.memory);
    *r = (struct input){0};
}
