/* Stencils and the numbers of texts: lines of a few shapes, learned one by one, against what was put into
 * them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "stencil.h"
#include "texts.h"

static uint64_t seed = 1;

static uint64_t
roll(uint64_t below)
{
    seed = seed * 6364136223846793005u + 1442695040888963407u;
    return (seed >> 33) % below;
}

static const char *const values[] = {"1",
                                     "\"a\"",
                                     "null",
                                     "true",
                                     "{}",
                                     "[1,{\"b\":null}]",
                                     "\"a \\\" quote\"",
                                     "-1.5e3",
                                     "\"\"",
                                     "\"one that is longer than thirty-two bytes, by far\""};
#define VALUES (sizeof values / sizeof *values)

struct made {
    char text[4096];
    struct stencil_hole holes[8];
    size_t n;
    struct slice line;
};

/* One of the shapes: the keys that follow one, and how many, are the shape's. */
static void
make(struct made *m, uint64_t shape)
{
    static const char *const keys[] = {
        "\"k\":", ",\"key\":", ",\"key2\":", ",\"a longer key of more than thirty-two bytes\":"};
    size_t n = 0;
    m->n = 1 + shape % 4;
    m->text[n++] = '{';
    for (size_t i = 0; i < m->n; i++) {
        const char *key = i ? keys[1 + (shape / 4 + i) % 3] : keys[0], *value = values[roll(VALUES)];
        memcpy(m->text + n, key, strlen(key));
        n += strlen(key);
        m->holes[i] = (struct stencil_hole){{m->text + n, strlen(value)}, (signed char)(i + 1)};
        memcpy(m->text + n, value, strlen(value));
        n += strlen(value);
    }
    m->text[n++] = '}';
    m->line = (struct slice){m->text, n};
}

static void
holes_of_lines_are_found(void **state)
{
    struct stencils s = {0};
    static struct stencil_line out;
    static struct made m;
    bool known[12] = {false};
    (void)state;
    for (int i = 0; i < 5000; i++) {
        uint64_t shape = roll(12);
        make(&m, shape);
        bool match = stencils_match(&s, m.line, &out);
        if (!match) {
            assert_false(known[shape]);
            assert_true(stencils_learn(&s, m.line, m.holes, m.n, NULL, 0));
            assert_true(stencils_match(&s, m.line, &out));
        }
        known[shape] = true;
        assert_int_equal(out.n, m.n);
        for (size_t k = 0; k < m.n; k++) {
            assert_ptr_equal(out.values[k].p, m.holes[k].value.p);
            assert_int_equal(out.values[k].n, m.holes[k].value.n);
            assert_int_equal(stencils_what(&s, out.pieces[k]), k + 1);
        }
    }
    stencils_free(&s);
}

/* Whatever is cut off or put in place of a byte: no line is taken whose values are none. */
static void
broken_lines_are_refused(void **state)
{
    struct stencils s = {0};
    static struct stencil_line out;
    static struct made m;
    (void)state;
    for (int i = 0; i < 200; i++) {
        make(&m, roll(12));
        if (!stencils_match(&s, m.line, &out))
            (void)stencils_learn(&s, m.line, m.holes, m.n, NULL, 0);
    }
    for (int i = 0; i < 5000; i++) {
        make(&m, roll(12));
        struct slice cut = {m.text, roll(m.line.n)};
        char *copy = malloc(cut.n + 1); /* so that a sanitizer sees what is read behind it */
        memcpy(copy, cut.p, cut.n);
        assert_false(stencils_match(&s, (struct slice){copy, cut.n}, &out));
        free(copy);
        m.text[1] = 'x'; /* within the first key */
        assert_false(stencils_match(&s, m.line, &out));
    }
    stencils_free(&s);
}

static void
marks_are_kept_by_piece(void **state)
{
    static const char text[] = "{\"a\":1,\"b\":null,\"c\":2}";
    struct slice line = {text, sizeof text - 1};
    const struct stencil_hole holes[] = {{{text + 5, 1}, 1}, {{text + 20, 1}, 2}};
    const struct stencil_mark mark = {MARK_TEXT, 7, 11, 4}; /* null */
    struct stencils s = {0};
    static struct stencil_line out;
    size_t n;
    (void)state;
    assert_true(stencils_learn(&s, line, holes, 2, &mark, 1));
    assert_true(stencils_match(&s, line, &out));
    (void)stencils_marks(&s, out.pieces[0], &n);
    assert_int_equal(n, 0);
    const struct stencil_mark *m = stencils_marks(&s, out.pieces[1], &n);
    assert_int_equal(n, 1);
    assert_int_equal(m->what, 7);
    assert_memory_equal(out.values[0].p + out.values[0].n + m->at, "null", m->n);
    stencils_free(&s);
}

static void
same_texts_have_one_number(void **state)
{
    struct texts t = {0};
    char text[40];
    (void)state;
    for (int i = 0; i < 20000; i++) {
        uint64_t which = roll(600);
        int n = snprintf(text, sizeof text, "%s%llu", which % 3 ? "a text that is long: " : "",
                         (unsigned long long)which);
        uint32_t number = texts_number(&t, (struct slice){text, (size_t)n});
        assert_int_equal(number, texts_number(&t, (struct slice){text, (size_t)n}));
        assert_true(number < t.known.n && t.known.n <= 600);
        assert_int_equal(map_get(&t.known, (struct slice){text, (size_t)n}), number);
    }
    texts_free(&t);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(holes_of_lines_are_found),
        cmocka_unit_test(broken_lines_are_refused),
        cmocka_unit_test(marks_are_kept_by_piece),
        cmocka_unit_test(same_texts_have_one_number),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
