#include "judge.h"

#include <stdlib.h>
#include <string.h>

#include "format.h"

struct judge {
    struct programs *set;
    bool blocking, filter; /* which programs there are, in this order */
    struct buf text;
};

/* A filter may ask for .release_blocking, which is only known in the same run: then it is set in front of it.
 */
static void
write_filter(struct buf *b, struct slice blocking, const char *filter)
{
    if (blocking.n && strstr(filter, "release_blocking")) {
        buf_text(b, ".release_blocking = ([try (");
        buf_slice(b, blocking);
        buf_text(b, ") catch false] | .[0] | if . then true else false end) | ");
    }
    buf_text(b, "(");
    buf_text(b, *filter ? filter : "true");
    buf_text(b, "\n)");
}

struct judge *
judge_new(const struct dictionary *d, const char *filter, const struct program_variable *as_of,
          bool show_engine)
{
    static const char blocking_name[] = "dictionary: release_blocking";
    struct judge *j = xcalloc(1, sizeof *j);
    struct program_source src[2];
    struct buf text = {0}, why = {0};
    struct slice blocking = dictionary_program(d, "release_blocking");
    size_t n = 0;
    j->blocking = blocking.n > 0;
    j->filter = filter != NULL;
    if (j->blocking)
        src[n++] = (struct program_source){blocking_name, blocking};
    if (filter) {
        write_filter(&text, blocking, filter);
        src[n++] = (struct program_source){"--filter", buf_as_slice(&text)};
    }
    j->set = n ? programs_compile(src, n, as_of, 1, &why) : NULL;
    if (n && !j->set)
        report_die("%s", buf_string(&why));
    for (size_t i = 0; show_engine && i < n; i++)
        format_say_engine(j->set, i, src[i].name);
    buf_free(&text);
    return j;
}

void
judge_free(struct judge *j)
{
    programs_free(j->set);
    buf_free(&j->text);
    free(j);
}

static bool
holds(struct judge *j, size_t program, struct stage *s, const char *name)
{
    if (programs_error(j->set, program))
        stage_note(s, "%s: %s", name, programs_error(j->set, program));
    return programs_true(j->set, program);
}

bool
judge_finding(struct judge *j, struct finding *f, struct stage *s)
{
    const char *why;
    finding_set_bool(f, F_RELEASE_BLOCKING, false);
    if (!j->set)
        return true;
    j->text.n = 0;
    finding_write(&j->text, f);
    if (!programs_run(j->set, buf_as_slice(&j->text), &why)) {
        stage_note(s, "release_blocking: %s", why);
        return true;
    }
    if (j->blocking)
        finding_set_bool(f, F_RELEASE_BLOCKING, holds(j, 0, s, "release_blocking"));
    return !j->filter || holds(j, j->blocking, s, "--filter");
}
