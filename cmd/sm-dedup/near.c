#include "near.h"

#include <stdlib.h>
#include <string.h>

#include "limits.h"
#include "matching.h"
#include "near_rows.h"
#include "row.h"

struct spot {              /* where a finding stands in a tool's newest report of a target */
    uint64_t place;        /* the file */
    const struct row *row; /* of that report */
    uint32_t root;         /* its entry's */
    uint32_t line;
    size_t what, whats; /* its weaknesses: what[…] */
    bool closed;
};

struct tool_at { /* a tool and target that a finding has */
    uint32_t tool, target;
    const struct row *row;
};

struct edge {      /* two spots that may be one finding */
    uint32_t a, b; /* numbers of spots; the tool of a goes before that of b by name */
};

struct nearby { /* one scope; its memory is used again */
    struct run *run;
    struct near_rows rows;
    struct spot *spot;
    size_t spots, spot_cap;
    uint64_t *what;
    size_t whats, what_cap;
    struct edge *edge;
    size_t edges, edge_cap;
    struct matching_edge *match;
    size_t match_cap;
    struct tool_at *mine, *other;
    size_t mine_cap, other_cap;
    size_t apart; /* pairs that stay apart in doubt, in the last round */
};

static struct run *sorting; /* qsort has no argument for it */
static const struct nearby *sorting_edges;

static int
compare_numbers(uint64_t a, uint64_t b)
{
    return (a > b) - (a < b);
}

/* ---- the spots of a scope ---- */

static int
by_scope(const void *a, const void *b)
{
    const struct near_at *x = a, *y = b;
    int c = compare_numbers(x->row->scope, y->row->scope);
    c = c ? c : compare_numbers(x->number, y->number);
    return c ? c : compare_numbers(x->what, y->what);
}

static int
by_line(const void *a, const void *b)
{
    const struct spot *x = a, *y = b;
    const struct row *r = x->row, *q = y->row;
    int c = compare_numbers(x->place, y->place);
    c = c ? c : compare_numbers(x->line, y->line);
    c = c ? c : names_compare(&sorting->names, r->tool, q->tool);
    c = c ? c : names_compare(&sorting->names, r->target, q->target);
    return c ? c : row_compare_order(sorting, r, q);
}

static bool
is_closed(const struct run *run, const struct row *r)
{
    return !state_is_live((enum state)r->state) ||
           (r->seen != DATE_NONE && coverage_after(&run->coverage, row_place(r), r->seen) != DATE_NONE);
}

static bool
is_newer(const struct row *x, const struct row *y)
{
    if (x->seen != y->seen)
        return x->seen > y->seen;
    return x->line != y->line ? x->line < y->line : row_compare_order(sorting, x, y) < 0;
}

/* Every tool and target of a finding, in whatever file, and the row of its newest report. */
static size_t
find_tools(const struct nearby *of, uint32_t root, struct tool_at **at, size_t *cap)
{
    const struct index *x = &of->run->index;
    size_t n = 0, rows;
    uint32_t entry = root;
    do {
        const struct row *r = near_rows_of(&of->rows, entry, &rows), *end = r + rows;
        for (; r < end; r++) {
            size_t k = 0;
            while (k < n && ((*at)[k].tool != r->tool || (*at)[k].target != r->target))
                k++;
            if (k < n && !is_newer(r, (*at)[k].row))
                continue;
            *at = xgrow(*at, cap, k + 1, sizeof **at);
            (*at)[k] = (struct tool_at){r->tool, r->target, r};
            n += k == n;
        }
        entry = x->joint[entry].next;
    } while (entry != root);
    return n;
}

/* Only the newest report of each tool and target says where a finding is: the rows of others are no spots. */
static void
mark_newest(struct nearby *n, uint32_t root)
{
    const struct index *x = &n->run->index;
    size_t tools = find_tools(n, root, &n->mine, &n->mine_cap), rows;
    uint32_t entry = root;
    do {
        struct row *r = near_rows_of(&n->rows, entry, &rows), *end = r + rows;
        for (; r < end; r++)
            for (size_t k = 0; k < tools; k++)
                if (n->mine[k].tool == r->tool && n->mine[k].target == r->target)
                    r->newest = r->seen == n->mine[k].row->seen;
        entry = x->joint[entry].next;
    } while (entry != root);
}

