/* XML read from front to back by expat, as events. DTDs are passed over and never loaded; a declaration of an entity
 * is refused. */
#ifndef SM_INGEST_XML_H
#define SM_INGEST_XML_H

#include "buf.h"

struct xml;

struct xml_events { /* called while xml_read runs; they may call xml_stop */
    void (*start)(void *arg, struct xml *x, const char *name, const char **attributes); /* name, value, …, NULL */
    void (*text)(void *arg, struct xml *x, const char *p, size_t n); /* UTF-8, in pieces */
    void (*end)(void *arg, struct xml *x);
    void *arg;
};

/* utf8: the text is known to be UTF-8, whatever its declaration says. events must outlive it. NULL: no memory. */
struct xml *xml_new(const struct xml_events *events, bool utf8);
void xml_free(struct xml *x);

/* The next n bytes; the first call gets at least what stands before the root, or SKETCH_BYTES. last: nothing follows.
 * false: it can't be read any further. */
bool xml_read(struct xml *x, const char *p, size_t n, bool last);
void xml_stop(struct xml *x, const char *why); /* static text */
const char *xml_why(const struct xml *x);      /* what ended it, in the memory of x; NULL: nothing */
uint64_t xml_at(const struct xml *x);          /* … at which byte, from 0 */

uint64_t xml_repaired(const struct xml *x);    /* bytes of UTF-8 text that became U+FFFD: they are none, or control characters */

const char *xml_local(const char *name);       /* a name without its prefix */
bool xml_is_namespace(const char *attribute);  /* xmlns, xmlns:p */

#endif
