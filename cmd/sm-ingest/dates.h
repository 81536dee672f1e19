/* Dates in tables that may be read two ways: 03/04/2026 is the 3rd of April or the 4th of March. What one column's
 * cells say together settles it.
 *     date = number sep number sep year [ ( " " | "T" | ", " ) time ]      sep = "/" | "-" | "."
 * with one or two digits, twice the same sep, a year of four digits. With dots the day stands first. */
#ifndef SM_INGEST_DATES_H
#define SM_INGEST_DATES_H

#include "buf.h"

enum date_order { DATES_UNKNOWN, DATES_DMY, DATES_MDY };

struct date_cell {
    int first, second, year;
    bool dotted;
    struct slice rest; /* the time, and what follows it */
};

bool dates_read(struct date_cell *d, struct slice cell);    /* is the trimmed cell such a date? */
enum date_order dates_says(const struct date_cell *d);      /* what it says by itself; DATES_UNKNOWN: nothing */
bool dates_either(const struct date_cell *d);               /* would the order change what it means? */
void dates_write(struct buf *b, const struct date_cell *d, enum date_order order); /* 2026-04-03 and the rest */

#endif
