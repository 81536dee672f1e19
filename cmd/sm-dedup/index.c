#include "index.h"

#include <stdlib.h>

#include "run.h"

void
index_add(struct index *x, const struct entry *e)
{
    x->entry =
        paged_grow(&x->entry_file, x->entry, &x->entry_cap, x->entries + 1, sizeof *x->entry, x->memory / 4);
    index_pass(x, x->entries);
    x->entry[x->entries++] = *e;
}

void
index_joints(struct index *x)
{
    size_t cap = 0;
    x->joint = paged_grow(&x->joint_file, x->joint, &cap, x->entries + 1, sizeof *x->joint, x->memory / 4);
    for (size_t i = 0; i < x->entries; i++)
        x->joint[i] = (struct joint){(uint32_t)i, (uint32_t)i};
}

uint32_t
index_root(struct index *x, uint32_t entry)
{
    while (x->joint[entry].parent != entry) {
        x->joint[entry].parent = x->joint[x->joint[entry].parent].parent;
        entry = x->joint[entry].parent;
    }
    return entry;
}

void
index_join(struct index *x, uint32_t a, uint32_t b, enum rule rule, uint32_t distance)
{
    uint32_t from = index_root(x, a), to = index_root(x, b), next;
    if (from == to)
        return;
    if (x->keep_links) {
        x->link = xgrow(x->link, &x->link_cap, x->links + 1, sizeof *x->link);
        x->link[x->links++] = (struct link){a, b, distance, rule};
    }
    if (from < to)
        x->joint[to].parent = from;
    else
        x->joint[from].parent = to;
    next = x->joint[from].next;
    x->joint[from].next = x->joint[to].next;
    x->joint[to].next = next;
}

size_t
index_rows_end(const struct index *x, uint32_t entry)
{
    return entry + 1 < x->entries ? x->entry[entry + 1].row : x->rows;
}

struct place
row_place(const struct row *r)
{
    return (struct place){r->tool, r->category, r->target, r->service == NO_NAME ? NO_NAME : r->scope};
}

#define LOOK \
    ((size_t)4 << 20) /* what a look at random may bring into memory: files come in pieces of up to 2 MB */

static void
trim(const struct index *x)
{
    paged_trim(&x->entry_file, x->entry);
    paged_trim(&x->joint_file, x->joint);
    paged_trim(&x->row_file, x->row);
    paged_trim(&x->near_file, x->near);
}

void
index_pass(struct index *x, size_t number)
{
    if (number % INDEX_PASSED == 0)
        trim(x);
}

void
index_look(struct index *x)
{
    if (++x->looked > 4 + x->memory / 4 / LOOK) {
        x->looked = 0;
        trim(x);
    }
}

bool
index_in_file(const struct index *x)
{
    return x->entry_file.mapped || x->row_file.mapped;
}

size_t
index_parts(const struct index *x, size_t n, size_t bytes)
{
    size_t room = x->memory / 4 / bytes;
    return 1 + n / (room ? room : 1);
}

void
index_free(struct index *x)
{
    paged_free(&x->entry_file, x->entry);
    paged_free(&x->joint_file, x->joint);
    paged_free(&x->row_file, x->row);
    paged_free(&x->near_file, x->near);
    free(x->owned);
    free(x->link);
    buf_free(&x->projected);
    buf_free(&x->scratch);
    json_free(&x->doc);
    pool_free(&x->pool);
}
