/* Messages on standard error, `prog: place: what`, and what they mean for the exit status. */
#ifndef SM_REPORT_H
#define SM_REPORT_H

#include <stdbool.h>
#include <stdint.h>

enum exit_code { /* the whole contract; sm(7) has it as a table. 2 goes before 1 before 3 */
    EXIT_DONE = 0,
    EXIT_GATE = 1,    /* --fail-on held */
    EXIT_CANNOT = 2,  /* usage, a file that can't be opened, a write error, a bad program */
    EXIT_DOUBT = 3    /* done, but some input was rejected and no --rejects took it; with --strict any doubt */
};

enum verbosity { QUIET = -1, NORMAL, VERBOSE };

void report_begin(const char *prog, enum verbosity v); /* prog: kept, not copied; may be called again */
const char *report_prog(void);

void report_error(const char *fmt, ...) __attribute__((format(printf, 1, 2)));   /* always shown; exit becomes 2 */
void report_warning(const char *fmt, ...) __attribute__((format(printf, 1, 2))); /* shown unless -q */
void report_note(const char *fmt, ...) __attribute__((format(printf, 1, 2)));    /* shown with -v */
void report_die(const char *fmt, ...) __attribute__((format(printf, 1, 2), noreturn)); /* message, exit 2 at once */
void report_at_exit(void (*clean)(void)); /* called by report_die before it exits (temporary files) */

/* Always shown, as it says why the run failed; exit status at least "gate failed". */
void report_gate(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
void report_doubt(void); /* exit status at least "doubt" */
enum exit_code report_status(void);

#endif
