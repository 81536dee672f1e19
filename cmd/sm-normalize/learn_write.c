#include "date.h"
#include "learn.h"

static inline bool
is_missed(const struct learned *l, const struct varying *one)
{
    return one->must && json_is_null(l->now.finding.f[one->field]);
}

/* What is known of texts that were met before. */
static bool
fill_known(struct learned *l)
{
    for (size_t i = 0; i < l->n_looked; i++) {
        uint8_t at = l->looked[i];
        if (!(l->numbers[at] = seen_number(l->seen[at], l->texts[at].text)))
            return false;
    }
    for (const struct known *k = l->known; k < l->known + l->n_known; k++) {
        if (k->head)
            continue;
        const struct slice *became = memo_find(k->memo, learn_number(l, k));
        if (!became)
            return false;
        for (size_t i = 0; i < k->n; i++) {
            const struct varying *one = &l->varying[k->varying[i]];
            struct slice s = became[i];
            if (one->unset)
                continue;
            l->now.kept[one->field] = s;
            l->now.finding.f[one->field] =
                s.n ? (struct slice){s.p + one->name, s.n - one->name} : (struct slice){0};
            if (is_missed(l, one))
                return false;
        }
    }
    return true;
}

/* What is made of copies, where they are not written as they are. */
static bool
fill_copied(struct learned *l, struct values *v, bool joined, struct buf *scratch, size_t *room)
{
    struct slice made[FOLLOW_MEMBERS_MAX + 1];
    uint8_t at[FOLLOW_MEMBERS_MAX + 1];
    size_t n = 0;
    scratch->n = *room = 0;
    for (size_t i = l->n_kept; i < l->n; i++) {
        const struct varying *one = &l->varying[i];
        size_t from = scratch->n, fits = one->verbatim && !joined ? verbatim_fits(one->verbatim) : 0;
        *room += fits;
        if (fits || one->settled)
            continue;
        json_val *value = followed_value(one->from, l->texts);
        if (!value || !learn_take(v, one->field, value, scratch))
            return false;
        at[n] = (uint8_t)i;
        made[n++].n = scratch->n - from;
    }
    const char *p = scratch->p; /* where it has come to stand */
    for (size_t i = 0; i < n; p += made[i++].n) {
        const struct varying *one = &l->varying[at[i]];
        if (!one->unset)
            l->now.finding.f[one->field] = (struct slice){made[i].n ? p : NULL, made[i].n};
        if (is_missed(l, one))
            return false;
    }
    return true;
}

/* The fields that vary, from the texts. false: a text is new, or says more than a field holds. joined: all of
 * them are looked at. */
static bool
fill(struct learned *l, struct values *v, bool joined, struct buf *scratch, size_t *room)
{
    if (!fill_known(l) || !fill_copied(l, v, joined, scratch, room))
        return false;
    for (size_t i = 0; i < l->n_unread; i++)
        if (!followed_is_value(l->texts[l->unread[i]].text))
            return false;
    return true;
}

/* What a run says about each finding, and its text. */
static void
finish(struct headed *now, struct normalizer *n, bool joined, size_t room)
{
    struct buf *out = &n->stage->out.buf;
    struct finding whole;
    struct finding *f = &now->finding;
    if (joined) {
        whole = now->finding;
        f = &whole;
        normalizer_join_finding(n, f);
    }
    if (!judge_finding(n->judge, f, n->stage)) {
        tally_skip(&n->stage->tally, "filtered");
        return;
    }
    if (joined) {
        finding_write(out, f);
        buf_byte(out, '\n');
    } else {
        skeleton_write(out, now->skeleton, room);
    }
    normalizer_wrote_finding(n);
}

bool
learn_write(struct learned *l, struct normalizer *n, struct buf *scratch)
{
    struct headed *now = &l->now;
    size_t room; /* of what is written as it is */
    bool joined = references_any(n->refs) || references_any_exception(n->refs);
    if (!fill(l, &n->values, joined, scratch, &room))
        return false;
    if (now->finish) {
        struct built b = {.kind = &kind_finding, .f = now->finding};
        for (size_t i = 0; i < FINISH_GIVES; i++)
            if (!now->varying_time[i])
                b.f.f[finish_gives[i]] = now->times[i];
        finish_finding(&b, now->at, DATE_NONE, &n->pool);
        now->finding = b.f;
    }
    n->stage->tally.entries++;
    normalizer_check_time(n, &now->finding);
    finish(now, n, joined, room);
    return true;
}
