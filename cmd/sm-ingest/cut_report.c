#include "context_text.h"
#include "cut.h"

void
cut_report_begin(struct cut *c, bool spanning)
{
    if (spanning && c->spanning)
        return;
    c->report = ++c->reports;
    c->entries = 0;
    c->report_open = true;
    c->spanning = spanning;
}

static void
add_slot(struct buf *b, const struct context *c, const struct slot *s)
{
    size_t name = context_name(b, c);
    if (s->distinct ? !s->n : !s->met) {
        context_none(b, name, true);
        return;
    }
    if (s->distinct)
        buf_byte(b, '[');
    buf_slice(b, buf_as_slice(&s->text));
    if (s->distinct)
        buf_byte(b, ']');
}

bool
cut_report_end(struct cut *c)
{
    const struct format *f = c->plan->format;
    size_t until = c->depth;
    if (!hold_resolve(c))
        return false;
    for (size_t i = 0; i < f->n_contexts; i++) {
        struct slot *s = &c->plan->slots[c->plan->report_slots[i]];
        if (s->scope.final || (s->met && !s->distinct) || s->scope.depth >= c->depth)
            continue;
        cut_want(c, &s->scope);
        if (s->scope.depth < until)
            until = s->scope.depth;
    }
    if (c->wanted && !cut_ahead(c, until))
        return false;
    c->context.n = c->context_entry = 0;
    for (size_t i = 0; i < f->n_contexts; i++)
        add_slot(&c->context, &f->contexts[i], &c->plan->slots[c->plan->report_slots[i]]);
    context_end(&c->context);
    emit_report(c->emit, c->report, buf_as_slice(&c->context), c->entries);
    c->report = 0;
    c->report_open = c->spanning = false;
    return true;
}
