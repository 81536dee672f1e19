#include "noise.h"

#include <stdlib.h>
#include <string.h>

#include "key.h"
#include "mem.h"

struct rule {
    size_t key;    /* where its key lies in the map: tool and rule by key_part */
    uint32_t tool; /* number of its tool */
};

static void
names_of(const struct noise *n, const struct rule *r, struct slice *tool, struct slice *rule)
{
    const char *p = n->rules.keys.p + r->key;
    *tool = key_read(&p);
    *rule = key_read(&p);
}

static struct slice
key_of_rule(struct noise *n, struct slice tool, struct slice rule)
{
    n->key.n = 0;
    key_part(&n->key, tool);
    key_part(&n->key, rule);
    return buf_as_slice(&n->key);
}

void
noise_init(struct noise *n, size_t periods, const struct dictionary *d)
{
    *n = (struct noise){.periods = periods, .passed = xcalloc(periods, sizeof *n->passed)};
    n->share = dictionary_number(d, "noisy.share", 0.3);
    n->false_share = dictionary_number(d, "noisy.false_positive_share", 0.5);
    n->minimum = dictionary_number(d, "noisy.minimum", 20);
    n->known = json_path(d->root, "noisy.rules");
    n->any_known = json_count(n->known) > 0;
}

static uint32_t
add_tool(struct noise *n, size_t key)
{
    n->totals = xgrow(n->totals, &n->cap_tools, (n->n_tools + 1) * n->periods, sizeof *n->totals);
    memset(&n->totals[n->n_tools * n->periods], 0, n->periods * sizeof *n->totals);
    n->names = xgrow(n->names, &n->cap_names, n->n_tools + 1, sizeof *n->names);
    n->names[n->n_tools] = key;
    return (uint32_t)n->n_tools++;
}

struct slice
noise_tool_name(const struct noise *n, uint32_t tool)
{
    const char *p = n->tools.keys.p + n->names[tool];
    return key_read(&p);
}

uint32_t
noise_tool(struct noise *n, struct slice tool)
{
    if (n->n_tools && key_same(noise_tool_name(n, n->last), tool))
        return n->last;
    n->key.n = 0;
    key_part(&n->key, tool);
    size_t key = n->tools.keys.n, at = *map_put(&n->tools, buf_as_slice(&n->key), n->n_tools);
    return n->last = at < n->n_tools ? (uint32_t)at : add_tool(n, key);
}

static size_t
rule_of(struct noise *n, struct slice tool, struct slice rule)
{
    size_t key = n->rules.keys.n, at = *map_put(&n->rules, key_of_rule(n, tool, rule), n->n);
    if (at < n->n)
        return at;
    n->at = xgrow(n->at, &n->cap, n->n + 1, sizeof *n->at);
    n->counts = xgrow(n->counts, &n->cap_counts, (n->n + 1) * n->periods, sizeof *n->counts);
    memset(&n->counts[n->n * n->periods], 0, n->periods * sizeof *n->counts);
    n->at[n->n] = (struct rule){key, noise_tool(n, tool)};
    return n->n++;
}

struct rule_counts *
noise_find(struct noise *n, struct slice tool, struct slice rule)
{
    size_t at = n->n ? map_get(&n->rules, key_of_rule(n, tool, rule)) : MAP_NONE;
    return at == MAP_NONE ? NULL : &n->counts[at * n->periods];
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
    return rule.p ? 2 * (uint32_t)rule_of(n, tool, rule) + 1 : 2 * noise_tool(n, tool);
}

bool
noise_row_names(const struct noise *n, uint32_t row, struct slice *tool, struct slice *rule)
{
    if (row % 2 == 0)
        return false;
    names_of(n, &n->at[row / 2], tool, rule);
    return true;
}

void
rule_counts_add(struct rule_counts *to, bool false_positive, uint32_t times)
{
    to->all += times;
    to->false_positives += false_positive ? times : 0;
}

void
noise_add_tool(struct noise *n, uint32_t tool, size_t period, uint32_t times)
{
    n->totals[tool * n->periods + period] += times;
}

void
noise_add(struct noise *n, uint32_t row, size_t period, bool false_positive, uint32_t times)
{
    noise_add_tool(n, row % 2 ? n->at[row / 2].tool : row / 2, period, times);
    n->counted |= row % 2;
    if (row % 2)
        rule_counts_add(&n->counts[row / 2 * n->periods + period], false_positive, times);
}

void
noise_forget(struct noise *n)
{
    if (n->counted)
        return;
    map_free(&n->rules);
    n->n = 0;
}

void
noise_pass(struct noise *n, size_t period, uint64_t rules)
{
    n->passed[period] += rules;
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
    size_t rules = n->passed[period];
    for (size_t i = 0; i < n->n; i++)
        rules += n->counts[i * n->periods + period].all > 0;
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

static bool
are_enough(const struct noise *n, const struct rule_counts *counts)
{
    return counts->all >= n->minimum;
}

bool
noise_judges(const struct noise *n, const struct rule_counts *counts)
{
    return counts->all && (are_enough(n, counts) || n->any_known);
}

bool
noise_judge_counts(const struct noise *n, struct slice tool, struct slice rule, size_t period,
                   const struct rule_counts *counts, struct noisy *out)
{
    if (!noise_judges(n, counts))
        return false;
    bool enough = are_enough(n, counts);
    *out = (struct noisy){tool, rule, counts->all, counts->false_positives, 0, NULL};
    out->share = (double)counts->all / (double)noise_of_tool(n, tool, period);
    if (n->any_known && is_known(n, tool, rule))
        out->why = "known to be noisy";
    else if (enough && counts->false_positives > n->false_share * counts->all)
        out->why = "mostly false positives";
    else if (enough && out->share > n->share)
        out->why = "a large share of the tool's findings";
    return out->why != NULL;
}

bool
noise_judge(const struct noise *n, size_t i, size_t period, struct noisy *out)
{
    struct slice tool, rule;
    names_of(n, &n->at[i], &tool, &rule);
    return noise_judge_counts(n, tool, rule, period, &n->counts[i * n->periods + period], out);
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
    free(n->names);
    free(n->passed);
    buf_free(&n->key);
}
