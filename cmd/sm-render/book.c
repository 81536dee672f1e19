#define _GNU_SOURCE /* mkostemp under -std=c11 */
#include "book.h"

#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <xlsxwriter.h>

#include "book_check.h"
#include "clean.h"
#include "date.h"
#include "hash.h"
#include "library.h"
#include "limits.h"
#include "mem.h"
#include "report.h"

#define SYMBOLS(each)                                                                                        \
    each(format_set_align) each(format_set_bold) each(format_set_bottom) each(format_set_num_format)         \
        each(format_set_text_wrap) each(lxw_strerror) each(workbook_add_format) each(workbook_add_worksheet) \
            each(workbook_close) each(workbook_new_opt) each(workbook_set_properties)                        \
                each(worksheet_autofilter) each(worksheet_fit_to_pages) each(worksheet_freeze_panes)         \
                    each(worksheet_repeat_rows) each(worksheet_set_column) each(worksheet_set_landscape)     \
                        each(worksheet_write_number) each(worksheet_write_string)
LIBRARY(lib, "libxlsxwriter is needed to write a workbook", SYMBOLS, "libxlsxwriter.so." LXW_SOVERSION,
        "libxlsxwriter.so", "libxlsxwriter.dylib")

#define EPOCH 25569 /* 1970-01-01 as Excel counts days; right from March 1900 on */
#define MARCH_1900 61
#define YEAR_10000 2958466

struct book {
    lxw_workbook *book;
    lxw_worksheet *sheet; /* NULL: none yet */
    lxw_format *format[CELL_STYLES];
    struct map names; /* folded, of sheets */
    struct buf path, text, folder;
    int fd; /* of path, a file of our own in TMPDIR */
    lxw_row_t row;
    lxw_col_t column;
    size_t cut;
    uint64_t cells;
};

static void
give_up(struct book *w, const char *what, const char *why)
{
    unlink(w->path.p);
    report_die("%s: %s: %s", w->path.p, what, why);
}

static void
check(struct book *w, lxw_error e)
{
    if (e != LXW_NO_ERROR)
        give_up(w, "workbook", lib.lxw_strerror(e));
}

static void
make_formats(struct book *w)
{
    static const char *const numbers[CELL_STYLES] = {
        [CELL_TEXT] = "@",        [CELL_HEAD] = "@",   [CELL_PROSE] = "@",  [CELL_COUNT] = "#,##0",
        [CELL_EXACT] = "General", [CELL_SHARE] = "0%", [CELL_DAYS] = "0.0", [CELL_DATE] = "yyyy\\-mm\\-dd"};
    for (int i = 0; i < CELL_STYLES; i++) {
        w->format[i] = lib.workbook_add_format(w->book);
        lib.format_set_num_format(w->format[i], numbers[i]);
        lib.format_set_align(w->format[i], LXW_ALIGN_VERTICAL_TOP);
    }
    lib.format_set_bold(w->format[CELL_HEAD]);
    lib.format_set_bottom(w->format[CELL_HEAD], LXW_BORDER_THIN);
    lib.format_set_text_wrap(w->format[CELL_PROSE]);
}

struct book *
book_open(struct slice title, int64_t created)
{
    struct book *w = xcalloc(1, sizeof *w);
    const char *folder = getenv("TMPDIR"), *why;
    if (!lib_load(&why))
        report_die("%s", why);
    buf_text(&w->folder, folder && *folder ? folder : "/tmp");
    buf_format(&w->path, "%s/sm-render.XXXXXX", buf_string(&w->folder));
    (void)buf_string(&w->path);
    w->fd = mkostemp(w->path.p, O_CLOEXEC);
    if (w->fd < 0)
        report_die("%s: no temporary file: %s", w->folder.p, strerror(errno));
    lxw_workbook_options options = {.constant_memory = LXW_TRUE, .tmpdir = w->folder.p};
    w->book = lib.workbook_new_opt(w->path.p, &options);
    if (!w->book)
        give_up(w, "workbook", "no memory");
    buf_slice(&w->text, title);
    if (w->text.n > 255) /* Excel's own bound */
        w->text.n = 255;
    lxw_doc_properties properties = {.title = (char *)(uintptr_t)buf_string(&w->text),
                                     .created = (time_t)created};
    check(w, lib.workbook_set_properties(w->book, &properties));
    make_formats(w);
    return w;
}

/* ---- sheets */

/* What Excel refuses becomes a blank: []:*?/\, an apostrophe at an end. */
static void
legal_name(struct buf *b, struct slice name, size_t max)
{
    uint32_t code;
    size_t n, all;
    b->n = 0;
    name = clean_cut(name, max, &all);
    for (size_t units = 0; (n = clean_code(name, &code)) && units + (code > 0xffff ? 2 : 1) <= max;
         name.p += n, name.n -= n) {
        units += code > 0xffff ? 2 : 1;
        if (n == 1 && strchr("[]:*?/\\'", (int)code))
            buf_byte(b, ' ');
        else
            buf_add(b, name.p, n);
    }
    struct slice trimmed = slice_trim(buf_as_slice(b));
    if (!trimmed.n)
        trimmed = SLICE("Sheet");
    else if (slice_is_folded(trimmed, "history")) /* Excel keeps it for itself */
        trimmed = SLICE("History of");
    char *copy = xstrndup(trimmed.p, trimmed.n);
    b->n = 0;
    buf_text(b, copy);
    free(copy);
}

