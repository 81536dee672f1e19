/* CSV files and Markdown tables: a row is an entry. */
#ifndef SM_INGEST_TABLES_H
#define SM_INGEST_TABLES_H

#include "recognise.h"
#include "dates.h"

void tables_read_csv(struct source *s, struct emit *e, const struct looked *l, enum date_order order);
/* Tables whose header the format recognises; all of them where it recognises none by itself. */
void tables_read_markdown(struct recogniser *r, struct source *s, struct emit *e, const struct looked *l, enum date_order order);

#endif
