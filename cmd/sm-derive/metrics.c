#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "metric.h"
#include "report.h"
#include "share.h"

/* ---- files ---- */

struct loading {
    struct metrics *all;
    struct metric_reader reader;
};

/* The number of the metric; it takes the place of one with the same id. */
static size_t
load_file(struct loading *l, const char *path, const char *shown)
{
    struct metrics *all = l->all;
    struct metric m = {.file = pool_copy(&all->pool, shown, strlen(shown))};
    const char *why;
    l->reader.text.n = 0;
    if (!share_read(path, &l->reader.text, &why))
        report_die("%s: %s", shown, why);
    metric_read(&m, &l->reader);
    size_t old = metrics_find(all, m.id);
    if (old != SIZE_MAX) {
        metric_free(&all->at[old]);
        all->at[old] = m;
        return old;
    }
    all->at = xgrow(all->at, &all->cap, all->n + 1, sizeof *all->at);
    all->at[all->n] = m;
    return all->n++;
}

static void
load_found(struct loading *l)
{
    size_t n;
    struct share_file *f = share_list("metrics", ".jq", &n);
    for (size_t i = 0; i < n; i++) {
        char shown[300];
        snprintf(shown, sizeof shown, "metrics/%.250s.jq", f[i].name);
        size_t at = load_file(l, f[i].path, shown);
        struct slice id = l->all->at[at].id;
        if (!slice_is(id, f[i].name))
            report_die("%s: its id is %.*s", shown, (int)id.n, id.p);
    }
    share_list_free(f, n);
}

static void
load_chosen_file(struct loading *l, struct slice name)
{
    char *path = xstrndup(name.p, name.n);
    size_t i = load_file(l, path, path);
    l->all->at[i].wanted = true;
    free(path);
}

/* A word with a slash or the ending of a program is a file. */
static bool
is_file(struct slice s)
{
    return memchr(s.p, '/', s.n) || slice_ends(s, ".jq");
}

static void
choose(struct loading *l, const char *chosen, bool files)
{
    struct metrics *all = l->all;
    while (chosen && *chosen) {
        struct slice s = {chosen, strcspn(chosen, ",")};
        chosen += s.n + (chosen[s.n] == ',');
        if (!s.n || is_file(s) != files)
            continue;
        size_t i = files ? SIZE_MAX : metrics_find(all, s);
        if (files)
            load_chosen_file(l, s);
        else if (i == SIZE_MAX)
            report_die("--metrics %.*s: no such metric: --list names them", (int)s.n, s.p);
        else
            all->at[i].wanted = true;
    }
}

/* ---- formulas ---- */

/* The next `.name` of a formula that stands at the start of a path. */
static bool
next_name(struct slice *rest, struct slice *name)
{
    for (size_t i = 0; i + 1 < rest->n; i++) {
        char before = i ? rest->p[i - 1] : ' ';
        if (rest->p[i] != '.' || isalnum((unsigned char)before) || strchr("_.)]\"", before) ||
            !islower((unsigned char)rest->p[i + 1]))
            continue;
        size_t n = 1;
        while (i + n < rest->n && (isalnum((unsigned char)rest->p[i + n]) || rest->p[i + n] == '_'))
            n++;
        *name = (struct slice){rest->p + i + 1, n - 1};
        *rest = (struct slice){rest->p + i + n, rest->n - i - n};
        return true;
    }
    return false;
}

/* Of a quotient what is divided comes first. */
static void
order_quotient(const struct metrics *all, struct metric *m)
{
    if (!m->quotient || m->n_reads != 2 || slice_same(all->at[m->reads[0]].id, m->numerator))
        return;
    size_t first = m->reads[0];
    m->reads[0] = m->reads[1];
    m->reads[1] = first;
}

static void
find_reads(struct metrics *all, struct metric *m)
{
    struct slice rest = m->formula, name;
    while (m->formula.p && next_name(&rest, &name)) {
        size_t i = metrics_find(all, name);
        if (i == SIZE_MAX || all->at[i].formula.p)
            report_die("%s: `formula`: %.*s: not a metric with a program", m->file, (int)name.n, name.p);
        bool known_already = false;
        for (size_t j = 0; j < m->n_reads; j++)
            known_already |= m->reads[j] == i;
        if (known_already)
            continue;
        m->reads = xgrow(m->reads, &m->cap_reads, m->n_reads + 1, sizeof *m->reads);
        m->reads[m->n_reads++] = i;
    }
    order_quotient(all, m);
    if (m->formula.p && !m->n_reads)
        report_die("%s: `formula` reads no metric", m->file);
    for (size_t i = 0; i < m->n_reads; i++)
        for (size_t j = 0; j < m->n_by; j++)
            if (!metric_broken_down(&all->at[m->reads[i]], &m->by[j]))
                report_die("%s: `by`: %.*s: %s is not broken down by it", m->file, (int)m->by[j].keys[0].n,
                           m->by[j].keys[0].p, all->at[m->reads[i]].file);
}

void
metrics_need(struct metrics *m, size_t i)
{
    m->at[i].needed = true;
    for (size_t j = 0; j < m->at[i].n_reads; j++)
        m->at[m->at[i].reads[j]].needed = true;
}

static int
by_id(const void *a, const void *b)
{
    const struct metric *x = a, *y = b;
    return slice_compare(x->id, y->id);
}

size_t
metrics_find(const struct metrics *m, struct slice id)
{
    for (size_t i = 0; i < m->n; i++)
        if (slice_same(m->at[i].id, id))
            return i;
    return SIZE_MAX;
}

void
metrics_load(struct metrics *m, const char *chosen, const char *by, const struct dictionary *d)
{
    struct loading l = {.all = m};
    *m = (struct metrics){0};
    metric_reader_init(&l.reader, d, &m->pool);
    load_found(&l);
    choose(&l, chosen, true);
    choose(&l, chosen, false);
    metric_reader_free(&l.reader);
    if (m->n)
        qsort(m->at, m->n, sizeof *m->at, by_id);
    for (size_t i = 0; i < m->n; i++) {
        metric_break_down(&m->at[i], by);
        m->at[i].wanted |= !chosen;
    }
    for (size_t i = 0; i < m->n; i++)
        find_reads(m, &m->at[i]);
    for (size_t i = 0; i < m->n; i++)
        if (m->at[i].wanted)
            metrics_need(m, i);
}

void
metrics_free(struct metrics *m)
{
    for (size_t i = 0; i < m->n; i++)
        metric_free(&m->at[i]);
    free(m->at);
    pool_free(&m->pool);
    *m = (struct metrics){0};
}
