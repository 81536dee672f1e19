/* A stage's own account: what it read, wrote, rejected and skipped, and notes. The last line of its output. */
#ifndef SM_TALLY_H
#define SM_TALLY_H

#include "buf.h"

struct tally_count { /* name → number, in order of name when written */
    char *name;
    size_t length;
    uint64_t n;
};

struct tally_counts {
    struct tally_count *at;
    size_t n, cap;
};

struct tally {
    uint64_t lines, entries, bytes;    /* read */
    uint64_t rejected, carried;
    uint64_t unnamed_notes;            /* notes beyond NOTES_MAX */
    struct tally_counts wrote, skipped; /* by kind; by reason */
    struct tally_counts notes;          /* text → how often */
    char as_of[32];                     /* RFC 3339, or "" for null */
};

void tally_count(struct tally_counts *c, struct slice name, uint64_t n); /* adds n */
void tally_wrote(struct tally *t, struct slice kind);
void tally_skip(struct tally *t, const char *reason); /* passed not_an_entry filtered merged repeated */
/* A note depends on the data only. The same text again is counted: "text (3 times)". */
void tally_note(struct tally *t, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
void tally_add_notes(struct tally *t, const struct tally *from); /* those of another, after its own */
void tally_write(const struct tally *t, struct buf *b, const char *stage, const char *version); /* one line, no newline */
void tally_free(struct tally *t);

#endif
