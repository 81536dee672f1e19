#include "take_plain.h"

#include "blocking.h"
#include "mem.h"
#include "row.h"

/* What is the same for all lines of a form, as far as it stands in no hole. */
struct alike {
    struct recipe *recipe;
    uint32_t tool, category, target, service; /* names */
    uint64_t report;
    bool told, target_told, service_told, report_told;
};

static uint32_t
name(struct run *run, const struct plain *p, enum finding_field field)
{
    return names_put(&run->names, plain_string(p->f.f[field]));
}

static void
find_alike(struct run *run, const struct form *form, struct alike *a)
{
    const struct plain *p = &form->plain;
    struct slice report = plain_string(p->f.f[F_REPORT]);
    a->told = true;
    a->recipe = keys_recipe(run->keys, p);
    a->tool = name(run, p, F_SOURCE_TOOL);
    a->category = name(run, p, F_CATEGORY);
    a->target_told = form_is_same(form, F_TARGET);
    a->service_told = form_is_same(form, F_SERVICE);
    a->report_told = report.n && form_is_same(form, F_REPORT);
    if (a->target_told)
        a->target = name(run, p, F_TARGET);
    if (a->service_told)
        a->service = name(run, p, F_SERVICE);
    if (a->report_told)
        a->report = others_hash_report(report);
}

/* The form's; of a line without one its own. */
static const struct alike *
alike_of(struct run *run, struct form *form, const struct plain *p)
{
    static struct alike alone;
    if (!form) {
        alone = (struct alike){.recipe = keys_recipe(run->keys, p),
                               .tool = name(run, p, F_SOURCE_TOOL),
                               .category = name(run, p, F_CATEGORY)};
        return &alone;
    }
    if (!form->with)
        form->with = xcalloc(1, sizeof(struct alike));
    struct alike *a = form->with;
    if (!a->told)
        find_alike(run, form, a);
    return a;
}

static void
learn_aliases(struct run *run, const struct plain *p)
{
    const char *why;
    struct slice ids = p->f.f[F_CVE];
    if (p->several_ids) /* one id teaches nothing */
        aliases_learn(&run->aliases, &run->names, json_parse(&run->index.doc, ids.p, ids.n, &why), NULL,
                      plain_string(p->f.f[F_RULE_ID]));
}

static bool
find_key(struct run *run, const struct alike *a, const struct plain *p, struct key *key)
{
    struct index *x = &run->index;
    if (a->recipe) {
        keys_of_plain(run->keys, a->recipe, p, key);
        return true;
    }
    x->projected.n = 0;
    keys_project(run->keys, &p->f, &x->projected);
    return !keys_find(run->keys, buf_as_slice(&x->projected), key);
}

static uint64_t
report_of(struct run *run, const struct plain *p, const struct row *row)
{
    return row_report(&run->index, plain_string(p->f.f[F_REPORT]), plain_string(p->f.f[F_SOURCE_TOOL]),
                      plain_string(p->f.f[F_TARGET]), plain_string(p->f.f[F_CATEGORY]), row);
}

static void
fill_row(struct run *run, struct row *row, const struct alike *a, const struct plain *p, bool near)
{
    row->tool = a->tool;
    row->category = a->category;
    row->target = a->target_told ? a->target : name(run, p, F_TARGET);
    row->service = a->service_told ? a->service : name(run, p, F_SERVICE);
    row->seen = p->last;
    row->state = STATE_OPEN;
    row->report = a->report_told ? a->report : report_of(run, p, row);
    if (row->occurrence || near)
        row->order = row_order(&p->f);
    row->line = p->line;
    if (!row->occurrence) /* nobody asks for the rest */
        return;
    row->base = row_base(p->file);
    row->native = row_native(plain_string(p->f.f[F_NATIVE_ID]));
}

bool
take_plain(struct run *run, struct slice line)
{
    struct index *x = &run->index;
    struct forms *forms = &run->texts.forms;
    struct plain read, *p = &read;
    struct form_cut cut;
    struct key key;
    bool formed = forms_cut(forms, line, &cut);
    if (formed)
        p = &forms->at[cut.form]->plain;
    else if (!plain_read(&read, line))
        return false;
    else
        formed = forms_learn(forms, &read, line, &cut);
    const struct alike *a = alike_of(run, formed ? forms->at[cut.form] : NULL, p);
    if (!find_key(run, a, p, &key))
        return false;
    struct entry e = {.moved_from = NO_NAME,
                      .row = (uint32_t)x->rows,
                      .first_seen = p->first,
                      .plain = true,
                      .as_bytes = formed && blocking_is_early(run->blocking)};
    struct row *row = row_new(x, &key);
    fill_row(run, row, a, p, key.nears);
    learn_aliases(run, p);
    run_time(run, p->first);
    run_time(run, p->last);
    e.blocks = e.as_bytes && blocking_ask(run->blocking, &p->f, run->stage);
    e.text = formed ? texts_put_cut(&run->texts, &cut) : texts_put_whole(&run->texts, line);
    early_take(run, &e, row, &key);
    index_add(x, &e);
    return true;
}
