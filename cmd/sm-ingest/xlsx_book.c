#include "xlsx_book.h"

#include <stdlib.h>
#include <string.h>

#include "limits.h"
#include "mem.h"
#include "xlsx_value.h"

#define PART_BLOCK 4096 /* bytes of a member read at once: what they hold of a sheet is kept as rows */
#define STRINGS_BLOCK (256u << 10)

bool
book_part_open(struct book_part *p, struct archive *a, const char *name, const struct xml_events *events,
               struct buf *why)
{
    const char *text;
    *p = (struct book_part){0};
    p->member = member_open(a, name, &text);
    if (p->member && (p->xml = xml_new(events, false)))
        return true;
    buf_format(why, "%s in it: %s", name, p->member ? "out of memory" : text);
    book_part_close(p);
    return false;
}

bool
book_part_read(struct book_part *p, struct buf *why)
{
    char block[PART_BLOCK];
    const char *text;
    size_t n = 0;
    ssize_t k = 1;
    while (n < sizeof block && (k = member_read(p->member, block + n, sizeof block - n, &text)) > 0)
        n += (size_t)k;
    if (k < 0) {
        buf_text(why, text);
        return false;
    }
    p->end = k == 0;
    if (xml_read(p->xml, block, n, p->end))
        return true;
    buf_text(why, xml_why(p->xml));
    return false;
}

void
book_part_close(struct book_part *p)
{
    xml_free(p->xml);
    member_close(p->member);
    *p = (struct book_part){0};
}

const char *
book_attribute(const char **attributes, const char *local)
{
    for (; *attributes; attributes += 2)
        if (!xml_is_namespace(*attributes) && strcmp(xml_local(*attributes), local) == 0)
            return attributes[1];
    return NULL;
}

static bool
is_true(const char *s)
{
    return s && (strcmp(s, "1") == 0 || strcmp(s, "true") == 0);
}

static void
no_text(void *arg, struct xml *x, const char *p, size_t n)
{
    (void)arg, (void)x, (void)p, (void)n;
}

static void
no_end(void *arg, struct xml *x)
{
    (void)arg, (void)x;
}

static bool
read_part(struct book *b, const char *name, const struct xml_events *events, struct buf *why)
{
    struct book_part p;
    if (!book_part_open(&p, b->archive, name, events, why))
        return false;
    bool good = true;
    while (good && !p.end)
        good = book_part_read(&p, why);
    if (!good) {
        struct buf text = {0};
        buf_format(&text, "%s in it: %s", name, buf_string(why));
        why->n = 0;
        buf_slice(why, buf_as_slice(&text));
        buf_free(&text);
    }
    book_part_close(&p);
    return good;
}

/* ---- xl/workbook.xml: <sheet name r:id state/>, <workbookPr date1904/> ---- */

static void
start_workbook(void *arg, struct xml *x, const char *name, const char **attributes)
{
    struct book *b = arg;
    name = xml_local(name);
    if (strcmp(name, "workbookPr") == 0)
        b->from_1904 = is_true(book_attribute(attributes, "date1904"));
    if (strcmp(name, "sheet") != 0)
        return;
    const char *title = book_attribute(attributes, "name"), *id = book_attribute(attributes, "id"),
               *state = book_attribute(attributes, "state");
    if (b->n_sheets == XLSX_SHEETS_MAX) {
        xml_stop(x, "more than 1000 sheets");
        return;
    }
    b->sheets = xgrow(b->sheets, &b->cap_sheets, b->n_sheets + 1, sizeof *b->sheets);
    b->sheets[b->n_sheets++] = (struct book_sheet){xstrdup(title ? title : ""), xstrdup(id ? id : ""), NULL,
                                                   state && strcmp(state, "visible") != 0};
}

/* ---- xl/_rels/workbook.xml.rels: <Relationship Id Target/> ---- */

static void
start_relations(void *arg, struct xml *x, const char *name, const char **attributes)
{
    struct book *b = arg;
    const char *id = book_attribute(attributes, "Id"), *target = book_attribute(attributes, "Target");
    (void)x;
    if (strcmp(xml_local(name), "Relationship") != 0 || !id || !target)
        return;
    for (size_t i = 0; i < b->n_sheets; i++) {
        if (strcmp(b->sheets[i].id, id) != 0 || b->sheets[i].part)
            continue;
        struct buf part = {0};
        buf_format(&part, "%s%s", *target == '/' ? "" : "xl/", *target == '/' ? target + 1 : target);
        b->sheets[i].part = xstrdup(buf_string(&part));
        buf_free(&part);
    }
}

/* ---- xl/styles.xml: <numFmt numFmtId formatCode/>, then <cellXfs><xf numFmtId/>… ---- */

struct styles {
    struct book *book;
    size_t depth, formats; /* depth of cellXfs while inside; 0: outside */
    long *own;             /* ids of the workbook's own formats that show dates */
    size_t n, cap;
};

static bool
is_own_date(const struct styles *s, long id)
{
    for (size_t i = 0; i < s->n; i++)
        if (s->own[i] == id)
            return true;
    return false;
}

