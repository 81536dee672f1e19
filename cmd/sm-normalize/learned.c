#include "learned.h"

#include <stdlib.h>
#include <string.h>

#include "date.h"
#include "learn.h"
#include "normalizer.h"

#define LOOKS 16         /* learned at a time */
#define LEARN_AFTER 12u  /* lines that went the usual way, before one is learned from */
#define LEARN_SOON 3u    /* the same where those before were worth it */
#define PATIENCE_MOST 10 /* doublings, one for each that nothing was learned from */
#define SERVED 100       /* lines that make it worth while to have learned */
#define TRIED 64         /* lines that tell whether one is of use */

struct all_learned {
    struct learned *at[LOOKS]; /* the one that fitted last is the first */
    size_t n;
    struct heading head;
    struct record *record;  /* the line at hand */
    unsigned usual;         /* lines that went the usual way since one was learned */
    unsigned served;        /* that were written so, since one was of no use */
    unsigned failed;        /* that were of no use; each SERVED lines make up for one */
    struct learned *missed; /* the line at hand fits it, but a text is new */
    struct buf scratch;
    struct pool pool; /* of what is taught */
    size_t room;      /* of what is written as it is, in the line at hand */
};

struct all_learned *
all_learned_new(void)
{
    return xcalloc(1, sizeof(struct all_learned));
}

