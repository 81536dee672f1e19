/* The life of a stage, shared by all commands: common options, records in, records and tally out, exit status.
 *
 *     struct stage s = {.name = "sm-dedup"};
 *     … getopt_long with STAGE_SHORT and STAGE_LONG; default: stage_option(&s, c, optarg) …
 *     stage_begin(&s, argv + optind);
 *     while (stage_next(&s, &r)) { … stage_pass(&s, &r) or stage_write(&s, kind, text) or stage_reject(…) … }
 *     return stage_end(&s);
 */
#ifndef SM_STAGE_H
#define SM_STAGE_H

#include "lines.h"
#include "output.h"
#include "record.h"
#include "report.h"
#include "tally.h"

#define SM_VERSION "0.1.0"

/* `getopt.h` is for main.c alone: these are its pieces. Options of one command use values from STAGE_OWN up. */
#define STAGE_SHORT "o:qvhV"
#define STAGE_OWN 512
#define STAGE_LONG                                                                                                  \
    {"output", required_argument, NULL, 'o'}, {"rejects", required_argument, NULL, 256},                           \
        {"strict", no_argument, NULL, 257}, {"progress", optional_argument, NULL, 258},                            \
        {"quiet", no_argument, NULL, 'q'}, {"verbose", no_argument, NULL, 'v'}, {"help", no_argument, NULL, 'h'},   \
    {                                                                                                              \
        "version", no_argument, NULL, 'V'                                                                          \
    }
#define STAGE_HELP                                                                                                  \
    "  -o, --output FILE     write to FILE, whole or not at all\n"                                                 \
    "      --rejects FILE    where entries that cannot be used go\n"                                               \
    "      --strict          any reject, cut-off input or unknown value is a failure\n"                            \
    "      --progress[=WHEN] auto, always, never\n"                                                                \
    "  -q, --quiet  -v, --verbose  -h, --help  -V, --version\n"

enum progress { PROGRESS_AUTO, PROGRESS_ALWAYS, PROGRESS_NEVER };

struct stage {
    const char *name;   /* set by the caller before any option is read */
    const char *help;   /* text of -h, set by the caller */
    const char *output_path, *rejects_path;
    struct slice unread; /* lines that begin so are handed over as they are: text and unread_kind, no members */
    struct slice unread_kind;
    bool strict;
    enum verbosity verbosity;
    enum progress progress;
    struct output out;
    struct tally tally;  /* this stage's own */
    /* the rest is the stage's */
    struct output rejects;
    char **files;        /* left to read; NULL at its end */
    struct lines lines;
    bool open, last_was_tally;
    struct buf tallies;  /* lines of earlier stages, in order */
    int64_t started, said; /* monotonic milliseconds, for progress only */
};

/* One common option; -h and -V print and exit 0. Not ours: says where help is, exit 2. */
void stage_option(struct stage *s, int c, const char *arg);
void stage_begin(struct stage *s, char **files); /* files: NULL-ended; none: standard input */
void stage_begin_output(struct stage *s); /* messages, output, rejects: for a stage that reads by itself */

/* The next record: tallies of earlier stages are put by for stage_end, lines that are no records are rejected, files
 * that can't be read are reported and passed over. false: no more. */
bool stage_next(struct stage *s, struct record *r);
/* "exports/a.ndjson: line 17", of the record read last; valid until the next call. */
const char *stage_place(struct stage *s);

void stage_pass(struct stage *s, const struct record *r);                /* writes the line as it is, counts its kind */
void stage_write(struct stage *s, struct slice kind, struct slice text); /* one record's text, counts it */
/* Counts a record appended to s->out.buf by the caller (newline too), and lets the output flow. */
void stage_wrote(struct stage *s, struct slice kind);

/* One entry or line that can't be used: message (the first ones; all with -v), --rejects record, count.
 * source: file name or NULL; entry: its number, or 0: not said. */
void stage_reject(struct stage *s, const char *source, uint64_t entry, struct slice text, const char *fmt, ...)
    __attribute__((format(printf, 5, 6)));
/* A note in the tally, shown with -v; an unknown value is one that --strict fails on. */
void stage_note(struct stage *s, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
void stage_unknown(struct stage *s, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
/* Called now and then by a stage that reads by itself. */
void stage_progress(struct stage *s, uint64_t bytes, uint64_t entries);

/* Earlier tallies, own tally, close; summary on stderr; the exit status. */
enum exit_code stage_end(struct stage *s);
enum exit_code stage_end_page(struct stage *s); /* the same for an output that is no stream: no tallies are written */

#endif
