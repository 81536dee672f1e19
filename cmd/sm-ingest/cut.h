/* Cuts entries out of JSON documents that are never built: brackets and names are followed from front to back, an
 * entry is checked and copied when it is met. Memory: the largest entry, the values of the format's contexts, and the
 * elements of the arrays it looks things up in.
 *
 * Where an entry needs a value that has not come yet, it is held back with those that follow until the value has come
 * or can't come any more; from a pipe, or where too much would be held, the reader looks ahead (no further than the end
 * of the part of the document in which the value can stand), then goes back: a regular file is read again, a pipe is
 * spooled. */
#ifndef SM_INGEST_CUT_H
#define SM_INGEST_CUT_H

#include "emit.h"
#include "limits.h"
#include "plan.h"
#include "source.h"
#include "xml_fold.h"

struct frame { /* an object or array that has been entered */
    struct state *arrived, *state; /* as its value was met; with an object taken for an array of one */
    uint64_t index;                /* of the element being read, from 0 */
    bool object, report;
};

struct hold {          /* entries that wait for contexts that are wanted */
    struct buf held;   /* struct held_entry, one behind the other: their lines stand at the end of the output */
    size_t at;         /* the first of these lines */
    bool alike;        /* all of one entries path, nothing found out between them */
    uint64_t from;     /* offset behind the first */
    size_t depth, until; /* frames open there, in c->saved; how many must be left for all to be known */
    size_t inner;      /* at so many, what is known of some begins anew */
    size_t entry;      /* the entries path of the last, from 1 … */
    uint64_t changes;  /* … and the plan's slots as they were then */
};

enum want { WANT_FIRST, WANT_NEXT }; /* right behind an opening bracket, or behind a value */

struct cut {
    struct source *source;
    struct plan *plan;
    struct emit *emit;
    const char *p, *end; /* in the source's window */
    struct frame stack[DOCUMENT_DEPTH_MAX];
    size_t depth;
    enum want want;

    bool ahead;          /* looking ahead: nothing is written */
    uint32_t looked;     /* how often */
    size_t wanted;       /* slots and stores still looked for */
    size_t required;     /* of these, how many without regard to distance */
    uint64_t enough;     /* offset up to which the others are looked for */
    struct frame *saved; /* the stack as it was */
    struct hold hold;

    const char *why;     /* the document is broken: static text */
    uint64_t broken_at;  /* offset */

    uint64_t report;     /* number of the report being read; 0: none */
    uint64_t reports;    /* met so far in this file */
    uint64_t entries;    /* written, of this report */
    bool report_open;
    bool spanning;       /* it goes on over documents that are entries themselves */
    bool touched;        /* some part of an entries path has been met in this document */
    bool wrapped;        /* this document is no entry itself, though the format takes documents */
    uint64_t documents;

    struct xml_fold fold;    /* of XML: repeated members become arrays in what is cut out */
    struct buf folded;
    bool lean;           /* the entry holds only what is kept of it */
    bool lookups_lean;   /* … which is all that things are looked up by */
    uint64_t repaired;   /* characters repaired in what was written */
    struct buf entry, value, key, context, lookup;
    size_t context_entry;     /* the entries path that `context` was written for, from 1; 0: none */
    uint64_t context_changes; /* of the plan's slots, as it was then */
    struct pool pool;    /* reset with each entry */
    struct record members; /* of the entry, for lookups */
};

void cut_begin(struct cut *c, struct source *s, struct emit *e); /* once for each file */
void cut_format(struct cut *c, const struct format *f);          /* before the first document, and where the format changes */
void cut_end(struct cut *c, bool whole); /* the report that is still open is written when whole */

int cut_peek(struct cut *c);        /* next byte that is not blank, -1 at the end of the text */
uint64_t cut_offset(const struct cut *c);
bool cut_document(struct cut *c);   /* the document at c->p. false: c->why at c->broken_at */
/* Whatever stands at c->p, unread. false: broken. */
bool cut_skip_value(struct cut *c);

