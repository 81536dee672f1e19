/* Where records go: standard output or -o FILE, in large checked writes. A FILE is whole or untouched. */
#ifndef SM_OUTPUT_H
#define SM_OUTPUT_H

#include "buf.h"

struct output {
    int fd;            /* -1: closed */
    struct buf buf;    /* waiting bytes: callers may append to it and then call output_flow */
    const char *shown; /* name for messages */
    char *path;        /* final name (links resolved), or NULL when written in place */
    char *temporary;   /* beside path, until renamed */
    uint64_t bytes;    /* written so far */
};

void output_open(struct output *o, const char *path); /* NULL or "-": standard output. Exit 2 when it can't be made */
void output_flow(struct output *o);                   /* writes when WRITE_BLOCK is waiting */
void output_flush(struct output *o);                  /* writes all that waits. A failed write is exit 2 with a message;
                                                         a pipe closed downstream ends the process quietly */
void output_check(struct output *o);                  /* the same, and asks whether more could be written, as before a
                                                         long time without output */
void output_line(struct output *o, const char *p, size_t n); /* the bytes and a newline */
void output_close(struct output *o, bool keep);       /* keep: fsync, rename; otherwise FILE stays as it was.
                                                         A failed close is exit 2 */

#endif
