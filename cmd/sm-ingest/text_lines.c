#include "text_lines.h"

#include "line_reader.h"
#include "limits.h"
#include "rows.h"

#define LINES_SEEN 5

static void
add_comment(struct buf *above, struct slice line)
{
    while (line.n && *line.p == '#')
        line.p++, line.n--;
    if (above->n > FIELD_MAX)
        return;
    if (above->n)
        buf_byte(above, '\n');
    buf_slice(above, slice_trim(line));
}

static void
write_line(struct rows *t, struct slice line, const struct buf *above)
{
    struct emit *e = t->e;
    struct buf *raw = &t->raw;
    raw->n = 0;
    buf_text(raw, "{\"text\":");
    buf_json_slice(raw, line);
    buf_text(raw, ",\"above\":");
    buf_json_slice(raw, above->n ? buf_as_slice(above) : (struct slice){0});
    buf_byte(raw, '}');
    e->entry++;
    struct about about = {1, "line", buf_as_slice(&t->context), SLICE("{}"), false};
    if (emit_entry(e, &about, buf_as_slice(raw), false))
        t->written++;
}

void
text_lines_read(struct source *s, struct emit *e, const struct format *f)
{
    struct line_reader lines = {.source = s, .offset = s->base};
    struct rows t = {0};
    struct buf above = {0};
    struct slice line;
    bool used = false; /* the comment belongs to the line before */
    int got;
    rows_begin(&t, e, f, DATES_UNKNOWN);
    while ((got = line_next(&lines, &line))) {
        line = got > 0 ? slice_trim(line) : line;
        if (got < 0)
            emit_reject(e, ++e->entry, (struct slice){"", 0}, "line %llu: longer than 1 MiB",
                        (unsigned long long)lines.number);
        else if (line.n && *line.p != '#')
            write_line(&t, line, &above);
        else if (!line.n || used)
            above.n = 0;
        if (got > 0 && line.n && *line.p == '#')
            add_comment(&above, line);
        used = line.n && *line.p != '#';
        stage_progress(e->stage, e->stage->tally.bytes + s->bytes, e->entry);
    }
    if (s->bad && !s->failed)
        stage_note(e->stage, "%s: bytes that are not UTF-8 became U+FFFD: %llu", e->place,
                   (unsigned long long)s->bad);
    if (s->broken && !s->failed)
        emit_reject(e, 0, (struct slice){"", 0}, "line %llu: %s", (unsigned long long)lines.number + 1,
                    s->broken);
    rows_end(&t, !s->broken && !s->failed);
    buf_free(&above);
}

void
text_lines_sketch(struct slice text, struct buf *out)
{
    struct source s = {.p = text.p, .n = text.n, .eof = true};
    struct line_reader lines = {.source = &s};
    struct slice line;
    size_t n = 0;
    buf_text(out, "{\"lines\":[");
    while (n < LINES_SEEN && line_next(&lines, &line) > 0) {
        line = slice_trim(line);
        if (!line.n || *line.p == '#')
            continue;
        if (n++)
            buf_byte(out, ',');
        buf_json_slice(out, line);
    }
    buf_text(out, "]}");
}
