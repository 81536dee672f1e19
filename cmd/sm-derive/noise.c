#include "noise.h"

#include <stdlib.h>
#include <string.h>

#include "key.h"
#include "mem.h"

struct rule {
    size_t key;    /* where its key lies in the map: tool and rule by key_part */
    uint32_t tool; /* number of its tool */
};

static struct slice
read_part(const char **p)
{
    uint32_t n;
    memcpy(&n, *p, sizeof n);
    *p += sizeof n;
    if (n == KEY_ABSENT)
        return (struct slice){0};
    struct slice s = {*p, n};
    *p += n;
    return s;
}

static void
names_of(const struct noise *n, const struct rule *r, struct slice *tool, struct slice *rule)
{
    const char *p = n->rules.keys.p + r->key;
    *tool = read_part(&p);
    *rule = read_part(&p);
}

void
noise_init(struct noise *n, size_t periods, const struct dictionary *d)
{
    *n = (struct noise){.periods = periods};
    n->share = dictionary_number(d, "noisy.share", 0.3);
    n->false_share = dictionary_number(d, "noisy.false_positive_share", 0.5);
    n->minimum = dictionary_number(d, "noisy.minimum", 20);
    n->known = json_path(d->root, "noisy.rules");
    n->any_known = json_count(n->known) > 0;
}

static size_t
tool_of(struct noise *n, struct slice tool)
{
    n->key.n = 0;
    key_part(&n->key, tool);
    size_t at = *map_put(&n->tools, buf_as_slice(&n->key), n->n_tools);
    if (at < n->n_tools)
        return at;
    n->totals = xgrow(n->totals, &n->cap_tools, (n->n_tools + 1) * n->periods, sizeof *n->totals);
    memset(&n->totals[n->n_tools * n->periods], 0, n->periods * sizeof *n->totals);
    return n->n_tools++;
}

static size_t
rule_of(struct noise *n, struct slice tool, struct slice rule)
{
    n->key.n = 0;
    key_part(&n->key, tool);
    key_part(&n->key, rule);
    size_t key_at = n->rules.keys.n, at = *map_put(&n->rules, buf_as_slice(&n->key), n->n);
    if (at < n->n)
        return at;
    n->at = xgrow(n->at, &n->cap, n->n + 1, sizeof *n->at);
    n->counts = xgrow(n->counts, &n->cap_counts, (n->n + 1) * n->periods * 2, sizeof *n->counts);
    memset(&n->counts[n->n * n->periods * 2], 0, n->periods * 2 * sizeof *n->counts);
    n->at[n->n] = (struct rule){key_at, (uint32_t)tool_of(n, tool)};
    return n->n++;
}

void
noise_expect(struct noise *n, struct slice tool, struct slice rule)
{
    n->key.n = 0;
    key_part(&n->key, tool);
    key_part(&n->key, rule);
    map_expect(&n->rules, buf_as_slice(&n->key));
}

bool
noise_counts(const struct facts *f)
{
    return f->open || f->accepted || f->at_end == STATE_FALSE_POSITIVE;
}

/* Of a rule its number twice, and 1 more; without a rule the tool's number twice. */
uint32_t
noise_row(struct noise *n, struct slice tool, struct slice rule)
{
    return (uint32_t)(rule.p ? 2 * rule_of(n, tool, rule) + 1 : 2 * tool_of(n, tool));
}

void
noise_add(struct noise *n, uint32_t row, size_t period, const struct facts *f, uint32_t times)
{
    size_t tool = row % 2 ? n->at[row / 2].tool : row / 2;
    n->totals[tool * n->periods + period] += times;
    if (row % 2 == 0)
        return;
    uint32_t *counts = &n->counts[(row / 2 * n->periods + period) * 2];
    counts[0] += times;
    counts[1] += f->at_end == STATE_FALSE_POSITIVE ? times : 0;
}

uint64_t
noise_of_tool(const struct noise *n, struct slice tool, size_t period)
{
    struct buf key = {0};
    key_part(&key, tool);
    size_t at = map_get(&n->tools, buf_as_slice(&key));
    buf_free(&key);
    return at == MAP_NONE ? 0 : n->totals[at * n->periods + period];
}

size_t
noise_rules(const struct noise *n, size_t period)
{
    size_t rules = 0;
    for (size_t i = 0; i < n->n; i++)
        rules += n->counts[(i * n->periods + period) * 2] > 0;
    return rules;
}

/* `*` takes any characters. */
static bool
matches(struct slice glob, struct slice s)
{
    size_t g = 0, i = 0, star = SIZE_MAX, from = 0;
    while (i < s.n) {
        if (g < glob.n && glob.p[g] == '*') {
            star = g++;
            from = i;
        } else if (g < glob.n && glob.p[g] == s.p[i]) {
            g++, i++;
        } else if (star != SIZE_MAX) {
            g = star + 1;
            i = ++from;
        } else {
            return false;
        }
    }
    while (g < glob.n && glob.p[g] == '*')
        g++;
    return g == glob.n;
}

static bool
is_known(const struct noise *n, struct slice tool, struct slice rule)
{
    struct json_iter it = json_each(n->known);
    struct buf name = {0};
    json_val *v;
    bool yes = false;
    buf_slice(&name, tool);
    buf_byte(&name, '/');
    buf_slice(&name, rule);
    while (!yes && json_next(&it, NULL, &v))
        yes = matches(json_str(v), buf_as_slice(&name));
    buf_free(&name);
    return yes;
}

bool
noise_find(const struct noise *n, size_t i, size_t period, struct noisy *out)
{
    const struct rule *r = &n->at[i];
    const uint32_t *counts = &n->counts[(i * n->periods + period) * 2];
    uint64_t all = n->totals[r->tool * n->periods + period];
    bool enough = counts[0] >= n->minimum;
    if (!counts[0])
        return false;
    if (!enough && !n->any_known)
        return false;
    *out = (struct noisy){{0}, {0}, counts[0], counts[1], (double)counts[0] / (double)all, NULL};
    names_of(n, r, &out->tool, &out->rule);
    if (n->any_known && is_known(n, out->tool, out->rule))
        out->why = "known to be noisy";
    else if (enough && counts[1] > n->false_share * counts[0])
        out->why = "mostly false positives";
    else if (enough && out->share > n->share)
        out->why = "a large share of the tool's findings";
    return out->why != NULL;
}

void
noise_list(const struct noisy *x, struct lists *l, size_t period)
{
    lists_begin(l);
    cell_text(&l->row, x->tool);
    cell_text(&l->row, x->rule);
    cell_days(&l->row, x->findings);
    cell_number(&l->row, x->share);
    cell_days(&l->row, x->false_positives);
    cell_number(&l->row, (double)x->false_positives / x->findings);
    cell_text(&l->row, slice_of(x->why));
    key_descending(&l->key, x->findings);
    key_text(&l->key, x->tool);
    key_text(&l->key, x->rule);
    lists_end(l, LIST_NOISY_RULES, period);
}

void
noise_free(struct noise *n)
{
    map_free(&n->rules);
    map_free(&n->tools);
    free(n->at);
    free(n->counts);
    free(n->totals);
    buf_free(&n->key);
}
