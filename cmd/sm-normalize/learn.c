#include "learn.h"

#include <stdlib.h>
#include <string.h>

#include "date.h"

static bool
is_one_of(const enum finding_field *list, size_t n, int field)
{
    for (size_t i = 0; i < n; i++)
        if (list[i] == (enum finding_field)field)
            return true;
    return false;
}

/* Which are worth a place of their own: their texts are mostly other ones in each line. */
static bool
is_copied(struct slice name)
{
    int field = kind_field(&kind_finding, name);
    static const bool copied[F_COUNT] = {
        [F_FINDING_TITLE] = true, [F_RULE_ID] = true,   [F_NATIVE_ID] = true, [F_CVE] = true,
        [F_TARGET] = true,        [F_COMPONENT] = true, [F_LOCATION] = true,  [F_FIX] = true,
        [F_SECRET_HASH] = true,   [F_TICKET] = true};
    return field >= 0 && copied[field];
}

bool
learn_take(struct values *v, int field, json_val *value, struct buf *out)
{
    const struct field *f = &kind_finding.fields[field];
    v->kind = kind_finding.name;
    v->field = f->name;
    v->noted = v->no_record = false;
    v->trial = true;
    if (json_type(value) != JSON_NULL)
        (void)f->take(v, value, f->words, out);
    v->trial = false;
    return !v->noted && !v->no_record;
}

void
learn_free(struct learned *l)
{
    for (size_t i = 0; i < FOLLOW_PLACES_MAX; i++)
        seen_free(l->seen[i]);
    for (size_t i = 0; i < l->n; i++)
        memo_free(l->varying[i].memo);
    stencil_free(l->stencil);
    followed_free(l->followed);
    pool_free(&l->pool);
    free(l);
}

static void
look_at(struct learned *l, size_t place)
{
    if (l->seen[place])
        return;
    l->seen[place] = seen_new();
    l->looked[l->n_looked++] = (uint8_t)place;
}

static bool
add_varying(struct learned *l, int field, struct followed_member *m)
{
    struct varying one = {.field = (uint8_t)field, .from = m};
    for (size_t i = 0; m->kind == FOLLOWED_OTHER && i < l->followed->n_places; i++) {
        if (!place_set_has(&m->uses, i))
            continue;
        if (one.n_uses == MEMO_PARTS)
            return false;
        look_at(l, i);
        one.uses[one.n_uses++] = (uint8_t)i;
    }
    l->varying[l->n] = one;
    if (m->kind == FOLLOWED_OTHER) {
        one.memo = memo_new();
        l->varying[l->n] = l->varying[l->n_known];
        l->varying[l->n_known++] = one;
    }
    l->n++;
    return true;
}

/* A field from a member: the same for all, or one that varies. */
static bool
add_field(struct learned *l, int field, struct followed_member *m, const struct built *b,
          struct normalizer *n, struct buf *scratch)
{
    if (m->kind != FOLLOWED_FIXED)
        return add_varying(l, field, m);
    scratch->n = 0;
    l->finding.f[field] = b->f.f[field];
    return learn_take(&n->values, field, m->value, scratch);
}

static bool
add_members(struct learned *l, struct followed_output *o, const struct built *b, struct normalizer *n,
            struct buf *scratch)
{
    bool own = false;
    for (size_t i = 0; i < o->n; i++)
        own |= slice_is(o->members[i].name, "source_severity");
    for (size_t i = 0; i < o->n; i++) {
        struct followed_member *m = &o->members[i];
        int field = kind_field(&kind_finding, m->name);
        if (slice_is(m->name, "kind")) {
            if (m->kind != FOLLOWED_FIXED)
                return false;
            continue;
        }
        if (field < 0 || !add_field(l, field, m, b, n, scratch))
            return false;
        if (field == F_SEVERITY && !own && !add_field(l, F_SOURCE_SEVERITY, m, b, n, scratch))
            return false;
    }
    return true;
}

/* The one output that is no null is the finding. */
static bool
find_output(struct learned *l)
{
    size_t found = 0;
    for (size_t i = 0; i < l->followed->n_outputs; i++) {
        const struct followed_output *o = &l->followed->outputs[i];
        if (o->fixed && json_type(o->fixed) != JSON_NULL)
            return false;
        if (!o->fixed) {
            l->output = i;
            found++;
        }
    }
    return found == 1;
}

/* Arrays and objects that nothing follows from. */
static void
find_unread(struct learned *l)
{
    for (size_t i = 0; i < l->followed->n_places; i++)
        if (l->followed->places[i].kind == PLACE_BLOCK && !l->followed->places[i].pinned && !l->seen[i])
            l->unread[l->n_unread++] = (uint8_t)i;
}

static void
set_times(struct learned *l, const struct finding *f, bool varies[F_COUNT])
{
    for (size_t i = 0; i < FINISH_GIVES; i++) {
        struct slice s = f->f[finish_gives[i]];
        l->varying_time[i] = varies[finish_gives[i]];
        l->times[i] = s.p ? (struct slice){pool_copy(&l->pool, s.p, s.n), s.n} : s;
        varies[finish_gives[i]] = true;
    }
}

/* Tags, defaults and times, as they are for all these lines. false: they are another matter for each. */
static bool
complete(struct learned *l, struct normalizer *n, const struct format *f, const struct report *r,
         bool varies[F_COUNT])
{
    static const struct slice gap = SLICE_INIT("\"\""); /* in place of what varies */
    struct built b = {.kind = &kind_finding, .f = l->finding};
    for (size_t i = 0; i < l->n; i++)
        b.f.f[l->varying[i].field] = gap;
    build_tags(&b, &n->tags);
    bool title = b.f.f[F_FINDING_TITLE].p, severity = b.f.f[F_SEVERITY].p;
    finish_defaults(&b, f, r, &l->pool);
    if (!title || (!severity && b.f.f[F_CVSS].p == gap.p) || b.f.f[F_EXCEPTION_ID].p)
        return false;
    for (size_t i = 0; i < l->n; i++) {
        struct varying *one = &l->varying[i];
        one->unset = b.f.f[one->field].p != gap.p;
        one->must = !one->unset && is_one_of(finish_defaulted, FINISH_DEFAULTED, one->field);
        varies[one->field] = !one->unset;
        l->finish |= !one->unset && is_one_of(finish_goes_by, FINISH_GOES_BY, one->field);
    }
    l->at = normalizer_report_time(n, r);
    if (l->finish)
        set_times(l, &b.f, varies);
    else
        finish_finding(&b, l->at, DATE_NONE, &l->pool);
    varies[F_RELEASE_BLOCKING] = true;
    for (int i = 0; i < F_COUNT; i++) {
        struct slice s = b.f.f[i];
        l->finding.f[i] = s.p ? (struct slice){pool_copy(&l->pool, s.p, s.n), s.n} : s;
    }
    return true;
}

struct learned *
learn_line(struct normalizer *n, const struct format *f, const struct line *line, const struct report *r)
{
    struct followed *followed = programs_follow(f->body, 0, line->raw, is_copied);
    static struct buf scratch; /* memory is used again */
    bool varies[F_COUNT] = {false};
    if (!followed)
        return NULL;
    struct learned *l = xcalloc(1, sizeof *l);
    l->followed = followed;
    if (find_output(l) && add_members(l, &followed->outputs[l->output], &n->built[0], n, &scratch) &&
        complete(l, n, f, r, varies)) {
        find_unread(l);
        l->skeleton = skeleton_new(&l->finding, varies, &l->pool);
        l->stencil = stencil_new(line->raw, followed->places, followed->n_places);
        return l;
    }
    learn_free(l);
    return NULL;
}
