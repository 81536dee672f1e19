/* What values mean: severities, words, identifiers, packages, places, from tables. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "component.h"
#include "ids.h"
#include "location.h"
#include "plain.h"
#include "severity.h"
#include "table.h"
#include "words.h"

static json_val *
value(struct json_doc *d, const struct table *t, size_t field)
{
    const char *why;
    json_val *v = json_parse(d, t->field[field].p, t->field[field].n, &why);
    if (!v)
        fprintf(stderr, "%s:%zu: %s\n", t->path, t->number, why);
    assert_non_null(v);
    return v;
}

static void
test_severity(void **state)
{
    struct table t;
    struct json_doc d = {0};
    size_t wrong = 0;
    const char *why;
    struct json_doc house = {0};
    struct slice text = SLICE("{\"hoch\":\"low\",\"odd\":\"bogus\",\"tier one\":\"high\"}");
    json_val *words = json_parse(&house, text.p, text.n, &why);
    (void)state;
    assert_non_null(words);
    table_open(&t, "severity.tsv");
    while (table_next(&t)) {
        const char *got = severity_of(value(&d, &t, 0), words);
        wrong += !table_same(&t, slice_of(got), t.field[1]);
    }
    assert_null(severity_of_text(SLICE("odd"), words));
    assert_string_equal(severity_of_text(SLICE("Tier_One"), words), "high");
    assert_string_equal(severity_of_score(9.0), "critical");
    assert_null(severity_of_score(10.1));
    json_free(&d);
    json_free(&house);
    assert_int_equal(wrong, 0);
    assert_true(t.cases >= 60);
}

static const struct {
    const char *name;
    const struct words *words;
} tables[] = {{"state", &state_words},
              {"confidence", &confidence_words},
              {"gate", &gate_outcome_words},
              {"activity", &activity_outcome_words},
              {"exception", &exception_state_words},
              {"environment", &environment_words},
              {"category", &category_words},
              {"audit", &activity_category_words},
              {"known", &known_words},
              {"boolean", &boolean_words},
              {"exposed", &exposed_words}};

static void
test_words(void **state)
{
    struct table t;
    size_t wrong = 0;
    (void)state;
    table_open(&t, "words.tsv");
    while (table_next(&t)) {
        const struct words *w = NULL;
        for (size_t i = 0; i < sizeof tables / sizeof *tables; i++)
            if (slice_is(t.field[0], tables[i].name))
                w = tables[i].words;
        assert_non_null(w);
        wrong += !table_same(&t, slice_of(words_find(w, t.field[1])), t.field[2]);
    }
    assert_int_equal(wrong, 0);
    assert_true(t.cases >= 60);
}

static size_t
check(const char *name, bool (*write)(struct buf *, json_val *), size_t in, const char *only)
{
    struct table t;
    struct json_doc d = {0};
    struct buf b = {0};
    size_t wrong = 0;
    table_open(&t, name);
    while (table_next(&t)) {
        if (only && !slice_is(t.field[0], only))
            continue;
        b.n = 0;
        buf_text(&b, "kept");
        bool any = write(&b, value(&d, &t, in));
        struct slice got = {b.p + 4, b.n - 4};
        wrong += !table_same(&t, any ? got : (struct slice){0}, t.field[in + 1]);
        if (!any)
            assert_int_equal(b.n, 4); /* nothing appended where there is nothing */
    }
    buf_free(&b);
    json_free(&d);
    return wrong;
}

static void
test_ids(void **state)
{
    (void)state;
    assert_int_equal(check("ids.tsv", ids_cve, 1, "cve"), 0);
    assert_int_equal(check("ids.tsv", ids_cwe, 1, "cwe"), 0);
}

static void
test_component(void **state)
{
    (void)state;
    assert_int_equal(check("component.tsv", component_write, 0, NULL), 0);
}

static void
test_location(void **state)
{
    (void)state;
    assert_int_equal(check("location.tsv", location_write, 0, NULL), 0);
}

static void
test_plain(void **state)
{
    static const char *const nothing[] = {
        "", "  ", "N/A", "None", "NULL", "Unknown", "-", "TBD", "placeholder-value"};
    struct buf b = {0};
    (void)state;
    for (size_t i = 0; i < sizeof nothing / sizeof *nothing; i++)
        assert_true(plain_is_nothing(slice_of(nothing[i])));
    assert_false(plain_is_nothing(SLICE("Nona")));
    assert_true(plain_tool(&b, SLICE("  GitHub  Secret-Scanning (beta) ")));
    assert_string_equal(buf_string(&b), "\"github-secret-scanning-beta\"");
    b.n = 0;
    assert_false(plain_tool(&b, SLICE("---")));
    assert_int_equal(b.n, 0);
    buf_free(&b);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_severity), cmocka_unit_test(test_words),
                                       cmocka_unit_test(test_ids),      cmocka_unit_test(test_component),
                                       cmocka_unit_test(test_location), cmocka_unit_test(test_plain)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
