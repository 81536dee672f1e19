/* What formats recognise an XML document by, from its first bytes:
 *
 *     {"root": local name, "namespace": of the root or null, "attributes": {of the root, by local name},
 *      "children": [names of the root's children, each once],
 *      "below": {child: [names of its children, and of its attributes with @, each once]}} */
#ifndef SM_INGEST_XML_SKETCH_H
#define SM_INGEST_XML_SKETCH_H

#include "buf.h"

/* Appends the sketch of a document that starts with these bytes. last: nothing follows; utf8: as in xml_new. false:
 * there is no root; said receives why. */
bool xml_sketch(struct slice text, bool last, bool utf8, struct buf *sketch, struct buf *said);

#endif
