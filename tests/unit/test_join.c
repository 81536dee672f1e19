/* lib/join: which exception covers a finding, what assets, tickets and intelligence fill in, and that many
 * are fast. */
#define _GNU_SOURCE /* memmem under -std=c11 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <time.h>

#include "date.h"
#include "join.h"
#include "join/glob.h"
#include "table.h"

static struct record record;
static struct buf text;

/* {"kind":…, members} as a record; its text lies in `text` until the next. */
static struct record *
make(const char *kind, struct slice members)
{
    text.n = 0;
    buf_byte(&text, '{');
    if (kind)
        buf_format(&text, "\"kind\":\"%s\"%s", kind, members.n ? "," : "");
    buf_slice(&text, members);
    buf_byte(&text, '}');
    const char *why = record_read(&record, buf_as_slice(&text));
    if (why)
        fprintf(stderr, "%s: %s\n", buf_string(&text), why);
    assert_null(why);
    return &record;
}

static void
take_all(struct references *refs, const char *kind, struct slice all, struct tally *notes)
{
    while (all.n) {
        const char *end = memmem(all.p, all.n, " ;; ", 4);
        struct slice one = {all.p, end ? (size_t)(end - all.p) : all.n};
        assert_true(references_take(refs, make(kind, one), notes));
        all = end ? (struct slice){end + 4, all.n - one.n - 4} : (struct slice){0};
    }
}

static void
test_exceptions(void **state)
{
    struct table t;
    size_t wrong = 0;
    (void)state;
    table_open(&t, "exceptions.tsv");
    while (table_next(&t)) {
        struct references *refs = references_new(NULL);
        struct tally notes = {0};
        struct pool pool = {0};
        struct finding f;
        struct exception_match m;
        struct buf got = {0};
        take_all(refs, "exception", t.field[0], &notes);
        finding_read(&f, make("finding", t.field[1]), &pool);
        if (references_exception(refs, &f, t.field[2].p ? date_end_of(t.field[2]) : DATE_NONE, &m)) {
            buf_slice(&got, m.id);
            buf_text(&got, m.in_force ? " in force" : " expired");
        }
        wrong += !table_same(&t, got.n ? buf_as_slice(&got) : (struct slice){0}, t.field[3]);
        buf_free(&got);
        pool_free(&pool);
        tally_free(&notes);
        references_free(refs);
    }
    assert_int_equal(wrong, 0);
    assert_true(t.cases >= 40);
}

/* Compares `field=JSON` of one finding; `-` is null or absent. */
static bool
has(const struct table *t, const struct finding *f, struct slice wanted)
{
    const char *equals = memchr(wanted.p, '=', wanted.n);
    int field = finding_field((struct slice){wanted.p, (size_t)(equals - wanted.p)});
    struct slice value = {equals + 1, wanted.n - (size_t)(equals + 1 - wanted.p)};
    assert_true(field >= 0);
    if (slice_is(value, "-"))
        value = (struct slice){0};
    return table_same(t, json_is_null(f->f[field]) ? (struct slice){0} : f->f[field], value);
}

static void
test_fill(void **state)
{
    struct table t;
    size_t wrong = 0;
    (void)state;
    table_open(&t, "join.tsv");
    while (table_next(&t)) {
        struct references *refs = references_new(NULL);
        struct tally notes = {0};
        struct pool pool = {0};
        struct finding f;
        take_all(refs, NULL, t.field[0], &notes);
        finding_read(&f, make("finding", t.field[1]), &pool);
        references_fill(refs, &f, &pool, &notes);
        for (struct slice rest = t.field[2]; rest.n;) {
            struct slice one = rest; /* up to a blank outside quotes */
            bool quoted = false;
            for (size_t i = 0; i < rest.n && one.n == rest.n; i++) {
                quoted ^= rest.p[i] == '"';
                if (rest.p[i] == ' ' && !quoted)
                    one.n = i;
            }
            wrong += !has(&t, &f, one);
            rest =
                one.n < rest.n ? (struct slice){rest.p + one.n + 1, rest.n - one.n - 1} : (struct slice){0};
        }
        pool_free(&pool);
        tally_free(&notes);
        references_free(refs);
    }
    assert_int_equal(wrong, 0);
    assert_true(t.cases >= 38);
}

