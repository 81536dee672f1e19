#include "learned.h"

#include <stdlib.h>
#include <string.h>

#include "date.h"
#include "learn.h"
#include "normalizer.h"

#define LOOKS 16       /* learned of one head */
#define LEARN_AFTER 12 /* lines with a head that went the usual way, before one is learned from */
#define SERVED 100     /* lines that made it worth while to learn them */
#define TRIED 64       /* lines that tell whether one is of use */

struct all_learned {
    struct learned *at[LOOKS]; /* the one that fitted last is the first */
    size_t n;
    uint64_t head;   /* of whose lines they are */
    uint64_t served; /* lines with that head that were written so */
    bool again;      /* the lines with the head before were mostly such: these are learned at once */
    unsigned usual,
        failed; /* lines that went the usual way since one was learned; that nothing was learned from */
    struct learned *missed; /* the line at hand fits it, but a text is new */
    struct place_text texts[FOLLOW_PLACES_MAX];
    struct buf scratch;
};

struct all_learned *
all_learned_new(void)
{
    return xcalloc(1, sizeof(struct all_learned));
}

static void
forget(struct all_learned *all)
{
    for (size_t i = 0; i < all->n; i++)
        learn_free(all->at[i]);
    all->n = 0;
    all->usual = all->failed = 0;
    all->missed = NULL;
}

void
all_learned_free(struct all_learned *all)
{
    if (!all)
        return;
    forget(all);
    buf_free(&all->scratch);
    free(all);
}

/* 0: a text is not known. */
static uint64_t
number_of(const struct varying *one, const uint8_t *numbers)
{
    uint64_t number = 0;
    for (size_t i = 0; i < one->n_uses; i++) {
        if (!numbers[one->uses[i]])
            return 0;
        number = number << 8 | numbers[one->uses[i]];
    }
    return number;
}

/* What is known of texts that were met before. */
static bool
fill_known(struct learned *l, const struct place_text *texts)
{
    uint8_t numbers[FOLLOW_PLACES_MAX];
    for (size_t i = 0; i < l->n_looked; i++) {
        uint8_t at = l->looked[i];
        if (!(numbers[at] = seen_number(l->seen[at], texts[at].text)))
            return false;
    }
    for (size_t i = 0; i < l->n_known; i++) {
        const struct varying *one = &l->varying[i];
        const struct slice *became = memo_find(one->memo, number_of(one, numbers));
        if (!became)
            return false;
        if (!one->unset)
            l->finding.f[one->field] = *became;
    }
    return true;
}

/* What is made of copies. */
static bool
fill_copied(struct learned *l, struct all_learned *all, struct values *v)
{
    struct slice made[FOLLOW_MEMBERS_MAX + 1];
    all->scratch.n = 0;
    for (size_t i = l->n_known; i < l->n; i++) {
        const struct varying *one = &l->varying[i];
        json_val *value = followed_value(one->from, all->texts);
        size_t from = all->scratch.n;
        if (!value || !learn_take(v, one->field, value, &all->scratch))
            return false;
        made[i].n = all->scratch.n - from;
    }
    const char *p = all->scratch.p; /* where it has come to stand */
    for (size_t i = l->n_known; i < l->n; p += made[i++].n)
        if (!l->varying[i].unset)
            l->finding.f[l->varying[i].field] = (struct slice){made[i].n ? p : NULL, made[i].n};
    return true;
}

/* The fields that vary, from the texts. false: a text is new, or says more than a field holds. */
static bool
fill(struct learned *l, struct all_learned *all, struct values *v)
{
    if (!fill_known(l, all->texts) || !fill_copied(l, all, v))
        return false;
    for (size_t i = 0; i < l->n_unread; i++)
        if (!followed_is_value(all->texts[l->unread[i]].text))
            return false;
    for (size_t i = 0; i < l->n; i++)
        if (l->varying[i].must && json_is_null(l->finding.f[l->varying[i].field]))
            return false;
    return true;
}

