/* What stands around the sheets of a workbook: their names, the shared strings, which styles show dates. */
#ifndef SM_INGEST_XLSX_BOOK_H
#define SM_INGEST_XLSX_BOOK_H

#include "archive.h"
#include "spool.h"
#include "xml.h"

struct book_sheet {
    char *name, *id, *part; /* part: its member of the archive, or NULL */
    bool hidden;
};

struct book { /* zeroed but for strings.fd = -1 before first use */
    struct archive *archive;
    struct book_sheet *sheets;
    size_t n_sheets, cap_sheets;
    bool from_1904;
    bool *dates; /* style → shows a date */
    size_t n_dates, cap_dates;
    struct spool strings; /* the shared ones */
    uint64_t *ends;       /* … string → where it ends there */
    size_t n_ends, cap_ends;
};

/* false: why. */
bool book_open(struct book *b, struct archive *a, struct buf *why);
void book_close(struct book *b);
bool book_string(struct book *b, size_t i,
                 struct buf *out); /* appended; false: there is none of that number */

/* Feeds a member of the archive to a parser, from front to back. */
struct book_part {
    struct member *member;
    struct xml *xml;
    bool end;
};
bool book_part_open(struct book_part *p, struct archive *a, const char *name, const struct xml_events *events,
                    struct buf *why);
bool book_part_read(struct book_part *p,
                    struct buf *why); /* some more; false: broken. p->end: there is no more */
void book_part_close(struct book_part *p);

const char *book_attribute(const char **attributes, const char *local); /* by local name; NULL: absent */

#endif
