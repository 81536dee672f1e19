/* Bytes to UTF-8: validity, UTF-16, windows-1252. */
#ifndef SM_INGEST_DECODE_H
#define SM_INGEST_DECODE_H

#include "buf.h"

#define DECODE_PART SIZE_MAX /* a character that is whole so far, but needs bytes that are not there */

/* Length of the UTF-8 character at p (n > 0 bytes follow): 1 to 4, 0 when the byte is bad, DECODE_PART. */
size_t decode_step(const unsigned char *p, size_t n);
size_t decode_ascii(const char *p, size_t n); /* bytes before the first that is no ASCII */
size_t decode_text(const char *p, size_t n);  /* whole blocks before the first in which such a one or a NUL stands */
/* Bad bytes among the first n; *left receives how many bytes at the end are the start of a character (0 to 3). */
size_t decode_audit(const char *p, size_t n, size_t *left);

void decode_windows_1252(struct buf *out, const char *p, size_t n); /* appended as UTF-8; unassigned bytes: U+FFFD */

struct decode_utf16 {
    bool big;             /* byte order */
    unsigned char odd[4]; /* bytes of a unit or pair that is not whole yet */
    size_t n;
    uint64_t bad;         /* unpaired surrogates replaced so far */
};
/* Appends n more bytes as UTF-8. last: nothing follows, what is left is bad. */
void decode_utf16(struct decode_utf16 *d, struct buf *out, const char *p, size_t n, bool last);

#endif
