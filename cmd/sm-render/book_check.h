/* Reads a finished workbook back: libxlsxwriter does not notice when its temporary files are cut off by a
 * full disk, and would close a broken workbook without a word. */
#ifndef RENDER_BOOK_CHECK_H
#define RENDER_BOOK_CHECK_H

#include <stdbool.h>
#include <stdint.h>

/* Every part ends as it began, and the sheets hold so many cells. false: *why, static text. */
bool book_is_whole(const char *path, uint64_t cells, const char **why);

#endif
