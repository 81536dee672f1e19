/* Raw records: the lines that sm-ingest writes (records.md, "raw"), their numbers and their account. */
#ifndef SM_INGEST_EMIT_H
#define SM_INGEST_EMIT_H

#include "lean.h"
#include "stage.h"

struct emit { /* zeroed before first use */
    struct stage *stage;
    const char *place;  /* the file, for messages */
    struct buf head;    /* the line up to the report's number */
    struct buf tags;    /* … from the tags to the context */
    struct lean *lean;  /* --lean, or NULL; the caller's */
    struct keeps keeps; /* what stays of an entry */
    struct buf kept;    /* an entry that is */
    uint64_t entry;     /* number of the entry met last, in this file */
    struct around {     /* what stands around the number and the text of the entry written last */
        struct buf before, after;
        uint64_t report;
        const char *from;
        size_t context, context_end, lookup, lookup_end; /* in after */
    } around;
};

/* Starts a file. file: as it stands in records; tags: JSON object. */
void emit_begin(struct emit *e, struct stage *s, const char *place, const char *file,
                const struct format *format, struct slice tags);
void emit_format(struct emit *e, const char *file,
                 const struct format *format); /* another format in the same file */
void emit_free(struct emit *e);

struct about {       /* what a line says of its entry */
    uint64_t report; /* 0: it stands in none */
    const char *from;
    struct slice context, lookup;
    bool again; /* context and lookup are those of the entry written last, if it is from there and in that
                   report */
};

/* One entry, whose number is e->entry. lean: it holds no more than e->keeps.raw. false: the line would be too
 * long (rejected). */
bool emit_entry(struct emit *e, const struct about *about, struct slice raw, bool lean);

/* The same in parts: lines that are not counted, nor leave the output's buffer, before emit_count is called. Where they
 * turn out to be wrong, the buffer is cut off at the first. */
struct line_begun {
    size_t at, raw, raw_end; /* in the buffer */
};
bool emit_ahead(struct emit *e, const struct about *about, struct slice raw, bool lean, struct line_begun *l);
void emit_count(struct emit *e, uint64_t lines);
bool emit_would(const struct emit *e, const struct about *about); /* is all but number and raw as in the line before? */
/* An entry that differs from the one before in number and raw only: raw is appended to what emit_open gives, then the
 * line is closed (false: too long, rejected), or undone. */
struct buf *emit_open(struct emit *e, struct line_begun *l); /* counts e->entry on */
void emit_undo(struct emit *e, const struct line_begun *l);
bool emit_close(struct emit *e, struct line_begun *l);

void emit_report(struct emit *e, uint64_t report, struct slice context, uint64_t entries);
void emit_skip(struct emit *e, const char *reason); /* what is no entry */
/* What can't be used; entry 0: the file or a document of it. */
void emit_reject(struct emit *e, uint64_t entry, struct slice text, const char *fmt, ...)
    __attribute__((format(printf, 4, 5)));

#endif
