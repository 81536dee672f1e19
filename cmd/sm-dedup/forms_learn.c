/* How forms come about. The skeleton of a line, its text with a byte for each hole, says which form it has.
 */
#include <stdlib.h>

#include "forms_tree.h"
#include "mem.h"
#include "plain_value.h"

#define FORMS_MAX 4096 /* more are no forms */
#define COPIES 5       /* of its text that a form makes, nearly */
#define VALUE_MAX 1024 /* bytes; what is longer is a hole */
#define LASTS 512      /* lines: a value that stands for so long is no hole yet … */
#define CHANGES_MAX 16 /* … but if it has changed so often */

/* Places in lines: a field, or a member of an array or object: its number there (plain_value.c), or which of
 * the ids. */
#define MEMBERS 64
#define IDS 32
#define PLACES (F_COUNT + PLAIN_CONTAINERS * MEMBERS)

static unsigned
place_in(int container, unsigned member)
{
    return F_COUNT + (unsigned)container * MEMBERS + member;
}

struct form_place {
    struct buf value;      /* that it had last */
    uint64_t since;        /* line */
    unsigned char changes; /* it stood long before each of them */
    bool seen, open;
};

struct value {
    struct slice text; /* what would stand in the hole */
    enum form_how how;
    unsigned place;
    struct slice *to; /* in `plain` */
};

struct values { /* of a line that may stand in holes */
    struct value at[F_COUNT + PLAIN_LEAVES];
    size_t n;
};

/* The same for all lines of a form: programs look at them, or they have few values. */
static bool
is_fixed(int field)
{
    return field == F_SOURCE_TOOL || field == F_CATEGORY || field == F_STATE || field == F_PROVENANCE ||
           field == F_RELEASE_BLOCKING;
}

static void
add_value(struct values *v, unsigned place, struct slice *json)
{
    bool text = *json->p == '"';
    if (!text && *json->p != '-' && (*json->p < '0' || *json->p > '9'))
        return;
    v->at[v->n++] = (struct value){.text = text ? plain_string(*json) : *json,
                                   .how = !text                   ? HOW_NUMBER
                                          : place == F_FIRST_SEEN ? HOW_FIRST
                                                                  : HOW_TEXT,
                                   .place = place,
                                   .to = json};
}

/* false: they are not known well enough, or one stands there twice. */
static bool
add_members(struct values *v, struct plain *p, int container)
{
    const struct plain_inside *in = &p->inside[container];
    bool ids = container == PLAIN_CVE || container == PLAIN_CWE;
    uint64_t had = 0;
    if (in->unknown)
        return false;
    for (unsigned i = 0; i < in->n; i++) {
        unsigned member = ids ? IDS + i : (unsigned)(in->layout >> (8 * i) >> 3 & (IDS - 1));
        if (member >= MEMBERS || had & UINT64_C(1) << member)
            return false;
        had |= UINT64_C(1) << member;
        add_value(v, place_in(container, member), &p->leaf[in->first + i]);
    }
    return true;
}

/* The time in the only event of a timeline (plain.c). */
static void
add_event(struct values *v, const struct plain *p)
{
    const size_t before = sizeof "[{\"at\":\"" - 1;
    v->at[v->n++] = (struct value){
        {p->f.f[F_TIMELINE].p + before, p->f.f[F_FIRST_SEEN].n - 2}, HOW_AGAIN, F_FIRST_SEEN, NULL};
}

/* In the order of the line. false: it has none that are known. */
static bool
find_values(struct values *v, struct plain *p)
{
    v->n = 0;
    for (int field = 0; field < F_COUNT; field++) {
        struct slice *json = &p->f.f[field];
        int container = plain_container(field);
        if (!json->p || is_fixed(field))
            continue;
        if (container >= 0 && !add_members(v, p, container))
            return false;
        if (container < 0 && field == F_TIMELINE)
            add_event(v, p);
        else if (container < 0)
            add_value(v, (unsigned)field, json);
    }
    return true;
}

/* ---- which of them are holes ---- */

static void
empty_tree(struct forms *f)
{
    f->nodes = 0;
    f->text.n = 0;
    for (size_t i = 0; i < f->n; i++)
        f->at[i]->used = false;
}

static bool
opens(struct form_place *p, struct slice value, uint64_t line)
{
    if (p->open || (p->seen && slice_same(buf_as_slice(&p->value), value)))
        return false;
    if (value.n > VALUE_MAX || (p->seen && (line - p->since < LASTS || p->changes++ == CHANGES_MAX)))
        return p->open = true;
    p->seen = true;
    p->since = line;
    p->value.n = 0;
    buf_slice(&p->value, value);
    return false;
}

/* The values that are holes stay. */
static bool
keep_holes(struct forms *f, struct values *v)
{
    size_t n = 0;
    bool opened = false;
    if (!f->place)
        f->place = xcalloc(PLACES, sizeof *f->place);
    for (size_t i = 0; i < v->n; i++)
        opened |= opens(&f->place[v->at[i].place], v->at[i].text, f->lines);
    for (size_t i = 0; i < v->n; i++)
        if (f->place[v->at[i].place].open)
            v->at[n++] = v->at[i];
    v->n = n;
    if (opened)
        empty_tree(f); /* forms in which a value stands that is a hole now */
    return n <= FORM_HOLES;
}

static void
write_skeleton(struct buf *b, const struct values *v, struct slice line)
{
    const char *p = line.p;
    b->n = 0;
    for (size_t i = 0; i < v->n; i++) {
        buf_add(b, p, (size_t)(v->at[i].text.p - p));
        buf_byte(b, (char)v->at[i].how);
        p = v->at[i].text.p + v->at[i].text.n;
    }
    buf_add(b, p, (size_t)(line.p + line.n - p));
}