static void
test_notes(void **state)
{
    struct references *refs = references_new(NULL);
    struct tally notes = {0};
    struct buf b = {0};
    (void)state;
    assert_false(references_any_asset(refs));
    assert_false(references_take(refs, make("finding", SLICE("\"id\":\"x\"")), &notes));
    take_all(refs, "exception",
             SLICE("\"id\":\"B1\",\"service\":\"a\" ;; \"id\":\"B2\" ;; \"id\":\"N\",\"rule_id\":\"q\""),
             &notes);
    take_all(refs, "exception", SLICE("\"id\":\"S\",\"rule_id\":\"q\",\"scope\":\"scanner\""), &notes);
    take_all(refs, "asset", SLICE("\"name\":\"a\",\"owner\":\"x\" ;; \"name\":\"A\",\"owner\":\"y\""),
             &notes);
    assert_true(references_any_asset(refs));
    take_all(refs, "ticket", SLICE("\"key\":\"T1\",\"finding_ids\":[\"f\"] ;; \"key\":\"T2\""), &notes);
    struct pool pool = {0};
    struct finding f;
    finding_read(&f, make("finding", SLICE("\"id\":\"f\"")), &pool);
    references_fill(refs, &f, &pool, &notes);
    pool_free(&pool);
    references_report(refs, &notes);
    tally_write(&notes, &b, "t", "0");
    assert_non_null(
        strstr(buf_string(&b), "asset \\\"a\\\": two values of owner: \\\"x\\\" is used, \\\"y\\\" is not"));
    assert_non_null(strstr(buf_string(&b), "2 exceptions too broad to cover anything: B1, B2"));
    assert_non_null(strstr(buf_string(&b), "1 exceptions match no finding: N"));
    assert_non_null(strstr(buf_string(&b), "1 tickets match no finding: T2"));
    buf_free(&b);
    tally_free(&notes);
    references_free(refs);
}

static void
test_glob(void **state)
{
    (void)state;
    assert_true(glob_matches(SLICE("a/**/b"), SLICE("a/b")));
    assert_true(glob_matches(SLICE("a/**/b"), SLICE("a/x/y/b")));
    assert_false(glob_matches(SLICE("a/**/b"), SLICE("a/xb")));
    assert_true(glob_matches(SLICE("**/*.py"), SLICE("x.py")));
    assert_true(glob_matches(SLICE("src/**"), SLICE("src/a/b")));
    assert_true(glob_matches(SLICE("*/a?c"), SLICE("z/abc")));
    assert_false(glob_matches(SLICE("*"), SLICE("a/b")));
    assert_true(glob_matches(SLICE("**"), SLICE("a/b")));
    assert_true(glob_matches(SLICE("a*b*c**d"), SLICE("axxbyyc/q/d")));
    assert_false(glob_matches(SLICE(""), SLICE("a")));
    assert_true(glob_is_all(SLICE("**/*")));
    assert_false(glob_is_all(SLICE("a*")));
    char stars[200], path[4000];
    for (size_t i = 0; i < sizeof stars; i++)
        stars[i] = i % 2 ? 'a' : '*';
    memset(path, 'a', sizeof path);
    path[sizeof path - 1] = 'b';
    assert_false(
        glob_matches((struct slice){stars, sizeof stars}, (struct slice){path, sizeof path})); /* and ends */
}

/* 100,000 assets and exceptions: a look-up does not pass over them all. */
static void
test_many(void **state)
{
    struct references *refs = references_new(NULL);
    struct tally notes = {0};
    struct pool pool = {0};
    struct buf b = {0};
    struct finding f;
    struct exception_match m;
    (void)state;
    clock_t start = clock();
    for (int i = 0; i < 100000; i++) {
        b.n = 0;
        buf_format(&b, "\"name\":\"svc-%d\",\"owner\":\"o%d\",\"repos\":[\"github.com/acme/r%d\"]", i, i, i);
        references_take(refs, make("asset", buf_as_slice(&b)), &notes);
        b.n = 0;
        buf_format(&b, "\"id\":\"E%d\",\"rule_id\":\"sqli\",\"service\":\"svc-%d\"", i, i);
        references_take(refs, make("exception", buf_as_slice(&b)), &notes);
    }
    for (int i = 0; i < 100000; i++) {
        b.n = 0;
        buf_format(&b, "\"target\":\"github.com/acme/r%d\",\"rule_id\":\"sqli\"", i);
        finding_read(&f, make("finding", buf_as_slice(&b)), &pool);
        references_fill(refs, &f, &pool, &notes);
        assert_true(references_exception(refs, &f, DATE_NONE, &m));
        b.n = 0;
        buf_format(&b, "E%d", i);
        assert_true(slice_same(m.id, buf_as_slice(&b)));
        pool_reset(&pool);
    }
    assert_true((double)(clock() - start) / CLOCKS_PER_SEC <
                20); /* some 1 s; a scan of all would take minutes */
    buf_free(&b);
    pool_free(&pool);
    tally_free(&notes);
    references_free(refs);
}

static int
teardown(void **state)
{
    (void)state;
    record_free(&record);
    buf_free(&text);
    return 0;
}

int
main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_exceptions), cmocka_unit_test(test_fill),
                                       cmocka_unit_test(test_notes), cmocka_unit_test(test_glob),
                                       cmocka_unit_test(test_many)};
    return cmocka_run_group_tests(tests, NULL, teardown);
}
