/* A record's text as a value that programs read. */
#ifndef SM_JQ_INPUT_H
#define SM_JQ_INPUT_H

#include "../record.h"
#include "read.h"

struct input { /* zeroed before first use; its memory is used again */
    struct reader reader;
    struct buf text;
    struct {         /* of lines with a head: all but raw and source.entry stays from line to line */
        uint64_t id; /* of the head that was read; 0: none */
        struct buf text;
        struct reader reader;
        struct val line, *raw, *entry; /* the line, and where its raw and its number stand */
        struct shape **inside;         /* where the shape of raw is kept */
        uint64_t same;
        char digits[24];
    } head;
    struct { /* for what the reader leaves to yyjson */
        struct buf text;
        void *memory;
        size_t cap;
    } tree;
    uint64_t same; /* what is not .raw or .source is as it was for the last record with this number; 0: it is
                      not */
};

/* false: *why says what is wrong and where, until the next read. The value lives until the next read. */
bool input_read(struct input *r, struct slice json, struct val *out, const char **why);
/* The same for a line with a head: of it only raw is read. false: it is to be read whole. */
bool input_read_headed(struct input *r, const struct record *line, struct slice raw, struct val *out);
void input_free(struct input *r);

#endif
