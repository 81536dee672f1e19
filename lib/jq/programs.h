/* jq programs on records. A set of programs is compiled once and run together on one JSON value after the other; each
 * program's outputs are JSON text, or values. An error in one program touches neither the others nor the next record.
 * Programs cannot import, read input, files, environment, clock or locale; programs_compile refuses such terms by name.
 * What plan.h knows runs natively, any other program in libjq; a set may hold both, and libjq is started only if needed.
 * Integers of more than 15 digits reach a program as strings (they are ids); everything else is as in jq 1.6. */
#ifndef SM_JQ_PROGRAMS_H
#define SM_JQ_PROGRAMS_H

#include "record.h"

struct program_source {
    const char *name;  /* for messages: "formats/trivy.jq" or "--filter" */
    struct slice text; /* the program; a module directive already blanked. Empty or only comments means `.` */
};

struct program_variable {
    const char *name;  /* without $ */
    struct slice json; /* its constant value as JSON text */
};

struct programs; /* compiled programs; owned by the caller */

/* NULL when a program is refused or does not compile: why receives "formats/trivy.jq: line 3: …" of the first such. */
struct programs *programs_compile(const struct program_source *src, size_t n, const struct program_variable *vars, size_t nvars,
                          struct buf *why);
void programs_free(struct programs *set);

/* Runs every program of the set on one JSON value. Results stay until the next run. false: text is no JSON, or nested
 * too deep (*why, static text); then no program has a result. */
bool programs_run(struct programs *set, struct slice json, const char **why);
/* The same in two parts: a value that stays until the next, and one program that is run on it; the others give nothing. */
bool programs_read(struct programs *set, struct slice json, const char **why);
void programs_run_one(struct programs *set, size_t program);

/* The same for a raw line that was read with a head, its raw given. false: it has to be read whole. */
bool programs_run_headed(struct programs *set, const struct record *line, struct slice raw);

size_t programs_count(const struct programs *set, size_t program);                 /* outputs of a program */
struct slice programs_output(struct programs *set, size_t program, size_t i);       /* JSON text of output i */
/* Output i as a tree for lib/json.h, without its text where the engine is native; valid until the next call or run. No key
 * is there twice. NULL: deeper than a record may be. */
json_val *programs_value(struct programs *set, size_t program, size_t i);
/* NULL, or why the program failed on this record; its outputs before the error count and are given. */
const char *programs_error(const struct programs *set, size_t program);
bool programs_true(const struct programs *set, size_t program); /* a predicate's answer: at least one output and the first is
                                                            neither false nor null, no error */
const char *programs_engine(const struct programs *set, size_t program);  /* "native" or "libjq" */
const char *programs_why_not(const struct programs *set, size_t program); /* why not native; NULL if it is */
void programs_show_engines(bool show); /* programs compiled from now on say on standard error which engine runs them, and why */

/* What a program may look at, found without running it. */
struct program_reader {
    void *with;                                     /* handed back */
    int (*known)(void *with, struct slice member);  /* of the input: 1 true, 0 false, -1 not known, -2 there is none */
    struct slice (*text)(void *with, struct slice member); /* a member that is a known string; absent: it is not */
    void (*reads)(void *with, struct slice member); /* one that is not known and may be looked at; may come again */
};
/* false: it may look at the whole input, or runs in libjq. */
bool programs_reads(const struct programs *set, size_t program, const struct program_reader *who);
/* Does what the program gives for this input follow from its shape: which members and items there are, in which order and of
 * which kind? Then it gives one value for each input of that shape, the same but for strings that it only copies, each from
 * the same place. known: members of the input that are always those strings. */
bool programs_copies(struct programs *set, size_t program, struct slice json, bool (*known)(struct slice member));
void programs_force_libjq(bool force); /* programs compiled from now on run in libjq: for tests that compare */

#endif
