#include "ticket.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "mem.h"

/* What only an exception or an incident has: a ticket's program may give it, and it goes where it belongs. */
static const char *const extra[] = {"reason",  "approver", "granted", "expires",
                                    "control", "started",  "cause",   "known_defect"};

struct ticket_kinds {
    struct programs *set; /* exception_ticket, incident_ticket */
    struct buf text;
};

struct ticket_kinds *
ticket_kinds_new(const struct dictionary *d, const struct program_variable *as_of)
{
    static const char *const keys[] = {"exception_ticket", "incident_ticket"};
    static const char *const names[] = {"dictionary: exception_ticket", "dictionary: incident_ticket"};
    struct program_source src[2];
    struct buf why = {0};
    struct ticket_kinds *t = xcalloc(1, sizeof *t);
    for (int i = 0; i < 2; i++) {
        struct slice text = dictionary_program(d, keys[i]);
        src[i] = (struct program_source){names[i], text.p ? text : SLICE("false")};
    }
    t->set = programs_compile(src, 2, as_of, 1, &why);
    if (!t->set)
        report_die("%s", buf_string(&why));
    return t;
}

void
ticket_kinds_free(struct ticket_kinds *t)
{
    programs_free(t->set);
    buf_free(&t->text);
    free(t);
}

static struct slice
get(const struct built *b, const char *name)
{
    int at = kind_field(b->kind, slice_of(name));
    return at < 0 ? (struct slice){0} : b->f.f[at];
}

/* The first of the ticket's fields that has a value. */
static struct slice
either(const struct built *b, const char *first, const char *second)
{
    struct slice s = get(b, first);
    return s.p ? s : get(b, second);
}

static void
put(struct built *b, const char *name, struct slice json)
{
    b->f.f[kind_field(b->kind, slice_of(name))] = json;
}

static bool
mentions(struct slice text, const char *const *words)
{
    for (; *words; words++)
        for (size_t n = strlen(*words), i = 0; i + n <= text.n; i++)
            if (strncasecmp(text.p + i, *words, n) == 0)
                return true;
    return false;
}

/* For an exception "done" is in force, unless it was refused. */
static const char *
standing(const struct built *b)
{
    static const char *const refused[] = {"reject", "declin", "denied",  "refuse", "won't",   "wont",
                                          "not do", "not_pl", "withdra", "cancel", "invalid", NULL};
    static const char *const granted[] = {"accept", "approv", "granted", "in force", NULL};
    struct slice state = get(b, "state"), resolution = get(b, "resolution"), labels = get(b, "labels");
    if (mentions(resolution, refused) ||
        mentions(labels, (const char *const[]){"\"rejected\"", "\"denied\"", NULL}))
        return "\"rejected\"";
    if (mentions(resolution, granted) ||
        mentions(labels, (const char *const[]){"\"approved\"", "\"granted\"", NULL}))
        return "\"active\"";
    if (!state.p || slice_is(state, "\"open\"") || slice_is(state, "\"in_progress\""))
        return "\"requested\"";
    return slice_is(state, "\"resolved\"") || slice_is(state, "\"accepted\"") ? "\"active\"" : "\"rejected\"";
}

/* The only finding that it names, as JSON text; absent where it names none or several. */
static struct slice
only_finding(const struct built *b)
{
    struct slice ids = get(b, "finding_ids");
    if (ids.n < 4 || memchr(ids.p, ',', ids.n))
        return (struct slice){0};
    return (struct slice){ids.p + 1, ids.n - 2};
}

static void
become_exception(struct built *to, const struct built *from)
{
    const char *state = standing(from);
    struct slice granted = either(from, "granted", "resolved");
    put(to, "id", get(from, "key"));
    put(to, "reason", either(from, "reason", "title"));
    put(to, "approver", get(from, "approver"));
    if (strcmp(state, "\"requested\"") != 0)
        put(to, "granted", granted.p ? granted : get(from, "created"));
    put(to, "expires", either(from, "expires", "due"));
    put(to, "state", slice_of(state));
    put(to, "control", get(from, "control"));
    put(to, "url", get(from, "url"));
    put(to, "service", get(from, "service"));
    put(to, "cve", get(from, "cve"));
    put(to, "finding_id", only_finding(from));
    put(to, "provenance", get(from, "provenance"));
}

static void
become_incident(struct built *to, const struct built *from)
{
    put(to, "id", get(from, "key"));
    put(to, "detected", get(from, "created"));
    put(to, "started", get(from, "started"));
    put(to, "resolved", get(from, "resolved"));
    put(to, "severity", get(from, "severity"));
    put(to, "service", get(from, "service"));
    put(to, "cause", get(from, "cause"));
    put(to, "known_defect", get(from, "known_defect"));
    put(to, "finding_id", only_finding(from));
    put(to, "provenance", get(from, "provenance"));
}

static bool
holds(struct ticket_kinds *t, size_t program, struct stage *s)
{
    static const char *const names[] = {"exception_ticket", "incident_ticket"};
    if (programs_error(t->set, program))
        stage_note(s, "%s: %s", names[program], programs_error(t->set, program));
    return programs_true(t->set, program);
}

void
ticket_kinds_settle(struct ticket_kinds *t, struct built *b, const struct kind *said, struct stage *s)
{
    const struct kind *to = said, *exception = &kind_exception, *incident = kind_named(SLICE("incident"));
    const struct built from = *b;
    const char *why;
    for (size_t i = 0; i < sizeof extra / sizeof *extra; i++)
        put(b, extra[i], (struct slice){0});
    if (!to) {
        t->text.n = 0;
        build_write(&t->text, b);
        if (!programs_run(t->set, buf_as_slice(&t->text), &why))
            stage_note(s, "exception_ticket: %s", why);
        else
            to = holds(t, 0, s) ? exception : holds(t, 1, s) ? incident : NULL;
    }
    if (to != exception && to != incident)
        return;
    *b = (struct built){.kind = to, .no_record = from.no_record};
    if (to == exception)
        become_exception(b, &from);
    else
        become_incident(b, &from);
}