/* What a run says about each finding, and its text. */
static void
finish(struct learned *l, struct normalizer *n)
{
    struct buf *out = &n->stage->out.buf;
    bool joined = references_any(n->refs) || references_any_exception(n->refs);
    struct finding whole;
    struct finding *f = &l->finding;
    if (joined) {
        whole = l->finding;
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
        skeleton_write(out, l->skeleton, f);
    }
    normalizer_wrote_finding(n);
}

static bool
use(struct learned *l, struct all_learned *all, struct normalizer *n)
{
    if (!fill(l, all, &n->values))
        return false;
    if (l->finish) {
        struct built b = {.kind = &kind_finding, .f = l->finding};
        for (size_t i = 0; i < FINISH_GIVES; i++)
            if (!l->varying_time[i])
                b.f.f[finish_gives[i]] = l->times[i];
        finish_finding(&b, l->at, DATE_NONE, &n->pool);
        l->finding = b.f;
    }
    n->stage->tally.entries++;
    normalizer_check_time(n, &l->finding);
    finish(l, n);
    return true;
}

static void
to_front(struct all_learned *all, size_t i)
{
    struct learned *l = all->at[i];
    memmove(all->at + 1, all->at, i * sizeof *all->at);
    all->at[0] = l;
}

bool
learned_line(struct all_learned *all, struct normalizer *n, const struct record *r)
{
    struct slice raw = r->m[r->head.n - 1].value;
    all->missed = NULL;
    if (r->head.id != all->head || n->references_only)
        return false;
    for (size_t i = 0; i < all->n; i++) {
        struct learned *l = all->at[i];
        if (!stencil_fits(l->stencil, raw, all->texts, &n->pool))
            continue;
        if (i)
            to_front(all, i);
        l->tried++;
        if (use(l, all, n)) {
            all->served++;
            return true;
        }
        l->missed++;
        all->missed = l;
        return false;
    }
    return false;
}

/* What the line at hand became is kept for the next one with its texts. */
static void
teach(struct learned *l, struct all_learned *all, struct normalizer *n, json_val *given)
{
    uint8_t numbers[FOLLOW_PLACES_MAX];
    for (size_t i = 0; i < l->n_looked; i++)
        numbers[l->looked[i]] = seen_add(l->seen[l->looked[i]], all->texts[l->looked[i]].text);
    for (size_t i = 0; i < l->n_known; i++) {
        struct varying *one = &l->varying[i];
        uint64_t number = number_of(one, numbers);
        json_val *value = number ? json_get_slice(given, one->from->name) : NULL;
        all->scratch.n = 0;
        if (value && learn_take(&n->values, one->field, value, &all->scratch))
            memo_add(one->memo, number, all->scratch.n ? buf_as_slice(&all->scratch) : (struct slice){0});
    }
}

/* One that lets more lines go than it takes is of no use. */
static void
weigh(struct all_learned *all, struct learned *l)
{
    if (l->tried < TRIED)
        return;
    if (l->missed * 2 > l->tried) {
        memmove(all->at, all->at + 1, --all->n * sizeof *all->at); /* it is the first */
        learn_free(l);
        all->failed++;
    } else {
        l->tried = l->missed = 0;
    }
}

void
learned_see(struct all_learned *all, struct normalizer *n, const struct format *f, const struct line *line,
            const struct report *r)
{
    if (!line->head || !n->ran || n->references_only)
        return;
    if (line->head != all->head) {
        forget(all);
        all->again = all->served > SERVED;
        all->served = 0;
        all->head = line->head;
    }
    struct learned *l = all->missed;
    all->missed = NULL;
    if (l) {
        if (programs_count(f->body, 0) == l->followed->n_outputs)
            teach(l, all, n, programs_value(f->body, 0, l->output));
        weigh(all, l);
        return;
    }
    if (n->n != 1 || n->built[0].kind != &kind_finding || ++all->usual < (all->again ? 1 : LEARN_AFTER) ||
        all->failed > LOOKS || all->n == LOOKS)
        return;
    all->usual = 0;
    struct learned *made = learn_line(n, f, line, r);
    all->failed += !made;
    if (!made)
        return;
    all->at[all->n++] = made;
    to_front(all, all->n - 1);
    if (stencil_fits(made->stencil, line->raw, all->texts, &n->pool))
        teach(made, all, n, programs_value(f->body, 0, made->output));
}
