#include "csv_plain.h"

#include <string.h>

#include "scan.h"

#define CELLS_MAX 512    /* of a row */
#define DOUBLED_MAX 4096 /* bytes of a cell with doubled quotes */

struct plain_cell {
    const char *p;
    size_t n;
    bool doubled;
};

struct plain_row {
    struct plain_cell at[CELLS_MAX];
    size_t n;
};

bool
csv_plain_delimiter(char c)
{
    return c == ',' || c == ';' || c == '\t' || c == '|';
}

static const char *
find_quote(const char *p, const char *end)
{
    while (end - p >= SCAN_STEP) {
        size_t n = scan_quote(p);
        p += n;
        if (n < SCAN_STEP)
            return p;
    }
    while (p < end && *p != '"')
        p++;
    return p < end ? p : NULL;
}

/* The first byte that ends a cell, or makes it none of the plain ones. */
static const char *
find_end(const char *p, const char *end, char delimiter)
{
    while (end - p >= SCAN_STEP) {
        size_t n = scan_cell(p, delimiter);
        p += n;
        if (n < SCAN_STEP)
            return p;
    }
    while (p < end && *p != delimiter && *p != '"' && *p != '\n' && *p != '\r')
        p++;
    return p < end ? p : NULL;
}

static bool
is_space(char c, char delimiter)
{
    return (c == ' ' || c == '\t') && c != delimiter;
}

/* From behind its opening quote to what follows its closing quote; NULL: not plain. */
static const char *
quoted(struct plain_cell *c, const char *p, const char *end)
{
    const char *q = p;
    c->p = p;
    c->doubled = false;
    while ((q = find_quote(q, end)) && q + 1 < end && q[1] == '"') {
        c->doubled = true;
        q += 2;
    }
    if (!q || q + 1 == end)
        return NULL;
    c->n = (size_t)(q - p);
    return c->doubled && c->n > DOUBLED_MAX ? NULL : q + 1;
}

static const char *
unquoted(struct plain_cell *c, const char *p, const char *end, char delimiter)
{
    const char *q = find_end(p, end, delimiter);
    if (!q || *q == '"' || (q > p && (is_space(*p, delimiter) || is_space(q[-1], delimiter))))
        return NULL;
    *c = (struct plain_cell){p, (size_t)(q - p), false};
    return q;
}

/* Behind the byte that ends the row; NULL: the row is not plain, or not whole. */
static const char *
read_row(struct plain_row *r, const char *p, const char *end, char delimiter)
{
    for (r->n = 0; p < end && r->n < CELLS_MAX; p++) {
        struct plain_cell *c = &r->at[r->n++];
        p = *p == '"' ? quoted(c, p + 1, end) : unquoted(c, p, end, delimiter);
        if (!p || (*p != delimiter && *p != '\n' && *p != '\r'))
            return NULL;
        if (*p != delimiter)
            return p + 1;
    }
    return NULL;
}

static size_t
halve_quotes(char *to, const struct plain_cell *c)
{
    const char *p = c->p, *end = p + c->n, *q;
    char *o = to;
    for (; (q = find_quote(p, end)); p = q + 2) {
        memcpy(o, p, (size_t)(q + 1 - p));
        o += q + 1 - p;
    }
    memcpy(o, p, (size_t)(end - p));
    return (size_t)(o + (end - p) - to);
}

static void
give_row(const struct plain_row *r, void (*cell)(void *p, size_t n, void *arg), void (*row)(int c, void *arg),
         void *arg)
{
    char text[DOUBLED_MAX];
    for (size_t i = 0; i < r->n; i++) {
        const struct plain_cell *c = &r->at[i];
        if (c->doubled)
            cell(text, halve_quotes(text, c), arg);
        else
            cell((void *)(uintptr_t)c->p, c->n, arg);
    }
    row('\n', arg);
}

size_t
csv_plain_rows(const char *p, size_t n, char delimiter, void (*cell)(void *p, size_t n, void *arg),
               void (*row)(int c, void *arg), void *arg)
{
    const char *from = p, *end = p + n, *next;
    struct plain_row r;
    for (;;) {
        while (p < end && (*p == '\n' || *p == '\r'))
            p++;
        if (!(next = read_row(&r, p, end, delimiter)))
            return (size_t)(p - from);
        give_row(&r, cell, row, arg);
        p = next;
    }
}
