/* SHA-256 (FIPS 180-4), for the hash of the style sheet in the Content-Security-Policy. */
#ifndef RENDER_SHA256_H
#define RENDER_SHA256_H

#include "buf.h"

void sha256(struct slice data, unsigned char digest[32]);
void sha256_base64(struct buf *out,
                   struct slice data); /* appends the digest in base64, as a policy writes it */

#endif
