#include "date.h"
#include "learn.h"

#define TRIES 3 /* lines with a head of which its texts may be learned */

static bool
is_one_of(const enum finding_field *list, size_t n, int field)
{
    for (size_t i = 0; i < n; i++)
        if (list[i] == (enum finding_field)field)
            return true;
    return false;
}

/* Is the head like the one that the line was learned under? Then its texts are known. */
static bool
is_like(struct learned *l, const struct heading *h)
{
    if (h->format != l->format || !slice_same(buf_as_slice(&h->rest), buf_as_slice(&l->rest)))
        return false;
    if (!l->head)
        return slice_same(h->context.p ? h->context : SLICE(""), buf_as_slice(&l->context));
    return stencil_fits(l->head, h->context, l->texts, &l->now.pool);
}

/* What is kept of the head's texts. false: they are new. */
static bool
settle_known(struct learned *l, struct finding *f)
{
    for (size_t i = 0; i < l->n_head_looked; i++) {
        uint8_t at = l->head_looked[i];
        if (!(l->numbers[at] = seen_number(l->seen[at], l->texts[at].text)))
            return false;
    }
    for (const struct known *k = l->known; k < l->known + l->n_known; k++) {
        const struct slice *became = k->head ? memo_find(k->memo, learn_number(l, k)) : NULL;
        if (k->head && !became)
            return false;
        for (size_t i = 0; k->head && i < k->n; i++) {
            struct varying *one = &l->varying[k->varying[i]];
            struct slice s = became[i];
            one->settled = true;
            f->f[one->field] = s.n ? (struct slice){s.p + one->name, s.n - one->name} : (struct slice){0};
        }
    }
    return true;
}

static bool
is_of_head(const struct learned *l, const struct varying *one)
{
    bool head = true;
    for (size_t i = 0; i < l->followed->n_places; i++)
        head &= l->followed->places[i].head || !place_set_has(&one->from->uses, i);
    return head;
}

/* Copies of the head's texts. false: they say more than a field holds. */
static bool
settle_copies(struct learned *l, struct values *v, struct finding *f)
{
    static struct buf text; /* memory is used again */
    for (size_t i = l->n_kept; i < l->n; i++) {
        struct varying *one = &l->varying[i];
        text.n = 0;
        one->settled = is_of_head(l, one);
        if (!one->settled)
            continue;
        json_val *value = followed_value(one->from, l->texts);
        if (!value || !learn_take(v, one->field, value, &text))
            return false;
        f->f[one->field] =
            text.n ? (struct slice){pool_copy(&l->now.pool, text.p, text.n), text.n} : (struct slice){0};
    }
    return true;
}

static void
set_times(struct headed *now, const struct finding *f, bool varies[F_COUNT])
{
    for (size_t i = 0; i < FINISH_GIVES; i++) {
        struct slice s = f->f[finish_gives[i]];
        now->varying_time[i] = varies[finish_gives[i]];
        now->times[i] = s.p ? (struct slice){pool_copy(&now->pool, s.p, s.n), s.n} : s;
        varies[finish_gives[i]] = true;
    }
}

/* Tags, defaults and times, as they are for all these lines. false: they are another matter for each. */
static bool
complete(struct learned *l, struct normalizer *n, const struct heading *h, struct built *b,
         bool varies[F_COUNT])
{
    static const struct slice gap = SLICE_INIT("\"\""); /* in place of what varies */
    struct headed *now = &l->now;
    for (size_t i = 0; i < l->n; i++)
        if (!l->varying[i].settled)
            b->f.f[l->varying[i].field] = gap;
    build_tags(b, &n->tags);
    bool title = b->f.f[F_FINDING_TITLE].p, severity = b->f.f[F_SEVERITY].p;
    finish_defaults(b, h->format, h->report, &now->pool);
    if (!title || (!severity && b->f.f[F_CVSS].p == gap.p) || b->f.f[F_EXCEPTION_ID].p)
        return false;
    now->finish = false;
    for (size_t i = 0; i < l->n; i++) {
        struct varying *one = &l->varying[i];
        one->unset = b->f.f[one->field].p != gap.p;
        one->must = !one->unset && is_one_of(finish_defaulted, FINISH_DEFAULTED, one->field);
        varies[one->field] = !one->unset;
        now->finish |= !one->unset && is_one_of(finish_goes_by, FINISH_GOES_BY, one->field);
    }
    now->at = normalizer_report_time(n, h->report);
    if (now->finish)
        set_times(now, &b->f, varies);
    else
        finish_finding(b, now->at, DATE_NONE, &now->pool);
    varies[F_RELEASE_BLOCKING] = true;
    for (int i = 0; i < F_COUNT; i++) {
        struct slice s = b->f.f[i];
        now->finding.f[i] = s.p ? (struct slice){pool_copy(&now->pool, s.p, s.n), s.n} : s;
    }
    return true;
}

/* How copies are written. What something else looks at is made before. */
static void
find_verbatim(struct learned *l, const struct judge *judge)
{
    for (size_t i = l->n_kept; i < l->n; i++) {
        struct varying *one = &l->varying[i];
        bool looked_at = judge_reads(judge, (enum finding_field)one->field) ||
                         is_one_of(finish_goes_by, FINISH_GOES_BY, one->field) ||
                         is_one_of(finish_gives, FINISH_GIVES, one->field);
        one->verbatim = looked_at || one->settled ? NULL
                                                  : verbatim_new(&kind_finding.fields[one->field], one->from,
                                                                 l->followed->places, l->texts, &l->now.pool);
    }
}

/* The finding's text around it. */
static void
make_skeleton(struct learned *l, const bool varies[F_COUNT])
{
    struct gap gaps[F_COUNT] = {{.varies = false}};
    for (int i = 0; i < F_COUNT; i++)
        gaps[i] = (struct gap){.varies = varies[i], .value = &l->now.finding.f[i]};
    for (size_t i = 0; i < l->n_kept; i++) {
        struct gap *g = &gaps[l->varying[i].field];
        if (l->varying[i].settled || is_one_of(finish_gives, FINISH_GIVES, l->varying[i].field))
            continue; /* times may become others */
        g->value = &l->now.kept[l->varying[i].field];
        g->named = true;
    }
    for (size_t i = l->n_kept; i < l->n; i++)
        gaps[l->varying[i].field].verbatim = l->varying[i].verbatim;
    l->now.skeleton = skeleton_new(&l->now.finding, gaps, &l->now.pool);
}

void
learn_head(struct learned *l, struct normalizer *n, const struct heading *h)
{
    struct headed *now = &l->now;
    struct built b = {.kind = &kind_finding, .f = l->base};
    bool varies[F_COUNT] = {false};
    now->tried = now->id == h->id ? now->tried + 1 : 0;
    now->id = h->id;
    now->state = HEAD_OTHER;
    pool_reset(&now->pool);
    if (!h->good || !is_like(l, h) || !settle_copies(l, &n->values, &b.f))
        return;
    if (!settle_known(l, &b.f)) {
        now->state = now->tried < TRIES ? HEAD_NEW : HEAD_OTHER;
        return;
    }
    if (!complete(l, n, h, &b, varies))
        return;
    find_verbatim(l, n->judge);
    make_skeleton(l, varies);
    now->state = HEAD_FITS;
}