static void
start_styles(void *arg, struct xml *x, const char *name, const char **attributes)
{
    struct styles *s = arg;
    struct book *b = s->book;
    const char *id = book_attribute(attributes, "numFmtId"), *code = book_attribute(attributes, "formatCode");
    name = xml_local(name);
    s->depth++;
    if (strcmp(name, "cellXfs") == 0)
        s->formats = s->depth;
    if (s->n + b->n_dates > XLSX_STYLES_MAX) {
        xml_stop(x, "more than 65,536 styles");
    } else if (strcmp(name, "numFmt") == 0 && id && code && xlsx_is_date_code(code)) {
        s->own = xgrow(s->own, &s->cap, s->n + 1, sizeof *s->own);
        s->own[s->n++] = strtol(id, NULL, 10);
    } else if (strcmp(name, "xf") == 0 && s->formats) {
        long number = id ? strtol(id, NULL, 10) : 0;
        b->dates = xgrow(b->dates, &b->cap_dates, b->n_dates + 1, sizeof *b->dates);
        b->dates[b->n_dates++] = xlsx_is_date_id(number) || is_own_date(s, number);
    }
}

static void
end_styles(void *arg, struct xml *x)
{
    struct styles *s = arg;
    (void)x;
    if (s->depth == s->formats)
        s->formats = 0;
    s->depth--;
}

/* ---- xl/sharedStrings.xml: <si> of <t> and <r><t>; <rPh> says how it is spoken ---- */

struct strings {
    struct book *book;
    struct buf text;      /* not in the spool yet */
    size_t depth, spoken; /* depth of an rPh while inside; 0: outside */
    size_t taken;         /* depth of a t while inside */
    size_t length;        /* of the string at hand */
    bool failed;
};

static void
start_strings(void *arg, struct xml *x, const char *name, const char **attributes)
{
    struct strings *s = arg;
    (void)x, (void)attributes;
    name = xml_local(name);
    s->depth++;
    if (strcmp(name, "rPh") == 0 && !s->spoken)
        s->spoken = s->depth;
    if (strcmp(name, "t") == 0 && !s->spoken)
        s->taken = s->depth;
    if (s->depth == 2)
        s->length = 0;
}

static void
text_strings(void *arg, struct xml *x, const char *p, size_t n)
{
    struct strings *s = arg;
    if (!s->taken)
        return;
    s->length += n;
    if (s->length > FIELD_MAX)
        xml_stop(x, "a string longer than 1 MiB");
    else
        buf_add(&s->text, p, n);
}

static bool
put_strings(struct strings *s)
{
    struct spool *spool = &s->book->strings;
    bool good = spool_put(spool, spool->to, s->text.p ? s->text.p : "", s->text.n);
    s->text.n = 0;
    s->failed |= !good;
    return good;
}

static void
end_strings(void *arg, struct xml *x)
{
    struct strings *s = arg;
    struct book *b = s->book;
    if (s->depth == s->taken)
        s->taken = 0;
    if (s->depth == s->spoken)
        s->spoken = 0;
    if (s->depth == 2) { /* si */
        if (b->n_ends == XLSX_STRINGS_MAX) {
            xml_stop(x, "more than 16,777,216 strings");
            return;
        }
        b->ends = xgrow(b->ends, &b->cap_ends, b->n_ends + 1, sizeof *b->ends);
        b->ends[b->n_ends++] = b->strings.to + s->text.n;
        if (s->text.n > STRINGS_BLOCK && !put_strings(s))
            xml_stop(x, "no room");
    }
    s->depth--;
}

static bool
read_strings(struct book *b, struct buf *why)
{
    struct strings s = {.book = b};
    const struct xml_events events = {start_strings, text_strings, end_strings, &s};
    bool good = read_part(b, "xl/sharedStrings.xml", &events, why) && put_strings(&s);
    if (s.failed) {
        why->n = 0;
        buf_format(why, "%s has no room for its strings", spool_folder());
    }
    buf_free(&s.text);
    return good;
}

bool
book_string(struct book *b, size_t i, struct buf *out)
{
    if (i >= b->n_ends)
        return false;
    uint64_t at = i ? b->ends[i - 1] : 0;
    while (at < b->ends[i]) {
        size_t n = (size_t)(b->ends[i] - at);
        buf_room(out, n);
        ssize_t k = spool_get(&b->strings, at, out->p + out->n, n);
        if (k <= 0)
            return false;
        out->n += (size_t)k;
        at += (size_t)k;
    }
    return true;
}

bool
book_open(struct book *b, struct archive *a, struct buf *why)
{
    struct styles styles = {.book = b};
    const struct xml_events workbook = {start_workbook, no_text, no_end, b},
                            relations = {start_relations, no_text, no_end, b},
                            style = {start_styles, no_text, end_styles, &styles};
    *b = (struct book){.archive = a, .strings = {.fd = -1}};
    bool good = read_part(b, "xl/workbook.xml", &workbook, why) &&
                read_part(b, "xl/_rels/workbook.xml.rels", &relations, why) &&
                (!archive_has(a, "xl/styles.xml") || read_part(b, "xl/styles.xml", &style, why)) &&
                (!archive_has(a, "xl/sharedStrings.xml") || read_strings(b, why));
    free(styles.own);
    if (!good)
        book_close(b);
    return good;
}

void
book_close(struct book *b)
{
    for (size_t i = 0; i < b->n_sheets; i++) {
        free(b->sheets[i].name);
        free(b->sheets[i].id);
        free(b->sheets[i].part);
    }
    free(b->sheets);
    free(b->dates);
    free(b->ends);
    spool_close(&b->strings);
    *b = (struct book){.strings = {.fd = -1}};
}
