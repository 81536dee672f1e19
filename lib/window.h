/* The part of a file that has been read and not taken yet, and the lines in it. A line lies in the window
 * until the next read. */
#ifndef SM_WINDOW_H
#define SM_WINDOW_H

#include "buf.h"

struct window { /* zeroed before first use */
    char *p;    /* [at, end) is unread, up to `searched` there is no newline */
    size_t cap, at, end, searched;
    bool eof;
    bool passing; /* over a line that is too long: only its first bytes are kept */
};

enum line_result { LINE_END, LINE_READ, LINE_TOO_LONG, LINE_FAILED };

/* The next line without its newline (at the end of the file a line without one is a line, too), among what
 * has been read. LINE_TOO_LONG: it exceeds LINE_MAX_BYTES and was passed over; *line holds its first bytes.
 * false: more must be read first. */
bool window_line(struct window *w, struct slice *line, enum line_result *got);
bool window_read(struct window *w, int fd, uint64_t *bytes); /* once; *bytes grows. false: errno says why */
/* Both, until there is a line, or none. LINE_FAILED: errno says why. */
enum line_result window_next(struct window *w, int fd, struct slice *line, uint64_t *bytes);
/* What is not taken yet of another window of that file becomes all that is in this one; the other one, whose
 * lines may still be looked at, is not changed. */
void window_go_on(struct window *w, const struct window *from);
void window_clear(struct window *w); /* the memory is kept */
void window_free(struct window *w);

#endif