/* ---- a new form ---- */

static void
move(struct slice *s, struct slice line, const char *to)
{
    if (s->p >= line.p && s->p <= line.p + line.n)
        s->p = to + (s->p - line.p);
}

/* `plain` comes to point into the form's own copy of the line. */
static void
copy_line(struct form *form, const struct plain *p, struct slice line)
{
    form->plain = *p;
    form->base = xmalloc(line.n + 1);
    form->base_n = line.n;
    memcpy(form->base, line.p, line.n);
    for (int i = 0; i < F_COUNT; i++)
        move(&form->plain.f.f[i], line, form->base);
    for (size_t i = 0; i < p->leaves; i++)
        move(&form->plain.leaf[i], line, form->base);
    move(&form->plain.version, line, form->base);
    move(&form->plain.file, line, form->base);
}

static bool
lies_in(struct slice s, struct slice whole)
{
    return s.p >= whole.p && s.p + s.n <= whole.p + whole.n;
}

static void
add_span(struct form *form, const struct values *v, struct slice *of)
{
    struct form_span s = {.to = of};
    size_t n = 0;
    for (size_t i = 0; i < v->n && of->p; i++) {
        if (!lies_in(v->at[i].text, *of))
            continue;
        s.last = (unsigned char)i;
        if (!n++)
            s.first = (unsigned char)i;
    }
    if (!n)
        return;
    struct slice first = v->at[s.first].text, last = v->at[s.last].text;
    s.before = (unsigned short)(first.p - of->p);
    s.behind = (unsigned short)(of->p + of->n - last.p - last.n);
    form->span[form->spans++] = s;
}

static int
hole_at(const struct values *v, unsigned place)
{
    for (size_t i = 0; i < v->n; i++)
        if (v->at[i].place == place && v->at[i].how != HOW_AGAIN)
            return (int)i;
    return -1;
}

static void
name_holes(struct form *form, const struct values *v)
{
    int file = hole_at(v, place_in(PLAIN_LOCATION, PLAIN_FILE));
    form->severity = hole_at(v, F_SEVERITY);
    form->first = hole_at(v, F_FIRST_SEEN);
    form->last = hole_at(v, F_LAST_SEEN);
    form->line = hole_at(v, place_in(PLAIN_LOCATION, PLAIN_LINE));
    form->version = hole_at(v, place_in(PLAIN_COMPONENT, PLAIN_VERSION));
    form->file = file >= 0 && v->at[file].how == HOW_TEXT ? file : -1;
    form->ids = (form->plain.inside[PLAIN_CVE].n > 1) | (form->plain.inside[PLAIN_CWE].n > 1);
}

static void
add_holes(struct form *form, const struct values *v)
{
    static const enum finding_field spans[] = {F_CVE, F_CWE, F_COMPONENT, F_LOCATION, F_TIMELINE};
    size_t first = 0;
    form->n = v->n;
    for (size_t i = 0; i < v->n; i++) {
        first = v->at[i].how == HOW_FIRST ? form->kept : first;
        form->numbers |= v->at[i].how == HOW_NUMBER;
        form->hole[i] = (struct form_hole){.how = (unsigned char)v->at[i].how, .to = v->at[i].to};
        form->hole[i].kept = (unsigned char)(v->at[i].how == HOW_AGAIN ? first : form->kept++);
    }
    name_holes(form, v);
    for (size_t i = 0; i < sizeof spans / sizeof *spans; i++)
        add_span(form, v, &form->plain.f.f[spans[i]]);
}

static void
make_form(struct forms *f, const struct plain *p, struct slice line)
{
    struct form *form = xcalloc(1, sizeof *form);
    struct slice holes[FORM_HOLES];
    struct values v;
    f->at = xgrow(f->at, &f->cap, f->n + 1, sizeof *f->at);
    f->at[f->n++] = form;
    f->bytes += sizeof *form + COPIES * line.n;
    copy_line(form, p, line);
    (void)find_values(&v, &form->plain);
    (void)keep_holes(f, &v);
    add_holes(form, &v);
    for (size_t i = 0; i < v.n; i++)
        holes[i] = v.at[i].text;
    forms_write_pieces(form, holes);
}

bool
forms_learn(struct forms *f, struct plain *p, struct slice line, struct form_cut *cut)
{
    struct values v;
    if (!find_values(&v, p) || !keep_holes(f, &v))
        return false;
    write_skeleton(&f->skeleton, &v, line);
    size_t form = map_get(&f->known, buf_as_slice(&f->skeleton));
    if (form == MAP_NONE && (f->n == FORMS_MAX || f->bytes > f->room))
        return false;
    if (form == MAP_NONE) {
        form = *map_put(&f->known, buf_as_slice(&f->skeleton), f->n);
        make_form(f, p, line);
    }
    if (!f->at[form]->used)
        forms_plant(f, buf_as_slice(&f->skeleton), (uint32_t)form);
    f->at[form]->used = true;
    cut->form = (uint32_t)form;
    cut->n = v.n;
    cut->end = line.p + line.n;
    cut->most = line.n + v.n * HOLE_EXTRA;
    for (size_t i = 0; i < v.n; i++)
        cut->hole[i] = v.at[i].text;
    return true;
}

void
forms_forget_places(struct forms *f)
{
    for (size_t i = 0; f->place && i < PLACES; i++)
        buf_free(&f->place[i].value);
    free(f->place);
}