static int
by_finding(const void *a, const void *b)
{
    struct index *x = (struct index *)(uintptr_t)&sorting->index;
    const struct near_at *m = a, *k = b;
    const struct row *r = m->row, *q = k->row;
    int c = compare_numbers(index_root(x, r->entry), index_root(x, q->entry));
    c = c ? c : compare_numbers(r->tool, q->tool);
    c = c ? c : compare_numbers(r->target, q->target);
    c = c ? c : (int)q->newest - (int)r->newest;
    c = c ? c : compare_numbers(r->line, q->line);
    c = c ? c : compare_numbers(m->place, k->place);
    return c ? c : row_compare_order(sorting, r, q);
}

static void
add_spot(struct nearby *n, const struct near_at *at)
{
    struct index *x = &n->run->index;
    const struct row *r = at->row;
    struct spot *last = n->spots ? &n->spot[n->spots - 1] : NULL;
    uint32_t root = index_root(x, r->entry);
    bool same = last && last->root == root && last->row->tool == r->tool && last->row->target == r->target;
    if (!r->newest || (same && (last->place != at->place || last->line != r->line)))
        return;
    n->what = xgrow(n->what, &n->what_cap, n->whats + 1, sizeof *n->what);
    n->what[n->whats++] = at->what;
    if (same) {
        last->whats++;
        return;
    }
    n->spot = xgrow(n->spot, &n->spot_cap, n->spots + 1, sizeof *n->spot);
    n->spot[n->spots++] = (struct spot){.place = at->place,
                                        .row = at->row,
                                        .root = root,
                                        .line = r->line,
                                        .what = n->whats - 1,
                                        .whats = 1,
                                        .closed = is_closed(n->run, r)};
}

/* true: two tools at least. The order of at changes. */
static bool
find_spots(struct nearby *n, struct near_at *at, size_t count)
{
    struct index *x = &n->run->index;
    bool several = false;
    n->spots = n->whats = 0;
    for (size_t i = 0; i < count && !several; i++)
        several = at[i].row->tool != at[0].row->tool;
    if (!several)
        return false;
    for (size_t i = 0; i < count; i++) {
        uint32_t root = index_root(x, at[i].row->entry);
        if (near_rows_first(&n->rows, root))
            mark_newest(n, root);
    }
    qsort(at, count, sizeof *at, by_finding);
    for (size_t i = 0; i < count; i++)
        add_spot(n, &at[i]);
    if (n->spots)
        qsort(n->spot, n->spots, sizeof *n->spot, by_line);
    return true;
}

/* ---- which may be one ---- */

static bool
share_weakness(const struct nearby *n, const struct spot *a, const struct spot *b)
{
    for (size_t i = 0; i < a->whats; i++)
        for (size_t k = 0; k < b->whats; k++)
            if (n->what[a->what + i] == n->what[b->what + k])
                return true;
    return false;
}

static bool
may_join(struct nearby *n, uint32_t a, uint32_t b)
{
    struct index *x = &n->run->index;
    a = index_root(x, a);
    b = index_root(x, b);
    if (a == b)
        return false;
    size_t mine = find_tools(n, a, &n->mine, &n->mine_cap),
           other = find_tools(n, b, &n->other, &n->other_cap);
    for (size_t i = 0; i < mine; i++)
        for (size_t k = 0; k < other; k++) {
            const struct tool_at *p = &n->mine[i], *q = &n->other[k];
            if (p->tool == q->tool ||
                (p->target != q->target && p->target != NO_NAME && q->target != NO_NAME))
                return false;
        }
    return true;
}

static int
by_tools(const void *a, const void *b)
{
    const struct edge *x = a, *y = b;
    const struct spot *s = sorting_edges->spot;
    int c = names_compare(&sorting->names, s[x->a].row->tool, s[y->a].row->tool);
    c = c ? c : names_compare(&sorting->names, s[x->b].row->tool, s[y->b].row->tool);
    c = c ? c : compare_numbers(x->a, y->a);
    return c ? c : compare_numbers(x->b, y->b);
}

static void
add_edge(struct nearby *n, size_t a, size_t b)
{
    const struct spot *s = &n->spot[a], *t = &n->spot[b];
    if (s->row->tool == t->row->tool || !share_weakness(n, s, t) || !may_join(n, s->root, t->root))
        return;
    n->edge = xgrow(n->edge, &n->edge_cap, n->edges + 1, sizeof *n->edge);
    bool swap = names_compare(&n->run->names, s->row->tool, t->row->tool) > 0;
    n->edge[n->edges++] =
        swap ? (struct edge){(uint32_t)b, (uint32_t)a} : (struct edge){(uint32_t)a, (uint32_t)b};
}

/* All pairs of spots at that distance; closed: those with a closed finding in them. A spot with too many
 * others around it has none. */
