/* SQLite databases: which table is an export, and its rows as entries. */
#ifndef SM_INGEST_TABLES_SQLITE_H
#define SM_INGEST_TABLES_SQLITE_H

#include "recognise.h"

/* The table of the file that a format recognises, as struct looked has it. */
void tables_look_sqlite(struct recogniser *r, struct source *s, const struct table_choice *choice,
                        const struct format *named, struct looked *l);
void tables_read_sqlite(struct source *s, struct emit *e, const struct looked *l,
                        const struct table_choice *choice);

#endif
