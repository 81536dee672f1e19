#include "sla.h"

#include <math.h>
#include <stdlib.h>

#include "date.h"
#include "mem.h"
#include "report.h"

#define DAYS_LIMIT 100000 /* of one row */

struct sla_row {
    struct slice severity, tier, category; /* tier, category: absent fits all */
    int64_t from;                          /* DATE_NONE: always */
    int64_t days;                          /* SLA_NONE: this row says that there is no SLA */
};

static void
read_row(struct sla_row *r, json_val *v, size_t number, const char *file)
{
    struct slice from = json_get_str(v, "from");
    json_val *tier = json_get(v, "tier"), *days = json_get(v, "days");
    double n;
    *r = (struct sla_row){json_get_str(v, "severity"), json_str(tier), json_get_str(v, "category"), DATE_NONE,
                          SLA_NONE};
    if (json_type(tier) == JSON_NUMBER)
        r->tier = json_number_text(tier);
    if (!r->severity.p)
        report_die("%s: sla: row %zu: `severity` is missing", file, number);
    if (from.p && (r->from = date_parse(from)) == DATE_NONE)
        report_die("%s: sla: row %zu: `from` is no date", file, number);
    if (days && json_type(days) == JSON_NULL)
        return;
    if (!json_number(days, &n) || n < 0 || n > DAYS_LIMIT || n != floor(n))
        report_die("%s: sla: row %zu: `days` is no whole number", file, number);
    r->days = (int64_t)n;
}

void
sla_load(struct sla *s, const struct dictionary *d)
{
    json_val *table = json_get(d->root, "sla"), *v;
    struct json_iter it = json_each(table);
    *s = (struct sla){.kev = json_bool(json_get(d->root, "sla_kev"))};
    if (table && json_type(table) != JSON_NULL && json_type(table) != JSON_ARRAY)
        report_die("%s: sla: no array", d->file);
    s->rows = xcalloc(json_count(table), sizeof *s->rows);
    while (json_next(&it, NULL, &v)) {
        read_row(&s->rows[s->n], v, s->n + 1, d->file);
        s->n++;
    }
}

static bool
fits(struct slice wanted, struct slice have)
{
    return !wanted.p || slice_same(wanted, have);
}

int64_t
sla_days(const struct sla *s, struct slice severity, struct slice tier, struct slice category, int64_t clock)
{
    if (clock == DATE_NONE)
        return SLA_NONE;
    for (size_t i = 0; i < s->n; i++) {
        const struct sla_row *r = &s->rows[i];
        if (slice_same(r->severity, severity) && fits(r->tier, tier) && fits(r->category, category) &&
            (r->from == DATE_NONE || r->from <= clock))
            return r->days;
    }
    return SLA_NONE;
}

int64_t
sla_due(const struct sla *s, int64_t days, int64_t clock, int64_t kev_due)
{
    if (days == SLA_NONE || clock == DATE_NONE)
        return SLA_NONE;
    int64_t due = date_day(clock) + days;
    if (s->kev && kev_due != DATE_NONE && date_day(kev_due) < due)
        due = date_day(kev_due);
    return due;
}

void
sla_free(struct sla *s)
{
    free(s->rows);
    *s = (struct sla){0};
}
