#include "learned.h"

#include <stdlib.h>
#include <string.h>

#include "learn.h"

#define LOOKS 16         /* learned at a time */
#define LEARN_AFTER 64u  /* lines that went the usual way before one is learned from: it costs as much */
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
    heading_free(&all->head);
    buf_free(&all->scratch);
    pool_free(&all->pool);
    free(all);
}

static void
to_front(struct all_learned *all, size_t i)
{
    struct learned *l = all->at[i];
    memmove(all->at + 1, all->at, i * sizeof *all->at);
    all->at[0] = l;
}

bool
learned_line(struct all_learned *all, struct normalizer *n, struct record *r)
{
    struct slice raw = r->m[r->head.n - 1].value;
    all->missed = NULL;
    all->record = r;
    if (!all->n || n->references_only)
        return false;
    heading_read(&all->head, n, all->record);
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
            if (learn_write(l, n, &all->scratch)) {
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
    heading_read(&all->head, n, all->record);
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
