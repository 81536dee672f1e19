/* Unicode text (utf8proc behind it). Input may be any bytes; output is always valid UTF-8. ASCII takes a fast path. */
#ifndef SM_TEXT_H
#define SM_TEXT_H

#include "buf.h"

size_t text_valid_prefix(struct slice s); /* bytes of s that are whole, valid UTF-8 characters from the start */
size_t text_repair(struct buf *out, struct slice s); /* appends s with every bad byte as U+FFFD; returns how many */
/* One line for people: NFC, white space runs to one blank, controls (also U+0000, C1) dropped, trimmed, at most
 * `max` characters (then `…` ends it). Bidirectional controls stay: writers make them visible. */
void text_line(struct buf *out, struct slice s, size_t max);
/* Text that is its own text_line, and ASCII: appends it as a JSON string. false: it is not. */
bool text_line_json(struct buf *out, struct slice s, size_t max);
/* What is compared, never shown: NFKC case folding, dashes and quotes to ASCII, white space runs to one blank, trimmed. */
void text_fold(struct buf *out, struct slice s);
/* The first grapheme cluster: its bytes (0 at the end), and the columns it takes (0, 1 or 2). */
size_t text_grapheme(struct slice s, int *columns);
size_t text_width(struct slice s); /* columns of the whole */

#endif
