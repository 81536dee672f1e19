#include "sentence.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "date.h"
#include "says.h"
#include "sentence_value.h"

/* The same with its year where that is another one. */
static void
own_period_of_axis(struct prose *p, const struct model *m, size_t at)
{
    struct buf b = {0}, year = {0}, now = {0};
    struct period then = model_period(m, at);
    period_write(&year, then);
    period_write(&now, model_period(m, m->now));
    if (memcmp(year.p, now.p, 4) == 0)
        period_said(&b, then);
    else
        period_name(&b, then);
    prose_buf(p, &b);
    buf_free(&b);
    buf_free(&year);
    buf_free(&now);
}

void
sentence_name(struct prose *p, struct slice text)
{
    text = slice_trim(text);
    if (!text.n)
        return;
    char *copy = pool_copy(p->pool, text.p, text.n);
    if (*copy >= 'a' && *copy <= 'z')
        *copy = (char)(*copy - 'a' + 'A');
    prose_add(p, RUN_NAME, (struct slice){copy, text.n});
    if (!memchr(".!?", text.p[text.n - 1], 3))
        prose_own(p, ".");
}

/* What stood there before, for brackets: "27 days", "88 %", "15 of 18, 83 %". */
static void
own_before(struct prose *p, const struct model *m, const struct metric *v)
{
    struct buf b = {0};
    if (v->unit == UNIT_RATIO && value_is_few(m, v) && v->numerator.has) {
        number_write_count(&b, v->numerator);
        buf_text(&b, NBSP "of" NBSP);
        number_write_count(&b, v->denominator);
        buf_text(&b, ", ");
    }
    value_write_number(&b, v, true);
    prose_buf(p, &b);
    buf_free(&b);
}

static void
say_moved(struct prose *p, const struct model *m, const struct metric *v, const struct metric *before,
          struct change c)
{
    struct buf b = {0};
    double size = fabs(c.delta);
    bool counted = v->unit == UNIT_COUNT && v->value.v >= 0 && before->value.v >= 0;
    prose_own(p, ", ");
    number_write_rounded(&b, size);
    prose_buf(p, &b);
    buf_free(&b);
    if (v->unit == UNIT_RATIO)
        prose_own(p, size == 1 ? NBSP "point" : NBSP "points");
    else if (v->unit == UNIT_DAYS)
        prose_own(p, size == 1 ? NBSP "day" : NBSP "days");
    prose_own(p, c.delta > 0 ? " more than in " : counted ? " fewer than in " : " less than in ");
    sentence_period(p, m, m->now - 1);
    if (!counted) {
        prose_own(p, " (");
        own_before(p, m, before);
        prose_own(p, ")");
    }
}

static void
say_change(struct prose *p, const struct model *m, struct subject s)
{
    const struct metric *v = s.series->at[m->now], *before = m->now ? s.series->at[m->now - 1] : NULL;
    struct change c = change_of(m, s.series);
    switch (c.kind) {
    case CHANGE_MOVED:
        say_moved(p, m, v, before, c);
        break;
    case CHANGE_FLAT:
        prose_own(p, ", about the same as in ");
        sentence_period(p, m, m->now - 1);
        prose_own(p, " (");
        own_before(p, m, before);
        prose_own(p, ")");
        break;
    case CHANGE_SAME:
        prose_own(p, v->value.v == 0 ? ", as in " : ", unchanged from ");
        sentence_period(p, m, m->now - 1);
        break;
    case CHANGE_FIRST:
        if (!m->first_said)
            prose_own(p, ". This is the first %s measured", grain_word(m->first.grain));
        break;
    case CHANGE_UNKNOWN:
        if (!value_is(before)) {
            prose_own(p, ". There is no value for ");
            sentence_period(p, m, m->now - 1);
            prose_own(p, " to compare with");
        }
        break;
    case CHANGE_HIDDEN:
        break;
    }
    prose_own(p, ".");
}

/* The last period before `from` whose target was met, when every period between has a status; else SIZE_MAX.
 */
static size_t
last_met(const struct series *s, size_t from)
{
    while (from-- > 0) {
        if (!s->at[from] || s->at[from]->status == STATUS_UNKNOWN)
            return SIZE_MAX;
        if (s->at[from]->status == STATUS_MET)
            return from;
    }
    return SIZE_MAX;
}

static void
own_target(struct prose *p, const struct metric *v)
{
    struct buf b = {0};
    value_write_goal(&b, v, true);
    if (v->target.v != 0 && v->direction != DIRECTION_NONE)
        prose_own(p, v->direction == DIRECTION_LOWER ? "at most " : "at least ");
    prose_buf(p, &b);
    buf_free(&b);
}

