#define _GNU_SOURCE /* clock_gettime, isatty under -std=c11 */
#include "stage.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "limits.h"
#include "text.h"

#define REJECTS_SHOWN 10 /* messages before the rest is only counted */
#define PROGRESS_AFTER 2000
#define PROGRESS_EVERY 500

static int64_t
milliseconds(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static void
print_and_exit(const char *text)
{
    if (fputs(text, stdout) == EOF || fflush(stdout) == EOF)
        report_die("standard output: write error: %s", strerror(errno));
    exit(EXIT_DONE);
}

static enum progress
progress_of(const char *arg)
{
    if (!arg || strcmp(arg, "auto") == 0)
        return PROGRESS_AUTO;
    if (strcmp(arg, "always") == 0)
        return PROGRESS_ALWAYS;
    if (strcmp(arg, "never") == 0)
        return PROGRESS_NEVER;
    report_die("--progress=%s: not one of auto, always, never", arg);
}

void
stage_option(struct stage *s, int c, const char *arg)
{
    char version[64];
    switch (c) {
    case 'o':
        s->output_path = arg;
        break;
    case 256:
        s->rejects_path = arg;
        break;
    case 257:
        s->strict = true;
        break;
    case 258:
        s->progress = progress_of(arg);
        break;
    case 'q':
        s->verbosity = QUIET;
        break;
    case 'v':
        s->verbosity = VERBOSE;
        break;
    case 'h':
        print_and_exit(s->help);
        break;
    case 'V':
        snprintf(version, sizeof version, "%s %s\n", s->name, SM_VERSION);
        print_and_exit(version);
        break;
    default: /* getopt has said why */
        report_die("try %s --help", s->name);
    }
    report_begin(s->name, s->verbosity);
}

void
stage_begin_output(struct stage *s)
{
    report_begin(s->name, s->verbosity);
    output_open(&s->out, s->output_path);
    s->rejects.fd = -1;
    if (s->rejects_path)
        output_open(&s->rejects, s->rejects_path);
    s->started = s->said = milliseconds();
}

void
stage_begin(struct stage *s, char **files)
{
    static char *standard[] = {"-", NULL};
    stage_begin_output(s);
    s->files = *files ? files : standard;
    s->lines.fd = -1;
}

static void
progress_line(struct stage *s, uint64_t bytes, uint64_t entries, uint64_t size, int64_t now)
{
    double seconds = (double)(now - s->started) / 1000, mb = (double)bytes / 1e6;
    fprintf(stderr, "\r%s: %.1f MB, %llu entries, %.1f MB/s", s->name, mb, (unsigned long long)entries, mb / seconds);
    if (size > bytes && bytes)
        fprintf(stderr, ", %.0f s left", (double)(size - bytes) / ((double)bytes / seconds));
    fputs("   ", stderr);
    s->said = now;
}

static void
progress(struct stage *s, uint64_t bytes, uint64_t entries, uint64_t size)
{
    if (s->progress == PROGRESS_NEVER || s->verbosity == QUIET)
        return;
    int64_t now = milliseconds();
    if (now - s->said < PROGRESS_EVERY)
        return;
    if (s->progress == PROGRESS_AUTO && (now - s->started < PROGRESS_AFTER || !isatty(STDERR_FILENO)))
        return;
    progress_line(s, bytes, entries, size, now);
}

void
stage_progress(struct stage *s, uint64_t bytes, uint64_t entries)
{
    progress(s, bytes, entries, 0);
}

const char *
stage_place(struct stage *s)
{
    static char place[512];
    snprintf(place, sizeof place, "%.450s: line %llu", s->lines.name ? s->lines.name : "input",
             (unsigned long long)s->lines.number);
    return place;
}

static bool
open_next(struct stage *s)
{
    while (*s->files) {
        const char *path = *s->files++;
        if (lines_open(&s->lines, path)) {
            s->open = true;
            s->last_was_tally = false;
            return true;
        }
        report_error("%s: %s", path, strerror(errno));
    }
    return false;
}

static void
reject_line(struct stage *s, struct slice line, const char *why)
{
    stage_reject(s, s->lines.name, s->lines.number, line, "%s", why);
}

/* A line as it was read becomes a record, a tally put by, or a reject. true: r holds a record. */
static bool
take_line(struct stage *s, struct slice line, struct record *r)
{
    if (s->unread.p && line.n > s->unread.n && memcmp(line.p, s->unread.p, s->unread.n) == 0) {
        r->text = line;
        r->kind = s->unread_kind;
        r->n = 0;
        s->last_was_tally = false;
        return true;
    }
    if (!slice_trim(line).n) {
        s->tally.lines--; /* a blank line is no line of the stream */
        return false;
    }
    const char *why = record_read(r, line);
    s->last_was_tally = !why && slice_is(r->kind, "tally");
    if (why) {
        reject_line(s, line, why);
        return false;
    }
    if (!s->last_was_tally)
        return true;
    buf_slice(&s->tallies, line);
    buf_byte(&s->tallies, '\n');
    return false;
}

/* A stage upstream that died is noticed even in a shell without pipefail. */
static void
check_whole(struct stage *s)
{
    if (s->last_was_tally)
        return;
    report_warning("%s: does not end with a tally: it may have been cut off", s->lines.name);
    tally_note(&s->tally, "input does not end with a tally");
    if (s->strict)
        report_doubt();
}

static bool
next_line(struct stage *s, struct record *r)
{
    struct slice line;
    uint64_t before = s->lines.bytes;
    enum line_result got = lines_next(&s->lines, &line);
    s->tally.bytes = s->lines.bytes;
    if (s->lines.bytes != before)
        progress(s, s->lines.bytes, s->tally.lines, s->lines.size);
    switch (got) {
    case LINE_READ:
        s->tally.lines++;
        return take_line(s, line, r);
    case LINE_TOO_LONG:
        s->tally.lines++;
        s->last_was_tally = false;
        stage_reject(s, s->lines.name, s->lines.number, line, "line longer than %u MiB", LINE_MAX_BYTES >> 20);
        return false;
    case LINE_FAILED:
        report_error("%s: read error: %s", s->lines.name, strerror(errno));
        break;
    case LINE_END:
        check_whole(s);
        break;
    }
    lines_close(&s->lines);
    s->open = false;
    return false;
}

bool
stage_next(struct stage *s, struct record *r)
{
    for (;;) {
        if (!s->open && !open_next(s))
            return false;
        if (next_line(s, r))
            return true;
    }
}

void
stage_wrote(struct stage *s, struct slice kind)
{
    tally_wrote(&s->tally, kind);
    output_flow(&s->out);
}

void
stage_write(struct stage *s, struct slice kind, struct slice text)
{
    output_line(&s->out, text.p, text.n);
    tally_wrote(&s->tally, kind);
}

void
stage_pass(struct stage *s, const struct record *r)
{
    stage_write(s, r->kind.p ? r->kind : SLICE("(none)"), r->text);
}

static void
write_reject(struct stage *s, const char *source, uint64_t entry, struct slice text, const char *reason)
{
    struct buf clean = {0}, *b = &s->rejects.buf;
    if (text.n > REJECT_TEXT_MAX)
        text.n = REJECT_TEXT_MAX;
    buf_format(b, "{\"kind\":\"reject\",\"stage\":\"%s\",\"source\":{\"file\":", s->name);
    if (source) {
        text_repair(&clean, slice_of(source));
        buf_json_slice(b, buf_as_slice(&clean));
    } else {
        buf_text(b, "null");
    }
    if (entry)
        buf_format(b, ",\"entry\":%llu", (unsigned long long)entry);
    buf_text(b, "},\"reason\":");
    clean.n = 0;
    text_repair(&clean, slice_of(reason));
    buf_json_slice(b, buf_as_slice(&clean));
    buf_text(b, ",\"text\":");
    clean.n = 0;
    text_repair(&clean, text);
    buf_json_slice(b, buf_as_slice(&clean));
    buf_text(b, "}\n");
    buf_free(&clean);
    output_flow(&s->rejects);
}

void
stage_reject(struct stage *s, const char *source, uint64_t entry, struct slice text, const char *fmt, ...)
{
    char reason[1024], where[40] = "";
    va_list ap;
    va_start(ap, fmt);
    vsnprintf(reason, sizeof reason, fmt, ap);
    va_end(ap);
    if (entry)
        snprintf(where, sizeof where, "%s %llu: ", source && source == s->lines.name ? "line" : "entry",
                 (unsigned long long)entry);
    s->tally.rejected++;
    if (s->tally.rejected <= REJECTS_SHOWN)
        report_warning("%s: %s%s", source ? source : "input", where, reason);
    else
        report_note("%s: %s%s", source ? source : "input", where, reason);
    if (s->rejects.fd >= 0)
        write_reject(s, source, entry, text, reason);
    if (s->rejects.fd < 0 || s->strict)
        report_doubt();
}

#define NOTE_TEXT(text, fmt)                                                                                        \
    char text[512];                                                                                                \
    va_list ap;                                                                                                    \
    va_start(ap, fmt);                                                                                             \
    vsnprintf(text, sizeof text, fmt, ap);                                                                         \
    va_end(ap)

void
stage_note(struct stage *s, const char *fmt, ...)
{
    NOTE_TEXT(text, fmt);
    tally_note(&s->tally, "%s", text);
    report_note("%s", text);
}

void
stage_unknown(struct stage *s, const char *fmt, ...)
{
    NOTE_TEXT(text, fmt);
    tally_note(&s->tally, "%s", text);
    report_note("%s", text);
    if (s->strict)
        report_doubt();
}

static void
say_summary(struct stage *s)
{
    uint64_t notes = s->tally.unnamed_notes;
    for (size_t i = 0; i < s->tally.notes.n; i++)
        notes += s->tally.notes.at[i].n;
    if (s->tally.rejected > REJECTS_SHOWN || (s->tally.rejected && notes))
        report_warning("%llu rejected%s", (unsigned long long)s->tally.rejected, s->rejects_path ? ", see --rejects" : "");
    if (notes)
        report_note("%llu notes, see the tally", (unsigned long long)notes);
}

enum exit_code
stage_end_page(struct stage *s)
{
    if (s->said != s->started)
        fputc('\n', stderr);
    say_summary(s);
    output_close(&s->out, report_status() != EXIT_CANNOT);
    if (s->rejects.fd >= 0)
        output_close(&s->rejects, true);
    buf_free(&s->tallies);
    tally_free(&s->tally);
    lines_free(&s->lines);
    return report_status();
}

enum exit_code
stage_end(struct stage *s)
{
    buf_slice(&s->out.buf, buf_as_slice(&s->tallies));
    tally_write(&s->tally, &s->out.buf, s->name, SM_VERSION);
    buf_byte(&s->out.buf, '\n');
    return stage_end_page(s);
}