static void
find_edges(struct nearby *n, uint32_t distance, bool closed)
{
    n->edges = 0;
    for (size_t a = 0, b; a < n->spots; a++) {
        const struct spot *s = &n->spot[a], *t;
        for (b = a + 1; b < n->spots && n->spot[b].place == s->place && n->spot[b].line - s->line <= distance;
             b++)
            continue;
        if (b - a > NEAR_SPOTS_MAX || !s->line)
            continue;
        while (--b > a && (t = &n->spot[b])->line - s->line == distance)
            if ((s->closed || t->closed) == closed)
                add_edge(n, a, b);
    }
    sorting_edges = n;
    if (n->edges)
        qsort(n->edge, n->edges, sizeof *n->edge, by_tools);
}

static int
by_ends(const void *a, const void *b)
{
    const struct matching_edge *x = a, *y = b;
    int c = compare_numbers(x->left, y->left);
    return c ? c : compare_numbers(x->right, y->right);
}

/* Edges of two tools. Ends are findings: one that a tool has at two targets is one end. */
static bool
join_sure(struct nearby *n, const struct edge *e, size_t count, uint32_t distance)
{
    struct index *x = &n->run->index;
    bool joined = false;
    size_t kept = 0;
    n->match = xgrow(n->match, &n->match_cap, count, sizeof *n->match);
    for (size_t i = 0; i < count; i++)
        n->match[i] = (struct matching_edge){n->spot[e[i].a].root, n->spot[e[i].b].root, false};
    qsort(n->match, count, sizeof *n->match, by_ends);
    for (size_t i = 0; i < count; i++)
        if (!kept || by_ends(&n->match[kept - 1], &n->match[i]) != 0)
            n->match[kept++] = n->match[i];
    n->apart += matching_find(n->match, kept);
    for (size_t i = 0; i < kept; i++) {
        const struct matching_edge *m = &n->match[i];
        if (!m->sure || !may_join(n, m->left, m->right))
            continue;
        index_join(x, m->left, m->right, RULE_WEAKNESS, distance);
        joined = true;
    }
    return joined;
}

static bool
same_tools(const struct nearby *n, const struct edge *x, const struct edge *y)
{
    const struct spot *s = n->spot;
    return s[x->a].row->tool == s[y->a].row->tool && s[x->b].row->tool == s[y->b].row->tool;
}

static void
find_roots(struct nearby *n)
{
    for (size_t i = 0; i < n->spots; i++)
        n->spot[i].root = index_root(&n->run->index, n->spot[i].row->entry);
}

/* One distance, two tools after the other. What joins changes what may join next: the edges are found anew.
 */
static bool
join_at(struct nearby *n, uint32_t distance, bool closed)
{
    bool joined = false;
    find_edges(n, distance, closed);
    for (size_t i = 0, j; i < n->edges; i = j) {
        size_t kept = i;
        for (j = i; j < n->edges && same_tools(n, &n->edge[i], &n->edge[j]); j++)
            continue;
        for (size_t k = i; k < j; k++)
            if (may_join(n, n->spot[n->edge[k].a].root, n->spot[n->edge[k].b].root))
                n->edge[kept++] = n->edge[k];
        if (kept == i)
            continue;
        find_roots(n);
        joined |= join_sure(n, n->edge + i, kept - i, distance);
        find_roots(n);
    }
    return joined;
}

static void
pair_scope(struct nearby *n)
{
    bool joined;
    do {
        joined = false;
        n->apart = 0;
        for (int closed = 0; closed < 2; closed++)
            for (uint32_t distance = 0; distance <= NEAR_LINES; distance++)
                joined |= join_at(n, distance, closed);
    } while (joined);
    n->run->counts.ambiguous += n->apart;
}

static void
pair_part(struct nearby *n, size_t part)
{
    struct near_rows *rows = &n->rows;
    near_rows_take(rows, part);
    if (rows->n)
        qsort(rows->at, rows->n, sizeof *rows->at, by_scope);
    for (size_t i = 0, j; i < rows->n; i = j) {
        for (j = i; j < rows->n && rows->at[j].row->scope == rows->at[i].row->scope; j++)
            continue;
        if (find_spots(n, rows->at + i, j - i))
            pair_scope(n);
    }
}

void
near_pair(struct run *run)
{
    struct nearby n = {.run = run, .rows.x = &run->index};
    sorting = run;
    if (run->rules.off[RULE_WEAKNESS] || !run->index.nears)
        return;
    near_rows_start(&n.rows);
    for (size_t part = 0; part < n.rows.parts; part++)
        pair_part(&n, part);
    near_rows_free(&n.rows);
    free(n.spot);
    free(n.what);
    free(n.edge);
    free(n.match);
    free(n.mine);
    free(n.other);
}