/* Excel takes names as equal whatever their case: ASCII case is enough where all else is kept. */
static bool
is_new(struct book *w, struct slice name)
{
    struct buf folded = {0};
    buf_slice(&folded, name);
    for (size_t i = 0; i < folded.n; i++)
        if (folded.p[i] >= 'A' && folded.p[i] <= 'Z')
            folded.p[i] = (char)(folded.p[i] + ('a' - 'A'));
    bool new = map_get(&w->names, buf_as_slice(&folded)) == MAP_NONE;
    map_put(&w->names, buf_as_slice(&folded), 0);
    buf_free(&folded);
    return new;
}

void
book_sheet(struct book *w, struct slice name)
{
    legal_name(&w->text, name, BOOK_NAME_MAX);
    for (size_t i = 2; !is_new(w, buf_as_slice(&w->text)); i++) {
        legal_name(&w->text, name, BOOK_NAME_MAX - 6);
        buf_format(&w->text, " %zu", i);
    }
    w->sheet = lib.workbook_add_worksheet(w->book, buf_string(&w->text));
    if (!w->sheet)
        give_up(w, "sheet", w->text.p);
    lib.worksheet_set_landscape(w->sheet);
    lib.worksheet_fit_to_pages(w->sheet, 1, 0);
    w->row = 0;
    w->column = 0;
}

void
book_head(struct book *w, struct slice name, double width)
{
    check(w, lib.worksheet_set_column(w->sheet, w->column, w->column, width, NULL));
    book_text(w, name, CELL_HEAD);
}

void
book_row(struct book *w)
{
    w->row++;
    w->column = 0;
}

bool
book_full(const struct book *w)
{
    return w->row + 1 >= BOOK_ROWS_MAX;
}

void
book_table(struct book *w, size_t columns)
{
    lib.worksheet_freeze_panes(w->sheet, 1, 1);
    check(w, lib.worksheet_autofilter(w->sheet, 0, 0, w->row ? w->row - 1 : 0, (lxw_col_t)(columns - 1)));
    check(w, lib.worksheet_repeat_rows(w->sheet, 0, 0));
}

/* ---- cells */

/* `_xHHHH_`, which stands for a character in a workbook. */
static bool
is_escape(struct slice s)
{
    if (s.n < 7 || s.p[0] != '_' || s.p[1] != 'x' || s.p[6] != '_')
        return false;
    for (int i = 2; i < 6; i++)
        if (!isxdigit((unsigned char)s.p[i]))
            return false;
    return true;
}

/* Clean text as a cell may hold it: noncharacters that XML refuses are replaced, Excel's own escape _xHHHH_
 * is escaped, what is too long is cut. */
static void
fit_text(struct book *w, struct slice s)
{
    uint32_t code;
    size_t n, units = 0, left = 0;
    w->text.n = 0;
    buf_room(&w->text, s.n + 1);
    for (; (n = clean_code(s, &code)) > 0; s.p += n, s.n -= n) {
        bool escape = is_escape(s);
        units += escape ? 7 : code > 0xffff ? 2 : 1;
        if (units > BOOK_TEXT_MAX - 16)
            left++;
        else if (code == 0xfffe || code == 0xffff)
            buf_text(&w->text, "\xef\xbf\xbd");
        else {
            buf_text(&w->text, escape ? "_x005F" : "");
            buf_add(&w->text, s.p, n);
        }
    }
    if (left) {
        buf_format(&w->text, "… [+%zu]", left);
        w->cut++;
    }
}

void
book_text(struct book *w, struct slice text, enum cell_style style)
{
    if (text.n) {
        fit_text(w, text);
        w->cells++;
        check(w, lib.worksheet_write_string(w->sheet, w->row, w->column, buf_string(&w->text),
                                            w->format[style]));
    }
    w->column++;
}

void
book_number(struct book *w, double v, enum cell_style style)
{
    w->cells++;
    check(w, lib.worksheet_write_number(w->sheet, w->row, w->column++, v, w->format[style]));
}

bool
book_has_time(int64_t seconds)
{
    return seconds != DATE_NONE && date_day(seconds) + EPOCH >= MARCH_1900 &&
           date_day(seconds) + EPOCH < YEAR_10000;
}

void
book_time(struct book *w, int64_t seconds)
{
    if (book_has_time(seconds))
        book_number(w, (double)seconds / DAY + EPOCH, CELL_DATE);
    else
        w->column++;
}

size_t
book_cut(const struct book *w)
{
    return w->cut;
}

/* ---- the file */

void
book_close(struct book *w, struct output *out)
{
    ssize_t got;
    const char *why;
    lxw_error e = lib.workbook_close(w->book);
    if (e != LXW_NO_ERROR)
        give_up(w, "workbook", lib.lxw_strerror(e));
    if (!book_is_whole(w->path.p, w->cells, &why))
        give_up(w, "workbook", why);
    unlink(w->path.p);
    do {
        buf_room(&out->buf, WRITE_BLOCK);
        got = read(w->fd, out->buf.p + out->buf.n, WRITE_BLOCK);
        if (got > 0)
            out->buf.n += (size_t)got;
        output_flow(out);
    } while (got > 0 || (got < 0 && errno == EINTR));
    if (got < 0)
        give_up(w, "read error", strerror(errno));
    close(w->fd);
    map_free(&w->names);
    buf_free(&w->path);
    buf_free(&w->text);
    buf_free(&w->folder);
    free(w);
}
