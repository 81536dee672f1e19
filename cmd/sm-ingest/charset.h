/* Encodings of one byte a character that XML declarations name. */
#ifndef SM_INGEST_CHARSET_H
#define SM_INGEST_CHARSET_H

#include <stdint.h>

/* The characters of the bytes 0x80 to 0xff, 0 for a byte that is none; NULL: not known. Case does not matter. */
const uint16_t *charset_find(const char *name);

#endif
