#include "regroup.h"

#include <stdlib.h>

#include "mem.h"

struct regroup {
    struct index *x;
    uint32_t *to; /* of each entry, its new number */
    struct entry *entry;
    struct row *row;
    size_t rows; /* that are written */
    struct paged entry_file, row_file;
};

/* Where each entry goes, and the joints of the new numbers. */
static void
find_places(struct regroup *g)
{
    struct index *x = g->x;
    size_t n = x->entries;
    uint32_t *next = xcalloc(n + 1, sizeof *next), at = 0;
    g->to = xmalloc((n + 1) * sizeof *g->to);
    for (size_t i = 0; i < n; i++)
        next[index_root(x, (uint32_t)i)]++;
    for (size_t i = 0; i < n; i++) {
        uint32_t size = next[i];
        next[i] = at;
        at += size;
    }
    for (size_t i = 0; i < n; i++)
        g->to[i] = next[index_root(x, (uint32_t)i)]++;
    free(next);
}

static bool
moves_any(const struct regroup *g)
{
    for (size_t i = 0; i < g->x->entries; i++)
        if (g->to[i] != i)
            return true;
    return false;
}

struct moved { /* an entry of the part at hand; its rows are copied to row[at …) */
    struct entry entry;
    size_t at, rows;
};

struct part {
    struct moved *moved;
    struct row *row;
    size_t rows, row_cap;
};

static void
collect(struct regroup *g, struct part *p, size_t from, size_t end)
{
    struct index *x = g->x;
    p->rows = 0;
    for (size_t i = 0; i < x->entries; i++) {
        index_pass(x, i);
        if (g->to[i] < from || g->to[i] >= end)
            continue;
        const struct entry *e = &x->entry[i];
        size_t n = index_rows_end(x, (uint32_t)i) - e->row;
        p->row = xgrow(p->row, &p->row_cap, p->rows + n, sizeof *p->row);
        memcpy(p->row + p->rows, x->row + e->row, n * sizeof *p->row);
        p->moved[g->to[i] - from] = (struct moved){*e, p->rows, n};
        p->rows += n;
    }
}

static void
lay_down(struct regroup *g, const struct part *p, size_t from, size_t end)
{
    for (size_t i = from; i < end; i++) {
        const struct moved *m = &p->moved[i - from];
        g->entry[i] = m->entry;
        g->entry[i].row = (uint32_t)g->rows;
        for (size_t k = 0; k < m->rows; k++, g->rows++) {
            g->row[g->rows] = p->row[m->at + k];
            g->row[g->rows].entry = (uint32_t)i;
        }
        if (i % INDEX_PASSED == 0) {
            paged_trim(&g->entry_file, g->entry);
            paged_trim(&g->row_file, g->row);
        }
    }
}

/* Part by part of the new numbers; each time the old files are gone through. */
static void
write_files(struct regroup *g)
{
    struct index *x = g->x;
    struct part p = {0};
    size_t n = x->entries, entry_cap = 0, row_cap = 0;
    size_t parts = index_parts(x, n, sizeof *p.moved + x->rows / n * sizeof *p.row), step = n / parts + 1;
    g->entry = paged_grow(&g->entry_file, NULL, &entry_cap, n, sizeof *g->entry, 0);
    g->row = paged_grow(&g->row_file, NULL, &row_cap, x->rows, sizeof *g->row, 0);
    p.moved = xmalloc(step * sizeof *p.moved);
    for (size_t from = 0; from < n; from += step) {
        size_t end = n - from < step ? n : from + step;
        collect(g, &p, from, end);
        lay_down(g, &p, from, end);
    }
    free(p.moved);
    free(p.row);
    paged_free(&x->entry_file, x->entry);
    paged_free(&x->row_file, x->row);
    x->entry_file = g->entry_file;
    x->row_file = g->row_file;
    x->entry = g->entry;
    x->row = g->row;
    x->entry_cap = entry_cap;
    x->row_cap = row_cap;
}

static void
renumber(struct regroup *g)
{
    struct index *x = g->x;
    size_t n = x->entries, cap = 0;
    struct paged file = {0};
    struct joint *joint = paged_grow(&file, NULL, &cap, n, sizeof *joint, x->memory / 4);
    for (size_t i = 0; i < n; i++)
        joint[g->to[i]] = (struct joint){g->to[index_root(x, (uint32_t)i)], g->to[i] + 1};
    for (size_t i = 0; i < n; i++)
        if (i + 1 == n || joint[i + 1].parent != joint[i].parent)
            joint[i].next = joint[i].parent;
    paged_free(&x->joint_file, x->joint);
    x->joint = joint;
    x->joint_file = file;
    for (size_t i = 0; i < x->links; i++) {
        x->link[i].a = g->to[x->link[i].a];
        x->link[i].b = g->to[x->link[i].b];
    }
}

void
regroup(struct index *x)
{
    struct regroup g = {.x = x};
    if (!index_in_file(x))
        return;
    paged_free(&x->near_file, x->near);
    x->near = NULL;
    x->nears = x->near_cap = 0;
    find_places(&g);
    if (moves_any(&g)) {
        write_files(&g);
        renumber(&g);
    }
    free(g.to);
}
