/* Numbers of workbooks as text: what a spreadsheet program shows for them. */
#ifndef SM_INGEST_XLSX_VALUE_H
#define SM_INGEST_XLSX_VALUE_H

#include "buf.h"

bool xlsx_is_date_id(long id); /* a built-in number format that shows a date or time */
bool xlsx_is_date_code(
    const char *code); /* … one of the workbook's own, by its code: d, m, y, h or s outside quotes */

/* A serial day: 2026-03-04, with a time 2026-03-04 17:30:00, without a day 17:30:00. Day 1 is 1900-01-01, and
 * 1900 is taken for a leap year; with `from_1904` day 0 is 1904-01-01. false: beyond the years 1900 to 9999.
 */
bool xlsx_add_date(struct buf *out, double serial, bool from_1904);
void xlsx_add_number(struct buf *out, double v); /* at most 15 digits, which is what the programs keep */

#endif
