/* What exports come in. */
#ifndef SM_INGEST_CONTAINER_H
#define SM_INGEST_CONTAINER_H

#include "buf.h"

enum container { /* bits: a format may read several */
    CONTAINER_JSON = 1,
    CONTAINER_CSV = 2,
    CONTAINER_MARKDOWN = 4,
    CONTAINER_XML = 8,
    CONTAINER_YAML = 16,
    CONTAINER_SQLITE = 32,
    CONTAINER_XLSX = 64,
    CONTAINER_TEXT = 128,
};

unsigned container_named(struct slice name); /* as formats write it; 0: there is none */
void containers_say(unsigned several, struct buf *out); /* "JSON or YAML" */

#endif
