#include "forms.h"

#include <stdlib.h>

#include "forms_tree.h"
#include "mem.h"
#include "plain_value.h"
#include "scan_same.h"
#include "text.h"

/* Of the branches the one that begins with this byte, else a hole; 0: none. */
static inline uint32_t
branch(const struct forms *f, uint32_t next, unsigned char byte)
{
    uint32_t hole = 0;
    for (; next; next = f->node[next].sibling) {
        if (f->node[next].first == byte)
            return next;
        if (f->node[next].first < ' ')
            hole = next;
    }
    return hole;
}

/* From the begin of a hole to behind it; NULL: it is not what should stand there. */
static inline const char *
skip_hole(enum form_how how, const char *p, const char *end, struct slice first)
{
    switch (how) {
    case HOW_TEXT:
    case HOW_FIRST:
        p = plain_find_special(p, end);
        return p < end && *p == '"' ? p : NULL;
    case HOW_NUMBER:
        return p < end && *p != 'n' && *p != 't' && *p != 'f' && *p != '"' ? plain_skip_scalar(p, end) : NULL;
    case HOW_AGAIN:
        return (size_t)(end - p) > first.n && memcmp(p, first.p, first.n) == 0 ? p + first.n : NULL;
    case HOW_END:
        break;
    }
    return NULL;
}

static bool
find_form(const struct forms *f, struct slice line, struct form_cut *cut)
{
    const char *p = line.p, *end = line.p + line.n;
    const struct form_node *node = f->node;
    struct slice first = {0};
    size_t n = 0;
    for (;;) {
        if ((size_t)(end - p) < node->n || !scan_same_text(f->text.p + node->text, p, node->n))
            return false;
        p += node->n;
        if (!node->how) {
            uint32_t next = p < end ? branch(f, node->next, (unsigned char)*p) : 0;
            if (!next)
                return false;
            node = &f->node[next];
            continue;
        }
        if (node->how == HOW_END)
            break;
        const char *from = p;
        p = skip_hole((enum form_how)node->how, p, end, first);
        if (!p)
            return false;
        cut->hole[n] = (struct slice){from, (size_t)(p - from)};
        if (node->how == HOW_FIRST)
            first = cut->hole[n];
        n++;
        node = &f->node[node->next];
    }
    cut->form = node->next;
    cut->n = n;
    cut->end = end;
    cut->most = line.n + n * HOLE_EXTRA;
    return p == end;
}

static struct slice
with_quotes(struct slice s)
{
    return (struct slice){s.p - 1, s.n + 2};
}

/* The line's fields: those with holes stand in the line. */
static void
fill(struct form *f, const struct form_cut *cut)
{
    for (size_t i = 0; i < f->n; i++)
        if (f->hole[i].to)
            *f->hole[i].to = f->hole[i].how == HOW_NUMBER ? cut->hole[i] : with_quotes(cut->hole[i]);
    if (f->file >= 0)
        f->plain.file = cut->hole[f->file];
    if (f->version >= 0)
        f->plain.version = *f->hole[f->version].to;
    for (size_t i = 0; i < f->spans; i++) {
        const struct form_span *s = &f->span[i];
        const struct slice *last = &cut->hole[s->last];
        const char *from = cut->hole[s->first].p - s->before;
        *s->to = (struct slice){from, (size_t)(last->p + last->n + s->behind - from)};
    }
}

/* What plain_read asks of values, of those that stand in holes. */
static bool
is_good(struct form *f, const struct form_cut *cut)
{
    struct plain *p = &f->plain;
    if (f->severity >= 0 && !plain_is_severity(p->f.f[F_SEVERITY]))
        return false;
    if (f->first >= 0 && !plain_read_time(p->f.f[F_FIRST_SEEN], &p->first))
        return false;
    if (f->last >= 0 && !plain_read_time(p->f.f[F_LAST_SEEN], &p->last))
        return false;
    if (f->line >= 0 && !plain_read_line(cut->hole[f->line], &p->line))
        return false;
    return p->first <= p->last && (!f->ids || (plain_in_order(p, PLAIN_CVE) && plain_in_order(p, PLAIN_CWE)));
}

static bool
numbers_are_exact(const struct form *f, const struct form_cut *cut)
{
    for (size_t i = 0; f->numbers && i < f->n; i++)
        if (f->hole[i].how == HOW_NUMBER && cut->hole[i].n > PLAIN_NUMBER_EXACT)
            return false;
    return true;
}

bool
forms_cut(struct forms *f, struct slice line, struct form_cut *cut)
{
    plain_high = 0;
    f->lines++;
    if (!f->nodes || line.n > UINT16_MAX || !find_form(f, line, cut))
        return false;
    struct form *form = f->at[cut->form];
    if (plain_high && text_valid_prefix(line) != line.n)
        return false;
    fill(form, cut);
    return is_good(form, cut) && numbers_are_exact(form, cut);
}

bool
form_is_same(const struct form *f, enum finding_field field)
{
    for (size_t i = 0; i < f->n; i++)
        if (f->hole[i].to == &f->plain.f.f[field])
            return false;
    return true;
}

void
forms_free(struct forms *f)
{
    forms_forget_places(f);
    for (size_t i = 0; i < f->n; i++) {
        free(f->at[i]->base);
        free(f->at[i]->piece);
        free(f->at[i]->with);
        buf_free(&f->at[i]->text);
        free(f->at[i]);
    }
    free(f->at);
    free(f->node);
    buf_free(&f->text);
    buf_free(&f->skeleton);
    map_free(&f->known);
    *f = (struct forms){0};
}