void
all_learned_free(struct all_learned *all)
{
    if (!all)
        return;
    for (size_t i = 0; i < all->n; i++)
        learn_free(all->at[i]);
    buf_free(&all->head.rest);
    buf_free(&all->head.context_text);
    buf_free(&all->scratch);
    pool_free(&all->pool);
    free(all);
}

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
fill_copied(struct learned *l, struct all_learned *all, struct values *v, bool joined)
{
    struct slice made[FOLLOW_MEMBERS_MAX + 1];
    uint8_t at[FOLLOW_MEMBERS_MAX + 1];
    size_t n = 0;
    all->scratch.n = all->room = 0;
    for (size_t i = l->n_kept; i < l->n; i++) {
        const struct varying *one = &l->varying[i];
        size_t from = all->scratch.n, room = one->verbatim && !joined ? verbatim_fits(one->verbatim) : 0;
        all->room += room;
        if (room || one->settled)
            continue;
        json_val *value = followed_value(one->from, l->texts);
        if (!value || !learn_take(v, one->field, value, &all->scratch))
            return false;
        at[n] = (uint8_t)i;
        made[n++].n = all->scratch.n - from;
    }
    const char *p = all->scratch.p; /* where it has come to stand */
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
fill(struct learned *l, struct all_learned *all, struct values *v, bool joined)
{
    if (!fill_known(l) || !fill_copied(l, all, v, joined))
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

static bool
use(struct learned *l, struct all_learned *all, struct normalizer *n)
{
    struct headed *now = &l->now;
    bool joined = references_any(n->refs) || references_any_exception(n->refs);
    if (!fill(l, all, &n->values, joined))
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
    finish(now, n, joined, all->room);
    return true;
}

static void
to_front(struct all_learned *all, size_t i)
{
    struct learned *l = all->at[i];
    memmove(all->at + 1, all->at, i * sizeof *all->at);
    all->at[0] = l;
}

static void
add_rest(struct buf *rest, struct slice text, size_t from, size_t to)
{
    buf_add(rest, text.p + from, to - from);
    buf_byte(rest, 0);
}

/* All of the head but source and context, and where these stand. */
static void
read_rest(struct heading *h, const struct record *r)
{
    struct slice text = buf_as_slice(&r->head.text);
    struct slice source = {text.p + r->head.source_at, r->head.source_n};
    struct slice context = record_get(r, "context");
    bool any = context.p, first = any && context.p < source.p;
    struct slice a = first ? context : source, b = first ? source : context;
    size_t behind = (size_t)(a.p + a.n - text.p);
    h->rest.n = 0;
    add_rest(&h->rest, text, 0, (size_t)(a.p - text.p));
    if (any)
        add_rest(&h->rest, text, behind, (size_t)(b.p - text.p));
    add_rest(&h->rest, text, any ? (size_t)(b.p + b.n - text.p) : behind, text.n);
    h->context_text.n = 0;
    buf_slice(&h->context_text, context);
    buf_room(&h->context_text, SLICE_SPARE);
    h->context = any ? buf_as_slice(&h->context_text) : context;
}

/* What the usual way does once with the first line that has this head. */
static void
read_heading(struct all_learned *all, struct normalizer *n)
{
    struct heading *h = &all->head;
    struct record *r = all->record;
    struct line line;
    const char *why;
    if (h->id == r->head.id)
        return;
    h->id = r->head.id;
    h->good = false;
    if (line_read(&line, r) || line.report)
        return;
    h->format = formats_get(&n->formats, line.format, line.program, &why);
    if (!h->format || !tags_read(&n->tags, line.tags, &n->values) ||
        !followed_is_value(buf_as_slice(&r->head.text)))
        return;
    h->report = reports_read(n->reports, h->format, &line, &n->values);
    read_rest(h, r);
    h->good = true;
}

bool
learned_line(struct all_learned *all, struct normalizer *n, struct record *r)
{
    struct slice raw = r->m[r->head.n - 1].value;
    all->missed = NULL;
    all->record = r;
    if (!all->n || n->references_only)
        return false;
    read_heading(all, n);
    for (size_t i = 0; i < all->n; i++) {
        struct learned *l = all->at[i];
        if ((l->now.id == r->head.id && l->now.state == HEAD_OTHER) ||
            !stencil_fits(l->stencil, raw, l->texts, &n->pool))
            continue;
        if (l->now.id != r->head.id)
            learn_head(l, n, &all->head);
        if (l->now.state == HEAD_OTHER)
            continue;
        if (i)
            to_front(all, i);
        if (l->now.state == HEAD_FITS) {
            l->tried++;
            if (use(l, all, n)) {
                all->served++;
                return true;
            }
            l->missed++;
        }
        all->missed = l;
        return false;
    }
    return false;
}

/* What a kept field became, as it is written: nothing where a field that may be missing is. false: more is to
 * be said about it. */
static bool
take_named(struct all_learned *all, struct values *v, const struct varying *one, json_val *value,
           struct slice *text)
{
    struct buf *b = &all->scratch;
    b->n = 0;
    if (one->name)
        finding_write_name(b, (enum finding_field)one->field);
    if (!value || !learn_take(v, one->field, value, b))
        return false;
    bool missing = b->n == one->name;
    *text = !missing    ? (struct slice){pool_copy(&all->pool, b->p, b->n), b->n}
            : one->name ? SLICE("")
                        : (struct slice){0};
    return true;
}

static void
add_texts(struct learned *l, const uint8_t *looked, size_t n)
{
    for (size_t i = 0; i < n; i++)
        l->numbers[looked[i]] = seen_add(l->seen[looked[i]], l->texts[looked[i]].text);
}

/* What the line at hand became is kept for the next one with its texts. */
static void
teach(struct learned *l, struct all_learned *all, struct normalizer *n, json_val *given)
{
    struct slice became[FOLLOW_MEMBERS_MAX + 1];
    add_texts(l, l->looked, l->n_looked);
    add_texts(l, l->head_looked, l->n_head_looked);
    for (const struct known *k = l->known; k < l->known + l->n_known; k++) {
        uint64_t number = learn_number(l, k);
        bool good = number;
        for (size_t i = 0; good && i < k->n; i++) {
            const struct varying *one = &l->varying[k->varying[i]];
            good = take_named(all, &n->values, one, json_get_slice(given, one->from->name), &became[i]);
        }
        if (good)
            memo_add(k->memo, number, became);
    }
    pool_reset(&all->pool);
    if (l->now.state == HEAD_NEW)
        learn_head(l, n, &all->head);
}

static void
fail(struct all_learned *all)
{
    all->failed++;
    all->served = 0;
}

static void
drop(struct all_learned *all, size_t i)
{
    learn_free(all->at[i]);
    all->n--;
    memmove(all->at + i, all->at + i + 1, (all->n - i) * sizeof *all->at);
    fail(all);
}

/* One that lets more lines go than it takes is of no use. */
static void
weigh(struct all_learned *all, struct learned *l)
{
    if (l->tried < TRIED)
        return;
    bool useless = l->missed * 2 > l->tried;
    l->tried = l->missed = 0;
    if (useless)
        drop(all, 0); /* it is the first */
}

/* Where there is no room the one that fitted longest ago makes some, but not for others with the same head.
 */
static bool
make_room(struct all_learned *all)
{
    if (all->n < LOOKS)
        return true;
    if (all->at[LOOKS - 1]->now.state == HEAD_FITS && all->at[LOOKS - 1]->now.id == all->head.id)
        return false;
    drop(all, LOOKS - 1);
    return true;
}

/* Lines are learned from less often where that was of no use. */
static bool
is_due(struct all_learned *all)
{
    unsigned made_up = all->served / SERVED, least = all->failed || !made_up ? LEARN_AFTER : LEARN_SOON;
    if (all->failed && made_up) {
        all->failed -= made_up < all->failed ? made_up : all->failed;
        all->served %= SERVED;
    }
    if (++all->usual < least << (all->failed < PATIENCE_MOST ? all->failed : PATIENCE_MOST))
        return false;
    all->usual = 0;
    return true;
}

/* The line at hand fits what is made: with other contexts too. Where that is of no use the next one is tried
 * without them, and so on in turn. */
static struct learned *
learn(struct all_learned *all, struct normalizer *n, const struct line *line)
{
    struct learned *l = learn_line(n, &all->head, line, all->head.context.p && all->failed % 2 == 0);
    if (!l)
        return NULL;
    learn_head(l, n, &all->head);
    if (l->now.state != HEAD_OTHER && stencil_fits(l->stencil, line->raw, l->texts, &n->pool))
        return l;
    learn_free(l);
    return NULL;
}

void
learned_see(struct all_learned *all, struct normalizer *n, const struct format *f, const struct line *line)
{
    struct learned *l = all->missed;
    all->missed = NULL;
    if (!line->head || !n->ran || n->references_only)
        return;
    if (l) {
        if (programs_count(f->body, 0) == l->followed->n_outputs)
            teach(l, all, n, programs_value(f->body, 0, l->output));
        weigh(all, l);
        return;
    }
    if (n->n != 1 || n->built[0].kind != &kind_finding || !is_due(all))
        return;
    read_heading(all, n);
    l = all->head.good && make_room(all) ? learn(all, n, line) : NULL;
    if (!l) {
        fail(all);
        return;
    }
    all->at[all->n++] = l;
    to_front(all, all->n - 1);
    teach(l, all, n, programs_value(f->body, 0, l->output));
    if (l->now.state != HEAD_FITS)
        drop(all, 0);
}
