#define _POSIX_C_SOURCE 200809L /* _exit under -std=c11 */
#include "report.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>


static const char *program = "sm";
static enum verbosity verbosity = NORMAL;
static bool gate, cannot, doubt;
static void (*cleaner)(void);

void
report_begin(const char *prog, enum verbosity v)
{
    program = prog;
    verbosity = v;
}

const char *
report_prog(void)
{
    return program;
}

/* Text of hostile input goes to a terminal here: control characters are shown, never sent. */
static void
say(const char *fmt, va_list ap)
{
    char text[2048];
    vsnprintf(text, sizeof text, fmt, ap);
    for (unsigned char *p = (unsigned char *)text; *p; p++)
        if (*p < 0x20 || *p == 0x7f || (*p == 0xc2 && p[1] >= 0x80 && p[1] < 0xa0))
            *p = '?';
    fflush(stdout);
    fprintf(stderr, "%s: %s\n", program, text);
}

#define SAY(fmt)                                                                                                    \
    do {                                                                                                           \
        va_list ap;                                                                                                \
        va_start(ap, fmt);                                                                                         \
        say(fmt, ap);                                                                                              \
        va_end(ap);                                                                                                \
    } while (0)

void
report_error(const char *fmt, ...)
{
    cannot = true;
    SAY(fmt);
}

void
report_warning(const char *fmt, ...)
{
    if (verbosity >= NORMAL)
        SAY(fmt);
}

void
report_note(const char *fmt, ...)
{
    if (verbosity >= VERBOSE)
        SAY(fmt);
}

void
report_die(const char *fmt, ...)
{
    SAY(fmt);
    if (cleaner)
        cleaner();
    fflush(stdout);
    _exit(EXIT_CANNOT); /* at once: nothing is freed, and nothing looks for what was not */
}

void
report_at_exit(void (*clean)(void))
{
    cleaner = clean;
}

void
report_gate(const char *fmt, ...)
{
    gate = true;
    SAY(fmt);
}

void
report_doubt(void)
{
    doubt = true;
}

enum exit_code
report_status(void)
{
    return cannot ? EXIT_CANNOT : gate ? EXIT_GATE : doubt ? EXIT_DOUBT : EXIT_DONE;
}
