#include "tags.h"

#include "text.h"
#include "when.h"

const char *const tag_fields[TAG_FIELDS] = {"product",     "service", "owner",      "tier",
                                            "environment", "target",  "source_tool"};

/* The last day of `2026-10`. */
static int64_t
month_end(struct slice s)
{
    char first[] = "0000-00-01";
    int64_t year;
    int month, day;
    s = slice_trim(s);
    if (s.n != 7)
        return DATE_NONE;
    for (size_t i = 0; i < 7; i++)
        first[i] = s.p[i];
    int64_t t = date_parse(slice_of(first));
    if (t == DATE_NONE)
        return t;
    date_civil(date_day(t), &year, &month, &day);
    return t + (int64_t)(date_month_days(year, month) - 1) * DAY;
}

static void
read_value(struct tags *t, enum tag i, json_val *in, struct values *v)
{
    const struct field *f = &kind_finding.fields[kind_field(&kind_finding, slice_of(tag_fields[i]))];
    struct buf out = {0};
    v->kind = "tag";
    v->field = f->name;
    t->value[i] = (struct slice){0};
    if (in && f->take(v, in, f->words, &out))
        t->value[i] = (struct slice){pool_copy(&t->pool, out.p, out.n), out.n};
    buf_free(&out);
}

static int64_t
read_at(json_val *root, struct values *v)
{
    int64_t at = value_seconds(json_get(root, "at"));
    if (at != DATE_NONE)
        return at;
    struct slice said = json_get_str(root, "at");
    if (said.n)
        stage_unknown(v->stage, "tag at: not a date: %.*s",
                      (int)text_valid_prefix((struct slice){said.p, said.n < 60 ? said.n : 60}), said.p);
    at = month_end(json_get_str(root, "month"));
    if (at == DATE_NONE && json_get_str(root, "month").n)
        stage_unknown(v->stage, "tag month: not like 2026-10");
    return at;
}

bool
tags_read(struct tags *t, struct slice object, struct values *v)
{
    const char *why;
    if (t->text.n && slice_same(object, buf_as_slice(&t->text)))
        return true;
    t->text.n = 0;
    pool_reset(&t->pool);
    json_val *root = object.p ? json_parse(&t->doc, object.p, object.n, &why) : NULL;
    for (int i = 0; i < TAG_FIELDS; i++)
        read_value(t, (enum tag)i, json_get(root, tag_fields[i]), v);
    t->at = read_at(root, v);
    struct slice kind = json_get_str(root, "kind");
    t->kind = kind.n ? kind_named(kind) : NULL;
    if (kind.n && !t->kind)
        return false;
    buf_slice(&t->text, object);
    return true;
}

void
tags_free(struct tags *t)
{
    buf_free(&t->text);
    pool_free(&t->pool);
    json_free(&t->doc);
}
