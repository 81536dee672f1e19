/* An XML document as the text of a JSON object, written while it is read:
 *
 *     <r a="1"><e>x</e><e/>y</r>        {"r":{"@a":"1","e":"x","e":null,"#text":"y"}}
 *
 * An element with text only is a string, an empty one without attributes null, any other an object: its attributes
 * with `@`, its children by local name, its text as `#text`. Text loses white space at both ends. Children that stand
 * several times are members of the same name here: so nothing has to be held to the end of an element. What is cut
 * out of it gets arrays by xml_fold. */
#ifndef SM_INGEST_XML_JSON_H
#define SM_INGEST_XML_JSON_H

#include "buf.h"

struct xml_json;

struct xml_json *xml_json_new(bool utf8); /* utf8: as in xml_new */
void xml_json_free(struct xml_json *x);   /* NULL: nothing */

/* Appends what the next n bytes of a document make, without the object's closing brace; see xml_read. false: *why (in the memory of x) at byte *at. */
bool xml_json_read(struct xml_json *x, const char *p, size_t n, bool last, struct buf *out, const char **why, uint64_t *at);
uint64_t xml_json_repaired(const struct xml_json *x);   /* xml_repaired, of the document being read */
void xml_json_next(struct xml_json *x, bool utf8);      /* the document has ended, another follows: one more member of the object */

#endif
