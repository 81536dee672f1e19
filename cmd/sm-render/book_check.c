#include "book_check.h"

#include <stdio.h>
#include <string.h>
#include <zip.h>

#include "buf.h"
#include "library.h"

#define SYMBOLS(each)                                                                                  \
    each(zip_discard) each(zip_fclose) each(zip_fopen_index) each(zip_fread) each(zip_get_num_entries) \
        each(zip_open)
LIBRARY(lib, "libzip is needed to check a workbook", SYMBOLS, "libzip.so.5", "libzip.so.4", "libzip.so",
        "libzip.dylib")

#define ROOT_MAX 64 /* bytes of a root element's name */

struct part_seen {
    struct buf head; /* the beginning */
    char tail[ROOT_MAX + 8];
    size_t n_tail;
    int matched; /* characters of `<c ` just read */
    uint64_t cells;
};

static void
see(struct part_seen *p, const char *s, size_t n)
{
    static const char cell[] = "<c ";
    if (p->head.n < 1024)
        buf_add(&p->head, s, n < 1024 ? n : 1024);
    for (size_t i = 0; i < n; i++) {
        p->matched = s[i] == cell[p->matched] ? p->matched + 1 : s[i] == '<';
        if (p->matched == 3) {
            p->cells++;
            p->matched = 0;
        }
    }
    size_t keep = n < sizeof p->tail ? n : sizeof p->tail, old = sizeof p->tail - keep;
    if (old > p->n_tail)
        old = p->n_tail;
    memmove(p->tail, p->tail + p->n_tail - old, old);
    memcpy(p->tail + old, s + n - keep, keep);
    p->n_tail = old + keep;
}

/* The last tag closes the first element, whose name follows the XML declaration. */
static bool
ends_well(struct part_seen *p)
{
    char close[ROOT_MAX + 4];
    struct slice tail = slice_trim((struct slice){p->tail, p->n_tail});
    const char *head = buf_string(&p->head), *root = strstr(head, "?>");
    root = root ? strchr(root, '<') : NULL;
    if (!root)
        return false;
    int n = snprintf(close, sizeof close, "</%.*s>", (int)strcspn(root + 1, " />\n"), root + 1);
    return n > 3 && (size_t)n < sizeof close && slice_ends(tail, close);
}

static bool
read_part(zip_t *z, zip_uint64_t i, uint64_t *cells)
{
    static char block[1 << 16];
    struct part_seen p = {0};
    zip_int64_t n = -1;
    zip_file_t *file = lib.zip_fopen_index(z, i, 0);
    while (file && (n = lib.zip_fread(file, block, sizeof block)) > 0)
        see(&p, block, (size_t)n);
    bool whole = n == 0 && ends_well(&p);
    if (file)
        lib.zip_fclose(file);
    *cells += p.cells;
    buf_free(&p.head);
    return whole;
}

bool
book_is_whole(const char *path, uint64_t cells, const char **why)
{
    int e;
    uint64_t seen = 0;
    if (!lib_load(why))
        return false;
    *why = "not whole: no room for temporary files?";
    zip_t *z = lib.zip_open(path, ZIP_RDONLY, &e);
    bool whole = z != NULL;
    for (zip_int64_t i = 0; whole && i < lib.zip_get_num_entries(z, 0); i++)
        whole = read_part(z, (zip_uint64_t)i, &seen);
    if (z)
        lib.zip_discard(z);
    return whole && seen == cells;
}
