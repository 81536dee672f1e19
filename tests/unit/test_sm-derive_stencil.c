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
#include "thin.h"

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

/* Both ways of matching say the same. */
static bool
match_both(const struct stencils *s, struct slice line, struct stencil_line *out)
{
    static struct stencil_room room, plain_room;
    struct stencil_line plain;
    bool yes = stencils_match(s, line, &room, out);
    assert_int_equal(stencils_match_plainly(s, line, &plain_room, &plain), yes);
    if (!yes)
        return false;
    assert_int_equal(plain.n, out->n);
    assert_int_equal(plain.n_keyed, out->n_keyed);
    assert_int_equal(plain.escape, out->escape);
    assert_int_equal(plain.high, out->high);
    assert_memory_equal(plain.pieces, out->pieces, (out->n + 1) * sizeof *out->pieces);
    assert_memory_equal(plain.values, out->values, out->n * sizeof *out->values);
    assert_memory_equal(plain.keyed, out->keyed, out->n_keyed);
    return true;
}

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
        m->holes[i] = (struct stencil_hole){{m->text + n, strlen(value)}, (signed char)(i + 1), i % 2 == 1};
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
        bool match = match_both(&s, m.line, &out);
        if (!match) {
            assert_false(known[shape]);
            assert_true(stencils_learn(&s, m.line, m.holes, m.n, NULL, 0));
            assert_true(match_both(&s, m.line, &out));
        }
        known[shape] = true;
        assert_int_equal(out.n, m.n);
        assert_int_equal(out.n_keyed, m.n / 2);
        for (size_t k = 0; k < out.n_keyed; k++)
            assert_int_equal(out.keyed[k], 2 * k + 1);
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
        if (!match_both(&s, m.line, &out))
            (void)stencils_learn(&s, m.line, m.holes, m.n, NULL, 0);
    }
    for (int i = 0; i < 5000; i++) {
        make(&m, roll(12));
        struct slice cut = {m.text, roll(m.line.n)};
        char *copy = malloc(cut.n + 1); /* so that a sanitizer sees what is read behind it */
        memcpy(copy, cut.p, cut.n);
        assert_false(match_both(&s, (struct slice){copy, cut.n}, &out));
        free(copy);
        m.text[1] = 'x'; /* within the first key */
        assert_false(match_both(&s, m.line, &out));
    }
    stencils_free(&s);
}

static void
thin_lines_are_made_whole_again(void **state)
{
    struct stencils s = {0};
    struct thin thin = {0};
    static struct stencil_line out;
    static struct made m;
    uint32_t forms[12] = {0};
    (void)state;
    for (int i = 0; i < 5000; i++) {
        uint64_t shape = roll(12);
        make(&m, shape);
        char *copy = malloc(m.line.n); /* so that a sanitizer sees what is read behind it */
        memcpy(copy, m.line.p, m.line.n);
        struct slice line = {copy, m.line.n};
        if (!match_both(&s, line, &out)) {
            assert_true(stencils_learn(&s, m.line, m.holes, m.n, NULL, 0));
            assert_true(match_both(&s, line, &out));
        }
        if (!forms[shape])
            forms[shape] = thin_learn(&thin, line, &out);
        assert_true(forms[shape] > 0);
        struct buf stored = {0};
        thin_make(&stored, forms[shape], line, &out);
        assert_true(*stored.p != '{' && !memchr(stored.p, '\n', stored.n));
        assert_true(slice_same(thin_line(&thin, buf_as_slice(&stored)), line));
        assert_true(slice_same(thin_line(&thin, line), line));
        buf_free(&stored);
        free(copy);
    }
    thin_free(&thin);
    stencils_free(&s);
}

static void
thin_lines_have_so_many_forms(void **state)
{
    struct thin thin = {0};
    struct slice line = SLICE("{\"a\":1}"), value = {line.p + 5, 1};
    struct stencil_line out = {.values = &value, .n = 1};
    uint32_t form, last = 0;
    (void)state;
    while ((form = thin_learn(&thin, line, &out)) > 0) {
        last = form;
        assert_true(form < 1u << 18);
        struct buf stored = {0};
        thin_make(&stored, form, line, &out);
        assert_false(memchr(stored.p, '\n', stored.n));
        assert_true(slice_same(thin_line(&thin, buf_as_slice(&stored)), line));
        buf_free(&stored);
    }
    assert_true(last > 1000);
    thin_free(&thin);
}

static void
marks_are_kept_by_piece(void **state)
{
    static const char text[] = "{\"a\":1,\"b\":null,\"c\":2}";
    struct slice line = {text, sizeof text - 1};
    const struct stencil_hole holes[] = {{{text + 5, 1}, 1, false}, {{text + 20, 1}, 2, false}};
    const struct stencil_mark mark = {MARK_TEXT, 7, 11, 4}; /* null */
    struct stencils s = {0};
    static struct stencil_line out;
    size_t n;
    (void)state;
    assert_true(stencils_learn(&s, line, holes, 2, &mark, 1));
    assert_true(match_both(&s, line, &out));
    (void)stencils_marks(&s, out.pieces[0], &n);
    assert_int_equal(n, 0);
    const struct stencil_mark *m = stencils_marks(&s, out.pieces[1], &n);
    assert_int_equal(n, 1);
    assert_int_equal(m->what, 7);
    assert_memory_equal(out.values[0].p + out.values[0].n + m->at, "null", m->n);
    stencils_free(&s);
}

/* Of a line that a copy knows it says what they say, whatever they have learned since. */
static void
copies_say_the_same_or_nothing(void **state)
{
    struct stencils s = {0}, copy = {0};
    static struct stencil_room room;
    static struct made m;
    struct stencil_line out, of_copy;
    int known = 0;
    (void)state;
    for (int i = 0; i < 5000; i++) {
        make(&m, roll(12));
        if (!match_both(&s, m.line, &out))
            assert_true(stencils_learn(&s, m.line, m.holes, m.n, NULL, 0));
        if (i == 3)
            stencils_copy(&copy, &s);
        assert_true(match_both(&s, m.line, &out));
        if (!stencils_match(&copy, m.line, &room, &of_copy))
            continue;
        known++;
        assert_int_equal(copy.age, s.age);
        assert_int_equal(of_copy.n, out.n);
        assert_int_equal(of_copy.n_keyed, out.n_keyed);
        assert_memory_equal(of_copy.values, out.values, out.n * sizeof *out.values);
        assert_memory_equal(of_copy.pieces, out.pieces, (out.n + 1) * sizeof *out.pieces);
        assert_memory_equal(of_copy.keyed, out.keyed, out.n_keyed);
    }
    assert_in_range(known, 500, 4500);
    stencils_free(&s);
    assert_int_not_equal(copy.age, s.age);
    stencils_free(&copy);
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
        cmocka_unit_test(holes_of_lines_are_found),        cmocka_unit_test(broken_lines_are_refused),
        cmocka_unit_test(thin_lines_are_made_whole_again), cmocka_unit_test(thin_lines_have_so_many_forms),
        cmocka_unit_test(marks_are_kept_by_piece),         cmocka_unit_test(copies_say_the_same_or_nothing),
        cmocka_unit_test(same_texts_have_one_number),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
