/* Excel workbooks: which sheet is an export, and its rows as entries. */
#ifndef SM_INGEST_TABLES_XLSX_H
#define SM_INGEST_TABLES_XLSX_H

#include "recognise.h"

/* The first sheet that is not hidden, or the one that the user names, with a row that a format recognises as
 * header. */
void tables_look_xlsx(struct recogniser *r, struct archive *a, const struct table_choice *choice,
                      const struct format *named, struct looked *l);
void tables_read_xlsx(struct archive *a, struct emit *e, const struct looked *l,
                      const struct table_choice *choice);

#endif
