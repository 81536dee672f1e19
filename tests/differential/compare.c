#include "compare.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "jq/programs.h"
#include "mem.h"
#include "twin.h"

struct lines {
    struct slice *at;
    size_t n, cap;
};

struct pair { /* the same programs, compiled for both engines */
    struct programs *native, *special, *libjq;
    struct slice *text;
    bool *told;
    size_t n;
};

static struct lines
lines_of(struct slice s)
{
    struct lines all = {0};
    while (s.n) {
        const char *nl = memchr(s.p, '\n', s.n);
        size_t n = nl ? (size_t)(nl - s.p) : s.n;
        all.at = xgrow(all.at, &all.cap, all.n + 1, sizeof *all.at);
        if (n)
            all.at[all.n++] = (struct slice){s.p, n};
        n += nl != NULL;
        s.p += n;
        s.n -= n;
    }
    return all;
}

static bool
is_native(struct slice text)
{
    struct program_source src = {"program", text};
    struct buf why = {0};
    struct programs *one = programs_compile(&src, 1, NULL, 0, &why);
    bool native = one && !programs_why_not(one, 0);
    programs_free(one);
    buf_free(&why);
    return native;
}

static struct programs *
compile(const struct pair *p, bool libjq, struct buf *why)
{
    struct program_source *src = xcalloc(p->n + 1, sizeof *src);
    for (size_t i = 0; i < p->n; i++)
        src[i] = (struct program_source){"program", p->text[i]};
    programs_force_libjq(libjq);
    struct programs *set = programs_compile(src, p->n, NULL, 0, why);
    programs_force_libjq(false);
    free(src);
    return set;
}

static void
show(const char *engine, struct programs *set, size_t i)
{
    printf("  %s", engine);
    for (size_t k = 0; k < programs_count(set, i) && k < 8; k++)
        printf(" %.*s", (int)(programs_output(set, i, k).n < 400 ? programs_output(set, i, k).n : 400),
               programs_output(set, i, k).p);
    if (programs_error(set, i))
        printf(" error: %s", programs_error(set, i));
    printf("\n");
}

static bool
same(const struct pair *p, struct programs *ours, size_t i)
{
    const char *x = programs_error(ours, i), *y = programs_error(p->libjq, i);
    size_t n = programs_count(ours, i);
    if (n != programs_count(p->libjq, i) || !x != !y || (x && strcmp(x, y) != 0))
        return false;
    while (n--)
        if (!slice_same(programs_output(ours, i, n), programs_output(p->libjq, i, n)))
            return false;
    return true;
}

/* libjq numbers labels through all programs of a set, and a `try` may show the number: alone, both begin at
 * 0. */
static bool
same_alone(struct slice text, struct slice input)
{
    const char *why;
    struct buf reason = {0};
    struct pair p = {.text = &text, .n = 1};
    p.native = compile(&p, false, &reason);
    p.libjq = compile(&p, true, &reason);
    bool good = p.native && p.libjq && programs_run(p.native, input, &why) &&
                programs_run(p.libjq, input, &why) && same(&p, p.native, 0) &&
                twin_run(p.native, input, &why) && same(&p, p.native, 0);
    programs_free(p.native);
    programs_free(p.libjq);
    buf_free(&reason);
    return good;
}

/* DEPARTURES: libjq before Debian's 1.6-2.1+deb12u3 repeats a string without a bound. */
static bool
departs(const struct pair *p, size_t i)
{
    const char *x = programs_error(p->native, i);
    return x && strcmp(x, "Repeat string result too long") == 0;
}

static size_t
compare_input(struct pair *p, struct slice input)
{
    const char *why;
    size_t bad = 0;
    bool read = programs_run(p->native, input, &why);
    if (read != programs_run(p->libjq, input, &why) || read != twin_run(p->special, input, &why))
        printf("not ok reading %.*s\n", (int)input.n, input.p);
    for (size_t i = 0; read && i < p->n; i++) {
        bool good = same(p, p->native, i) && same(p, p->special, i);
        if (p->told[i] || good || departs(p, i) || same_alone(p->text[i], input))
            continue;
        p->told[i] = true;
        bad++;
        printf("not ok %.*s\n  input  %.*s\n", (int)p->text[i].n, p->text[i].p, (int)input.n, input.p);
        show("native", p->native, i);
        show("special", p->special, i);
        show("libjq ", p->libjq, i);
    }
    return bad;
}

size_t
compare_all(struct slice programs, struct slice inputs)
{
    struct lines text = lines_of(programs), in = lines_of(inputs);
    struct pair p = {.text = xcalloc(text.n + 1, sizeof *p.text),
                     .told = xcalloc(text.n + 1, sizeof *p.told)};
    struct buf why = {0};
    size_t bad = 0;
    for (size_t i = 0; i < text.n; i++)
        if (is_native(text.at[i]))
            p.text[p.n++] = text.at[i];
    p.native = compile(&p, false, &why);
    p.special = compile(&p, false, &why);
    p.libjq = compile(&p, true, &why);
    if (!p.libjq) { /* one of them, and the caller looks for it */
        printf("not ok %.*s\n  libjq refuses it: %s\n", (int)text.at[0].n, text.at[0].p, buf_string(&why));
        bad = 1;
    }
    for (size_t i = 0; p.libjq && i < in.n; i++)
        bad += compare_input(&p, in.at[i]);
    printf("ok %zu programs, %zu not native\n", p.n - (bad < p.n ? bad : p.n), text.n - p.n);
    programs_free(p.native);
    programs_free(p.special);
    programs_free(p.libjq);
    free(p.text);
    free(p.told);
    free(text.at);
    free(in.at);
    buf_free(&why);
    return bad;
}
