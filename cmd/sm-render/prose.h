/* Text with its trust: runs that are the program's own words, words of metric files, and words of scanned
 * systems. Each writer escapes each kind for its medium. Memory: the pool given. */
#ifndef RENDER_PROSE_H
#define RENDER_PROSE_H

#include "buf.h"
#include "mem.h"

enum run_kind {
    RUN_OWN,  /* our words and numbers */
    RUN_NAME, /* from a metric, check or layout: clean, but anyone's */
    RUN_DATA, /* from what was scanned: hostile */
    RUN_CODE, /* a definition: clean, shown as code */
    RUN_LINK  /* our words, leading to `to` */
};

enum run_style { STYLE_PLAIN = 0, STYLE_STRONG = 1, STYLE_MUTED = 2, STYLE_ALARM = 4 };

struct run {
    enum run_kind kind;
    unsigned style;
    struct slice s;
    struct slice to; /* fragment, our own */
};

struct prose {
    struct run *run;
    size_t n, cap;
    unsigned style; /* of runs added from now on */
    struct pool *pool;
};

struct prose prose_new(struct pool *pool);
void prose_add(struct prose *p, enum run_kind kind, struct slice s); /* s must outlive p */
void prose_own(struct prose *p, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
void prose_buf(struct prose *p, struct buf *b); /* own text, copied; b is emptied */
void prose_link(struct prose *p, struct slice to, const char *text);
struct prose prose_of(struct pool *pool, const char *text);

#endif
