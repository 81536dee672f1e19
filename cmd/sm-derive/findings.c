#include "findings.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "beside.h"
#include "mem.h"

struct stretch { /* lines of one file, one after the other */
    const char *name;
    uint64_t first; /* number of the first one; in a file that is read again: other lines may stand between */
    uint64_t n;
    bool again; /* they are read again from the file */
};

static bool
is_standard_input(const char *name)
{
    return strcmp(name, "standard input") == 0;
}

void
findings_begin(struct findings *f)
{
    f->standard_input = lseek(STDIN_FILENO, 0, SEEK_CUR);
}

static void
add_to_stretch(struct findings *f, const char *name, uint64_t number, bool again)
{
    struct stretch *last = f->n ? &f->at[f->n - 1] : NULL;
    if (last && last->again == again && last->name == name && (again || last->first + last->n == number)) {
        last->n++;
        return;
    }
    f->at = xgrow(f->at, &f->cap, f->n + 1, sizeof *f->at);
    f->at[f->n++] = (struct stretch){name, number, 1, again};
}

/* A stretch of a file that is read again stands for all its lines: it is one, wherever others come between.
 */
static struct stretch *
file_of(struct findings *f, const char *name)
{
    for (size_t i = f->n; i-- > 0;)
        if (f->at[i].again)
            return f->at[i].name == name ? &f->at[i] : NULL;
    return NULL;
}

static void
put_by(struct findings *f, struct slice line, const struct lines *from, struct cut *cut,
       const struct stencil_line *holes)
{
    if (cut && !cut->form)
        cut->form = thin_learn(&f->thin, line, holes);
    uint32_t form = cut ? cut->form : 0;
    if (from && from->now) {
        spool_open(&f->spool);
        beside_put_by(from->now, from->pool, form, holes);
    } else {
        spool_add(&f->spool, line, form, holes);
        spool_check(&f->spool);
    }
}

void
findings_add(struct findings *f, const struct stage *s, struct slice line, bool as_read, struct cut *cut,
             const struct stencil_line *holes)
{
    const char *name = s->lines.name;
    bool again = as_read && s->lines.size && slice_starts(line, FINDING_BEGINS) &&
                 (!is_standard_input(name) || f->standard_input >= 0);
    struct stretch *file = again ? file_of(f, name) : NULL;
    if (file)
        file->n++;
    else
        add_to_stretch(f, name, s->lines.number, again);
    if (!again)
        put_by(f, line, as_read ? &s->lines : NULL, cut, holes);
}

void
findings_end(const struct findings *f)
{
    spool_check(&f->spool);
}

static void
changed(const char *name)
{
    report_die("%s: changed while it was read", name);
}

static void
open_again(struct findings *f, const struct stretch *x)
{
    bool standard = is_standard_input(x->name);
    if (!lines_open(&f->lines, standard ? NULL : x->name))
        report_die("%s: %s", x->name, strerror(errno));
    if (standard && lseek(f->lines.fd, f->standard_input, SEEK_SET) < 0)
        report_die("%s: %s", x->name, strerror(errno));
    f->open = true;
}

static bool
next_again(struct findings *f, struct slice *line)
{
    for (;;) {
        switch (lines_next(&f->lines, line)) {
        case LINE_READ:
            if (slice_starts(*line, FINDING_BEGINS))
                return true;
            break;
        case LINE_TOO_LONG:
            break;
        default:
            return false;
        }
    }
}

bool
findings_next(struct findings *f, struct slice *line, const char **name, uint64_t *number)
{
    if (!f->reading) {
        f->reading = true;
        f->lines.fd = -1;
        f->left = f->n ? f->at[0].n : 0;
    }
    while (f->now < f->n && !f->left) {
        if (f->open)
            lines_close(&f->lines);
        f->open = false;
        if (++f->now < f->n)
            f->left = f->at[f->now].n;
    }
    if (f->now == f->n)
        return false;
    const struct stretch *x = &f->at[f->now];
    if (x->again && !f->open)
        open_again(f, x);
    if (x->again ? !next_again(f, line) : !spool_next(&f->spool, line))
        changed(x->name);
    if (!x->again)
        *line = thin_line(&f->thin, *line);
    *name = x->name;
    *number = x->again ? f->lines.number : x->first + (x->n - f->left);
    f->left--;
    return true;
}

void
findings_again(struct findings *f)
{
    if (f->open)
        lines_close(&f->lines);
    f->open = f->reading = false;
    f->now = 0;
    spool_again(&f->spool);
}

void
findings_free(struct findings *f)
{
    spool_free(&f->spool);
    thin_free(&f->thin);
    lines_free(&f->lines);
    free(f->at);
    *f = (struct findings){0};
}