/* The rest is shared by the parts of the cutter. */
void cut_window(struct cut *c, uint64_t at); /* c->p to this offset, c->end to the window's end */
bool cut_refill(struct cut *c, const char *keep); /* reads on, keeping bytes from `keep`; moves the window */
bool cut_break(struct cut *c, const char *at, const char *why); /* returns false */
void cut_fold(struct cut *c, struct buf *text); /* arrays for repeated members, where the source is XML */
bool cut_run(struct cut *c, size_t until); /* until no more than that many frames are open. false: broken */

bool cut_entry(struct cut *c, struct state *arrived, struct state *st);       /* cut_entry.c: the object at c->p */
bool cut_row_can(const struct cut *c, const struct state *arrived, const struct state *st); /* cut_row.c */
void cut_row(struct cut *c); /* behind an entry: those that follow it and are like it */
bool cut_wrapped(struct cut *c); /* cut_wrapped.c: the object at c->p, a document, holds entries by the first names in it */
void cut_report_begin(struct cut *c, bool spanning);                               /* cut_report.c */
bool cut_report_end(struct cut *c); /* false: the source failed */

void collect_start(struct cut *c, const struct state *st);                     /* cut_collect.c: scopes that begin here */
void collect_cannot(struct cut *c, const struct state *st, bool object);       /* … that nothing in this container fills */
void collect_ended(struct cut *c, const struct state *st);                     /* behind a value */
void collect_closed(struct cut *c);                                            /* ahead: behind a frame that is closed */
bool collect_wants(struct cut *c, const struct state *st);                     /* is the value itself of use? */
bool collect_wants_below(struct cut *c, struct state *st);                     /* ahead: is there use in going in? */
void collect_value(struct cut *c, const struct state *st, struct slice text, bool indexed); /* text absent: too long */
void collect_name(struct cut *c, const struct state *st);
void collect_inside(struct cut *c, struct state *st, struct slice text);       /* below a compact value */
void collect_whole(struct cut *c, const struct state *st);                     /* the scopes that began here are complete */
void collect_reset(struct cut *c);                                             /* a document starts */

bool cut_ahead(struct cut *c, size_t until); /* cut_ahead.c: looks for what is wanted. false: the source failed */
bool cut_ahead_from(struct cut *c, uint64_t from, size_t depth, size_t until); /* … from where c->saved are the open frames, whatever stands at c->p */
void cut_give_up(struct cut *c);             /* what is wanted is not there */
void cut_want(struct cut *c, struct scope *s);
void cut_found(struct cut *c, struct scope *s);  /* or can't be found any more */
bool cut_far(const struct cut *c); /* looking ahead, far enough for what is still wanted */

/* cut_hold.c */
bool hold_can(const struct cut *c, size_t entry); /* may the entry in c->entry wait with those that are held? */
void hold_put(struct cut *c, size_t entry, size_t until); /* contexts are wanted; until: as for cut_ahead */
bool hold_more(const struct cut *c, size_t n);   /* may one more, n bytes long and like the last, wait with them? */
void hold_line(struct cut *c, const struct line_begun *line); /* its line */
bool hold_step(struct cut *c);    /* writes what is held once it may be. false: the source failed */
bool hold_resolve(struct cut *c); /* looks ahead for what is wanted still, and writes it */
void hold_broken(struct cut *c);  /* the document can't be read any further: c->why stays */
struct about entry_about(struct cut *c, size_t entry); /* cut_entry.c: as far as it is known */
void entry_write(struct cut *c, size_t entry, struct slice text, bool lean);

void lookup_add(struct cut *c, struct store *s, struct slice element, bool indexed); /* cut_lookup.c */
void lookup_clear(struct store *s);
/* Writes the object of lookups for the entry in c->entry to c->lookup. What can't be told yet is wanted; *until: how
 * far. */
bool lookup_find(struct cut *c, size_t entry, size_t *until);

#endif
