/* Cuts of findings' lines, against the texts that were put into them: one cut, the same bound texts; and the
 * finding that a line is filled to is that which walking it gives. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cuts.h"

#define LINES 4000

static uint64_t seed = 1;

static uint64_t
roll(uint64_t below)
{
    seed = seed * 6364136223846793005u + 1442695040888963407u;
    return (seed >> 33) % below;
}

struct made {
    char text[4096], bound[512]; /* bound: what its bound members say */
    struct slice line;
};

/* Bound: severity (few), owner (many in the end), state (an escape at times), the sources' tools. */
static void
make(struct made *m, unsigned i)
{
    static const char *const states[] = {"\"open\"", "null", "\"\\u006fpen\"", "\"resolved\""};
    const char *state = states[roll(i < LINES / 2 ? 2 : 4)];
    unsigned severity = (unsigned)roll(3), owner = (unsigned)roll(1 + i / 400), tools = (unsigned)roll(3);
    unsigned tool = (unsigned)roll(4);
    int n =
        snprintf(m->text, sizeof m->text,
                 "{\"kind\":\"finding\",\"finding_title\":\"a \xc3\xa4 %u\",\"severity\":\"s%u\","
                 "\"owner\":\"o%u\",\"id\":\"%u\",\"state\":%s,\"cvss\":%u.5,%s",
                 i, severity, owner, i, state, (unsigned)roll(9), roll(9) ? "" : "\"house\":[{\"a\":1}],");
    n += snprintf(m->text + n, sizeof m->text - (size_t)n,
                  "\"component\":{\"name\":\"c%u\",\"version\":\"%u\",\"type\":\"t%u\"},\"sources\":[",
                  (unsigned)roll(50), (unsigned)roll(20), (unsigned)roll(4));
    for (unsigned k = 0; k < tools; k++)
        n += snprintf(m->text + n, sizeof m->text - (size_t)n,
                      "%s{\"source_tool\":\"t%u\",\"version\":\"%u\",\"location\":null}", k ? "," : "", tool,
                      (unsigned)roll(30));
    n += snprintf(m->text + n, sizeof m->text - (size_t)n, "]}");
    snprintf(m->bound, sizeof m->bound, "%u %u %s %u %u", severity, owner, state, tools, tools ? tool : 0);
    m->line = (struct slice){m->text, (size_t)n};
}

static void
assert_same_finding(const struct cuts *c, struct cut *cut, struct slice line)
{
    static struct subject_reader by_key, walked;
    struct subject a = {0}, b = {0};
    bool other_kind;
    assert_true(cuts_fill(c, cut, line, &by_key));
    assert_null(subject_read(&b, &walked, line, &other_kind));
    subject_fill(&a, &by_key);
    for (int f = 0; f < F_COUNT; f++)
        assert_true(slice_same(by_key.f->f[f], walked.f->f[f]));
    assert_int_equal(by_key.f->others, walked.f->others);
    assert_true(slice_same(a.component.name, b.component.name));
    assert_true(slice_same(a.severity, b.severity));
    assert_int_equal(a.n_sources, b.n_sources);
    assert_int_equal(a.events[0].state, b.events[0].state);
}

static void
lines_with_one_cut_say_the_same(void **state)
{
    static bool bound[F_COUNT] = {[F_SEVERITY] = true, [F_OWNER] = true, [F_STATE] = true};
    static struct cuts cuts = {.keys = {.holes = {.bound = bound}}};
    static struct made made;
    char(*bounds)[512] = calloc(LINES, sizeof *bounds);
    unsigned found = 0;
    (void)state;
    for (unsigned i = 0; i < LINES; i++) {
        make(&made, i);
        strcpy(bounds[i], made.bound);
        if (i == LINES * 3 / 4)
            cuts_narrow(&cuts);
        struct cut *cut = cuts_find(&cuts, made.line);
        if (cut) {
            found++;
        } else {
            cut = cuts_learn(&cuts, made.line);
            assert_non_null(cut);
            assert_null(cut->alike);
            cut->alike = (struct alike *)&bounds[i];
        }
        assert_string_equal((const char *)cut->alike, made.bound);
        assert_same_finding(&cuts, cut, made.line);
    }
    assert_true(found > LINES / 4);
    free(bounds);
    cuts_free(&cuts);
}

static void
what_they_have_in_common_is_told_by_their_bound_texts(void **state)
{
    static bool bound[F_COUNT] = {[F_SEVERITY] = true, [F_OWNER] = true, [F_STATE] = true};
    static struct line_keys keys = {.holes = {.bound = bound}};
    static struct made made;
    struct map same = {0}, texts = {0};
    (void)state;
    for (unsigned i = 0; i < LINES; i++) {
        make(&made, i);
        bool anew;
        assert_true(line_keys_learn(&keys, made.line, &anew));
        size_t a = *map_put(&same, buf_as_slice(&keys.holes.same), i);
        assert_int_equal(a, *map_put(&texts, slice_of(made.bound), i));
    }
    map_free(&same);
    map_free(&texts);
    line_keys_free(&keys);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lines_with_one_cut_say_the_same),
        cmocka_unit_test(what_they_have_in_common_is_told_by_their_bound_texts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