static void
say_target(struct prose *p, const struct model *m, const struct series *s, const struct metric *v)
{
    const struct metric *before = m->now ? s->at[m->now - 1] : NULL;
    enum status was = before && m->partial_day == DATE_NONE ? before->status : STATUS_UNKNOWN;
    if (!v->target.has || v->status == STATUS_UNKNOWN)
        return;
    if (was == STATUS_UNKNOWN || was == v->status) {
        prose_own(p, " The target is ");
        own_target(p, v);
        prose_own(p, v->status == STATUS_MET ? ": met." : ": missed.");
        return;
    }
    prose_own(p, " The target, ");
    own_target(p, v);
    size_t met = v->status == STATUS_MET ? last_met(s, m->now) : SIZE_MAX;
    if (met != SIZE_MAX) {
        prose_own(p, ", is met for the first time since ");
        own_period_of_axis(p, m, met);
        prose_own(p, ".");
        return;
    }
    prose_own(p, v->status == STATUS_MET ? ", is met; it was missed in " : ", is missed; it was met in ");
    sentence_period(p, m, m->now - 1);
    prose_own(p, ".");
}

/* "8 more are under an exception." "Beside it: 3 releases without a result." */
static void
say_beside(struct prose *p, const struct metric *v)
{
    struct buf b = {0};
    bool under = slice_starts(v->beside_label, "under "), one = v->beside.v == 1;
    if (!v->beside.has || v->beside.v == 0)
        return;
    number_write_count(&b, v->beside);
    prose_own(p, under ? " " : " Beside it: ");
    prose_buf(p, &b);
    prose_own(p, !under ? " " : one ? " more is " : " more are ");
    prose_add(p, RUN_NAME, one ? says_one_label(p->pool, v->beside_label) : v->beside_label);
    prose_own(p, ".");
    buf_free(&b);
}

static void
say_rests_on(struct prose *p, const struct model *m, const struct metric *v)
{
    struct buf b = {0};
    if (v->confidence == 'C')
        prose_own(p, " The data is kept by hand.");
    if (!v->n.has && !v->confidence)
        return;
    value_write_n(&b, v);
    p->style = STYLE_MUTED;
    prose_own(p, v->n.has ? " (n" NBSP : " (");
    prose_buf(p, &b);
    buf_free(&b);
    if (v->n.has && v->unit == UNIT_DAYS && value_is_few(m, v))
        prose_own(p, "," NBSP "few");
    if (v->n.has && v->confidence)
        prose_own(p, "," NBSP);
    if (v->confidence)
        prose_own(p, "%s%c", v->confidence == 'C' ? "confidence" NBSP : "", v->confidence);
    prose_own(p, ")");
    p->style = STYLE_PLAIN;
}

static void
say_nothing(struct prose *p, const struct model *m, struct subject s)
{
    const struct metric *v = s.series->at[m->now];
    p->style = STYLE_STRONG;
    prose_add(p, RUN_NAME, s.title);
    prose_own(p, ": no value for ");
    sentence_period(p, m, m->now);
    prose_own(p, m->partial_day == DATE_NONE ? "." : " so far.");
    p->style = STYLE_PLAIN;
    prose_own(p, " ");
    if (!v)
        prose_own(p, "The input has no such metric for this %s.", grain_word(m->first.grain));
    else if (v->note.n)
        sentence_name(p, v->note);
    else if (v->denominator.has && v->denominator.v == 0)
        prose_own(p, "There was nothing to count.");
    else if (v->caveat.n)
        sentence_name(p, v->caveat);
    else
        prose_own(p, "No reason is stated.");
}

void
sentence_write(struct prose *p, const struct model *m, struct subject s, bool so_far)
{
    const struct metric *v = s.series->at[m->now];
    if (!value_is(v)) {
        say_nothing(p, m, s);
        return;
    }
    p->style = STYLE_STRONG;
    so_far = so_far && m->partial_day != DATE_NONE;
    sentence_value(p, m, s, so_far);
    say_change(p, m, s);
    p->style = STYLE_PLAIN;
    say_target(p, m, s.series, v);
    say_beside(p, v);
    say_rests_on(p, m, v);
}

void
sentence_check(struct prose *p, const struct check *c)
{
    struct buf b = {0};
    p->style = STYLE_STRONG;
    prose_own(p, "Read with care: ");
    prose_add(p, RUN_NAME, c->title);
    if (c->count.has) {
        prose_own(p, " (");
        number_write_count(&b, c->count);
        if (c->of.has) {
            buf_text(&b, " of ");
            number_write_count(&b, c->of);
        }
        prose_buf(p, &b);
        prose_own(p, ")");
    }
    prose_own(p, ".");
    p->style = STYLE_PLAIN;
    if (c->advice.n)
        prose_own(p, " ");
    sentence_name(p, c->advice);
    buf_free(&b);
}
