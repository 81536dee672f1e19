/* What recognise() looks at, by what the text may be. Each fills *l: with a format, or what it says of the file. */
#ifndef SM_INGEST_LOOK_H
#define SM_INGEST_LOOK_H

#include "recognise.h"

const char *looked_end(const struct source *s); /* the end of what is looked at, however much has been read */

/* look_json.c: the text of s is JSON, by itself or by conversion. */
void look_at_json(struct recogniser *r, struct source *s, struct stage *stage, enum container container,
                  const struct format *named, struct looked *l);
/* Its documents as JSON; s is as before. */
void look_at_yaml(struct recogniser *r, struct source *s, struct stage *stage, const struct format *named, struct looked *l);
/* The format of a file of JSON lines that begins with lines of a log: what the first line with an object shows. */
void look_past_log(struct recogniser *r, const struct source *s, const struct format *named, struct looked *l);

/* look_text.c: tables, Markdown. */
void look_at_text(struct recogniser *r, struct source *s, const struct format *named, struct looked *l);
void look_at_lines(struct recogniser *r, struct source *s, const struct format *named, struct looked *l); /* lists of ids */

#endif
