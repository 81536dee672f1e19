/* Changes and sentences (report.md 5 and 6). A story is a row of records; the last period is the report's. In
 * expectations every blank that does not break is a plain one, and minus is `-`. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "../../cmd/sm-render/says.h"
#include "../../cmd/sm-render/sentence.h"

struct story {
    struct model m;
    struct record r;
    struct pool pool;
    struct buf text;
    char lines[40][512]; /* records are read in place */
    size_t n;
    enum grain grain;
};

static void
tell(struct story *s, const char *period, const char *rest)
{
    bool known;
    char *line = s->lines[s->n++];
    snprintf(
        line, sizeof s->lines[0],
        "{\"kind\":\"metric\",\"id\":\"m\",\"title\":\"The title\",\"period\":\"%s\",\"dimensions\":{},%s}",
        period, rest);
    assert_null(record_read(&s->r, slice_of(line)));
    assert_null(model_take(&s->m, &s->r, &known));
    assert_true(known);
}

static struct subject
subject(struct story *s)
{
    model_view(&s->m, s->grain);
    const struct series *series = model_series(&s->m, SLICE("m"), NULL, 0);
    assert_non_null(series);
    return (struct subject){series, series->last->title};
}

static void
plain(struct story *s, struct slice text)
{
    for (size_t i = 0; i < text.n; i++) {
        struct slice rest = {text.p + i, text.n - i};
        bool narrow = slice_starts(rest, THIN), minus = slice_starts(rest, MINUS),
             hard = slice_starts(rest, NBSP);
        buf_byte(&s->text, minus ? '-' : narrow || hard ? ' ' : text.p[i]);
        i += narrow || minus ? 2 : hard ? 1 : 0;
    }
}

static void
done(struct story *s)
{
    model_free(&s->m);
    record_free(&s->r);
    pool_free(&s->pool);
    buf_free(&s->text);
    *s = (struct story){0};
}

static void
says(struct story *s, const char *want)
{
    struct prose p = prose_new(&s->pool);
    sentence_write(&p, &s->m, subject(s), true);
    for (size_t i = 0; i < p.n; i++)
        plain(s, p.run[i].s);
    assert_string_equal(buf_string(&s->text), want);
    done(s);
}

static void
changes(struct story *s, const char *want)
{
    struct buf b = {0};
    struct subject about = subject(s);
    struct change c = change_of(&s->m, about.series);
    change_write(&b, about.series->last->unit, c);
    buf_format(&b, "%s%s", *change_word(c) ? " " : "", change_word(c));
    plain(s, buf_as_slice(&b));
    assert_string_equal(buf_string(&s->text), want);
    buf_free(&b);
    done(s);
}

#define COUNT(v, status)                                                                               \
    "\"unit\":\"findings\",\"direction\":\"lower\",\"target\":0,\"value\":" #v ",\"status\":\"" status \
    "\",\"n\":" #v ",\"says\":\"critical findings are past their due date\",\"confidence\":\"B\""
#define RATIO(a, b, status)                                                                           \
    "\"unit\":\"ratio\",\"direction\":\"higher\",\"target\":0.9,\"value\":" #a "e0,\"numerator\":" #a \
    ",\"denominator\":" #b ",\"status\":\"" status "\",\"n\":" #b                                     \
    ",\"says\":\"findings that fell due were closed in time\",\"confidence\":\"B\""
#define DAYS(v)                                                                                            \
    "\"unit\":\"days\",\"direction\":\"lower\",\"target\":30,\"value\":" #v ",\"status\":\"met\",\"n\":58" \
    ",\"says\":\"the median time to resolve\",\"confidence\":\"B\""
#define PLAIN(v)                                                              \
    "\"unit\":\"findings\",\"direction\":\"none\",\"value\":" #v ",\"n\":" #v \
    ",\"says\":\"findings are open\",\"confidence\":\"A\""

static void
test_changes(void **state)
{
    struct story s = {0};
    (void)state;
    tell(&s, "2026-09", COUNT(4, "missed")), tell(&s, "2026-10", COUNT(6, "missed")), changes(&s, "+2 worse");
    tell(&s, "2026-09", COUNT(6, "missed")), tell(&s, "2026-10", COUNT(5, "missed")),
        changes(&s, "-1 better"); /* no flat band */
    tell(&s, "2026-09", COUNT(6, "missed")), tell(&s, "2026-10", COUNT(6, "missed")), changes(&s, "=");
    tell(&s, "2026-09", PLAIN(24)), tell(&s, "2026-10", PLAIN(23)),
        changes(&s, "-1"); /* no direction, no word */
    tell(&s, "2026-09", RATIO(129, 147, "missed")), tell(&s, "2026-10", RATIO(110, 134, "missed")),
        changes(&s, "-6 pt worse");
    tell(&s, "2026-09", RATIO(36, 41, "missed")), tell(&s, "2026-10", RATIO(28, 34, "missed"));
    changes(&s, "\xe2\x89\x88"); /* 6 points, but 34 × 6 % = 2.04 cases */
    tell(&s, "2026-09", RATIO(820, 1000, "missed")), tell(&s, "2026-10", RATIO(830, 1000, "missed")),
        changes(&s, "\xe2\x89\x88");
    tell(&s, "2026-09", RATIO(820, 1000, "missed")), tell(&s, "2026-10", RATIO(840, 1000, "missed")),
        changes(&s, "+2 pt better");
    tell(&s, "2026-09", RATIO(3, 4, "missed")), tell(&s, "2026-10", RATIO(40, 50, "missed")),
        changes(&s, "n/a");
    tell(&s, "2026-09", DAYS(27)), tell(&s, "2026-10", DAYS(26)), changes(&s, "\xe2\x89\x88");
    tell(&s, "2026-09", DAYS(30)), tell(&s, "2026-10", DAYS(27)), changes(&s, "-3 d better");
    tell(&s, "2026-09", DAYS(31)), tell(&s, "2026-10", DAYS(28)),
        changes(&s, "\xe2\x89\x88"); /* 3 days, under 10 % */
    tell(&s, "2026-09", DAYS(26.4)), tell(&s, "2026-10", DAYS(26.2)),
        changes(&s, "="); /* both are shown as 26 d */
    tell(&s, "2026-09", DAYS(26)), tell(&s, "2026-10", DAYS(4.5)), changes(&s, "-21.5 d better");
    tell(&s, "2026-10", COUNT(6, "missed")), changes(&s, "first");
    tell(&s, "2026-08", COUNT(6, "missed")), tell(&s, "2026-10", COUNT(6, "missed")),
        changes(&s, "n/a"); /* never the last one present */
    tell(&s, "2026-09", COUNT(4, "missed")), tell(&s, "2026-10", COUNT(null, "unknown")), changes(&s, "n/a");
    tell(&s, "2026-09", COUNT(null, "unknown")), tell(&s, "2026-10", COUNT(4, "missed")),
        changes(&s, "first");
    tell(&s, "2025-12", COUNT(4, "missed")), tell(&s, "2026-01", COUNT(6, "missed")), changes(&s, "+2 worse");
}

static void
test_counts(void **state)
{
    struct story s = {0};
    (void)state;
    tell(&s, "2026-09", COUNT(4, "missed")), tell(&s, "2026-10", COUNT(6, "missed"));
    says(&s, "6 critical findings are past their due date, 2 more than in September. The target is 0: "
             "missed. (n 6, B)");
    tell(&s, "2026-09", COUNT(8, "missed")), tell(&s, "2026-10", COUNT(6, "missed"));
    says(&s, "6 critical findings are past their due date, 2 fewer than in September. The target is 0: "
             "missed. (n 6, B)");
    tell(&s, "2026-09", COUNT(2, "missed")), tell(&s, "2026-10", COUNT(1, "missed"));
    says(&s,
         "1 critical finding is past its due date, 1 fewer than in September. The target is 0: missed. (n 1, "
         "B)");
    tell(&s, "2026-09", COUNT(1, "missed")), tell(&s, "2026-10", COUNT(2, "missed"));
    says(&s,
         "2 critical findings are past their due date, 1 more than in September. The target is 0: missed. "
         "(n 2, B)");
    tell(&s, "2026-10", "\"unit\":\"tickets\",\"value\":1,\"says\":\"tickets rot\"");
    says(&s, "The title: 1. This is the first month measured."); /* no verb that is known */
    tell(&s, "2026-10", "\"unit\":\"exceptions\",\"value\":0,\"says\":\"exceptions have no expiry date\"");
    says(&s, "0 exceptions have no expiry date. This is the first month measured.");
    tell(&s, "2026-09", COUNT(0, "met")), tell(&s, "2026-10", COUNT(0, "met"));
    says(&s, "No critical findings are past their due date, as in September. The target is 0: met. (n 0, B)");
    tell(&s, "2026-10", PLAIN(412));
    says(&s, "412 findings are open. This is the first month measured. (n 412, A)");
    tell(&s, "2026-08", PLAIN(400)), tell(&s, "2026-10", PLAIN(1412));
    says(&s, "1 412 findings are open. There is no value for September to compare with. (n 1 412, A)");
    tell(&s, "2025-12", PLAIN(400)), tell(&s, "2026-01", PLAIN(400));
    says(&s, "400 findings are open, unchanged from December. (n 400, A)");
    tell(&s, "2026-09", "\"unit\":\"findings\",\"value\":18"),
        tell(&s, "2026-10", "\"unit\":\"findings\",\"value\":-19");
    says(&s, "The title: -19, 37 less than in September (18).");
    tell(&s, "2026-09", "\"unit\":\"findings\",\"value\":-20"),
        tell(&s, "2026-10", "\"unit\":\"findings\",\"value\":-19");
    says(&s, "The title: -19, 1 more than in September (-20).");
}

static void
test_targets(void **state)
{
    struct story s = {0};
    (void)state;
    tell(&s, "2026-09", COUNT(2, "missed")), tell(&s, "2026-10", COUNT(0, "met"));
    says(&s, "No critical findings are past their due date, 2 fewer than in September. The target, 0, is "
             "met; it was missed in "
             "September. (n 0, B)");
    tell(&s, "2026-09", COUNT(0, "met")), tell(&s, "2026-10", COUNT(2, "missed"));
    says(&s, "2 critical findings are past their due date, 2 more than in September. The target, 0, is "
             "missed; it was met in "
             "September. (n 2, B)");
    tell(&s, "2026-06", RATIO(95, 100, "met")), tell(&s, "2026-07", RATIO(80, 100, "missed"));
    tell(&s, "2026-08", RATIO(80, 100, "missed")), tell(&s, "2026-09", RATIO(80, 100, "missed")),
        tell(&s, "2026-10", RATIO(91, 100, "met"));
    says(&s, "91 % of the findings that fell due were closed in time (91 of 100), 11 points more than in "
             "September (80 %). The "
             "target, at least 90 %, is met for the first time since June. (n 100, B)");
    tell(&s, "2026-06", RATIO(95, 100, "met")),
        tell(&s, "2026-08", RATIO(80, 100, "missed")); /* July is missing */
    tell(&s, "2026-09", RATIO(80, 100, "missed")), tell(&s, "2026-10", RATIO(91, 100, "met"));
    says(&s, "91 % of the findings that fell due were closed in time (91 of 100), 11 points more than in "
             "September (80 %). The "
             "target, at least 90 %, is met; it was missed in September. (n 100, B)");
}

static void
test_ratios_and_days(void **state)
{
    struct story s = {0};
    (void)state;
    tell(&s, "2026-09", RATIO(129, 147, "missed")),
        tell(&s, "2026-10",
             RATIO(110, 134, "missed") ",\"beside\":{\"label\":\"under an exception\",\"value\":8}");
    says(&s, "82 % of the findings that fell due were closed in time (110 of 134), 6 points less than in "
             "September (88 %). The "
             "target is at least 90 %: missed. 8 more are under an exception. (n 134, B)");
    tell(&s, "2026-10",
         RATIO(15, 18, "missed") ",\"beside\":{\"label\":\"releases without result\",\"value\":3}");
    says(&s, "15 of 18 findings that fell due were closed in time (83 %). This is the first month measured. "
             "The target is at "
             "least 90 %: missed. Beside it: 3 releases without result. (n 18, B)");
    tell(&s, "2026-10",
         RATIO(15, 20, "missed") ",\"beside\":{\"label\":\"releases without result\",\"value\":1}");
    says(&s, "75 % of the findings that fell due were closed in time (15 of 20). This is the first month "
             "measured. The target is "
             "at least 90 %: missed. Beside it: 1 release without result. (n 20, B)");
    tell(&s, "2026-10", RATIO(3, 4, "missed"));
    says(&s, "3 of 4 findings that fell due were closed in time (too few for a percentage). This is the "
             "first month measured. "
             "The target is at least 90 %: missed. (n 4, B)");
    tell(&s, "2026-09", DAYS(27)), tell(&s, "2026-10", DAYS(26));
    says(&s, "The median time to resolve is 26 days, about the same as in September (27 days). The target is "
             "at most 30 days: "
             "met. (n 58, B)");
    tell(&s, "2026-09", DAYS(4)), tell(&s, "2026-10", DAYS(1));
    says(&s, "The median time to resolve is 1 day, 3 days less than in September (4 days). The target is at "
             "most 30 days: met. "
             "(n 58, B)");
}

/* What is shown never says the opposite of the status (report.md 5: whole per cent, days from 10 up whole).
 */
static void
test_bounds(void **state)
{
    struct story s = {0};
    struct buf b = {0};
    (void)state;
    tell(&s, "2026-10", RATIO(179, 200, "missed")); /* 89.5 % of a target of 90 % */
    says(&s, "< 90 % of the findings that fell due were closed in time (179 of 200). This is the first month "
             "measured. The target is at least 90 %: missed. (n 200, B)");
    tell(&s, "2026-09", RATIO(180, 200, "met")), tell(&s, "2026-10", RATIO(179, 200, "missed"));
    changes(&s, "\xe2\x89\x88"); /* 90 after < 90: not the same */
    tell(&s, "2026-10", RATIO(180, 200, "met"));
    says(&s, "90 % of the findings that fell due were closed in time (180 of 200). This is the first month "
             "measured. The target is at least 90 %: met. (n 200, B)");
    tell(&s, "2026-10",
         "\"unit\":\"days\",\"direction\":\"lower\",\"target\":30,\"status\":\"missed\",\"value\":30.2,"
         "\"n\":58,\"says\":\"the median age\"");
    says(&s, "The median age is > 30 days. This is the first month measured. The target is at most 30 days: "
             "missed. (n 58)");
    tell(&s, "2026-10",
         "\"unit\":\"ratio\",\"direction\":\"higher\",\"target\":0.995,\"status\":\"met\","
         "\"value\":0.995,\"numerator\":199,\"denominator\":200,\"says\":\"runs passed\"");
    says(&s,
         "> 99 % of the runs passed (199 of 200). This is the first month measured. The target is at least "
         "99.5 %: met.");
    tell(&s, "2026-10",
         "\"unit\":\"ratio\",\"direction\":\"higher\",\"target\":0.995,\"value\":null,"
         "\"numerator\":3,\"denominator\":0");
    struct subject about = subject(&s);
    value_write(&b, &s.m, about.series->last, true);
    buf_text(&b, ", ");
    value_write_target(&b, about.series->last);
    plain(&s, buf_as_slice(&b));
    assert_string_equal(buf_string(&s.text), "n/a, \xe2\x89\xa5 99.5 %");
    buf_free(&b);
    done(&s);
}

static void
test_few(void **state)
{
    struct story s = {0};
    (void)state;
    tell(&s, "2026-09", RATIO(10, 18, "missed")), tell(&s, "2026-10", RATIO(34, 40, "missed"));
    says(
        &s,
        "85 % of the findings that fell due were closed in time (34 of 40), 29 points more than in September "
        "(10 of 18, 56 %). The target is at least 90 %: missed. (n 40, B)");
    tell(&s, "2026-10", RATIO(1, 18, "missed"));
    says(&s, "1 of 18 findings that fell due was closed in time (6 %). This is the first month measured. The "
             "target is at least 90 %: missed. (n 18, B)");
    tell(&s, "2026-10", RATIO(1, 1, "met"));
    says(
        &s,
        "1 of 1 finding that fell due was closed in time (too few for a percentage). This is the first month "
        "measured. The target is at least 90 %: met. (n 1, B)");
    tell(&s, "2026-10", RATIO(0, 18, "missed"));
    says(&s,
         "0 of 18 findings that fell due were closed in time (0 %). This is the first month measured. The "
         "target is at least 90 %: missed. (n 18, B)");
    tell(&s, "2026-09", RATIO(15, 20, "missed")), tell(&s, "2026-10", RATIO(3, 4, "missed"));
    says(&s, "3 of 4 findings that fell due were closed in time (too few for a percentage). The target is at "
             "least 90 %: missed. (n 4, B)");
    tell(&s, "2026-10",
         "\"unit\":\"days\",\"value\":12.4,\"n\":3,\"says\":\"the median age\",\"confidence\":"
         "\"A\"");
    says(&s, "The median age is 12 days. This is the first month measured. (n 3, few, A)");
}

static void
test_singular_units(void **state)
{
    struct story s = {0};
    (void)state;
    tell(&s, "2026-09", RATIO(920, 1000, "met")), tell(&s, "2026-10", RATIO(910, 1000, "met"));
    says(&s, "91 % of the findings that fell due were closed in time (910 of 1 000), about the same as in "
             "September "
             "(92 %). The target is at least 90 %: met. (n 1 000, B)");
    tell(&s, "2026-09", DAYS(6.6)), tell(&s, "2026-10", DAYS(4.6)), changes(&s, "-2 d better");
    tell(&s, "2026-09", DAYS(4.6)), tell(&s, "2026-10", DAYS(4.6)), changes(&s, "=");
    tell(&s, "2026-09", DAYS(0)), tell(&s, "2026-10", DAYS(0));
    says(&s, "The median time to resolve is 0 days, as in September. The target is at most 30 days: met. (n "
             "58, B)");
}

static void
test_other_periods(void **state)
{
    struct story s = {0};
    (void)state;
    s.grain = GRAIN_QUARTER;
    tell(&s, "2026-Q3", COUNT(4, "missed")), tell(&s, "2026-Q4", COUNT(6, "missed"));
    says(&s,
         "6 critical findings are past their due date, 2 more than in Q3. The target is 0: missed. (n 6, B)");
    s.grain = GRAIN_QUARTER;
    tell(&s, "2026-Q4", PLAIN(3));
    says(&s, "3 findings are open. This is the first quarter measured. (n 3, A)");
    s.grain = GRAIN_YEAR;
    tell(&s, "2025", PLAIN(4)), tell(&s, "2026", PLAIN(3) ",\"as_of\":\"2026-10-31T23:59:59Z\"");
    says(&s, "So far in 2026 (to 2026-10-31): 3 findings are open. (n 3, A)");
    tell(&s, "2025-11", COUNT(0, "met")), tell(&s, "2025-12", COUNT(1, "missed")),
        tell(&s, "2026-01", COUNT(0, "met"));
    says(&s, "No critical findings are past their due date, 1 fewer than in December. The target, 0, is met "
             "for the "
             "first time since November 2025. (n 0, B)"); /* the year is another */
}

static void
one(struct pool *pool, const char *many, const char *want)
{
    struct slice got = says_one(pool, slice_of(many));
    assert_int_equal(!got.n, !want);
    if (want)
        assert_memory_equal(got.p, want, strlen(want) + 1);
}

static void
test_one(void **state) /* the words of every shipped metric that counts */
{
    struct pool pool = {0};
    (void)state;
    one(&pool, "findings are carried under an exception", "finding is carried under an exception");
    one(&pool, "verification activities took place", "verification activity took place");
    one(&pool, "findings were closed in the 12 months to the end of the period",
        "finding was closed in the 12 months to the end of the period");
    one(&pool, "exceptions are in force", "exception is in force");
    one(&pool, "expired exceptions still have an open finding",
        "expired exception still has an open finding");
    one(&pool, "exceptions in force match no finding", "exception in force matches no finding");
    one(&pool, "findings came back after they had been closed", "finding came back after it had been closed");
    one(&pool, "open findings are likely to be exploited", "open finding is likely to be exploited");
    one(&pool, "security incidents were detected", "security incident was detected");
    one(&pool, "patches that are late have an owner", "patch that is late has an owner");
    one(&pool, "classes were fixed", "class was fixed");
    one(&pool, "a word of one", NULL);
    one(&pool, "bus passes", NULL); /* no verb that is known */
    one(&pool, "", NULL);
    assert_memory_equal(says_one_label(&pool, SLICE("critical findings under an exception")).p,
                        "critical finding under an exception", 36);
    assert_memory_equal(says_one_label(&pool, SLICE("past their KEV due date")).p, "past its KEV due date",
                        22);
    assert_memory_equal(says_one_of(&pool, SLICE("controls that apply to a system are on")).p,
                        "controls that apply to a system is on", 38);
    assert_true(says_no(SLICE("exceptions have no end")));
    assert_false(says_no(SLICE("nodes are not known")));
    pool_free(&pool);
}

static void
test_nothing(void **state)
{
    struct story s = {0};
    (void)state;
    tell(&s, "2026-10",
         "\"unit\":\"ratio\",\"value\":null,\"caveat\":\"No finding says where it was found.\"");
    says(&s, "The title: no value for October. No finding says where it was found.");
    tell(&s, "2026-10", "\"unit\":\"days\",\"value\":null,\"note\":\"not reached\",\"caveat\":\"Else.\"");
    says(&s, "The title: no value for October. Not reached.");
    tell(&s, "2026-10", RATIO(0, 0, "unknown")); /* value 0e0, but … */
    done(&s);
    tell(&s, "2026-10", "\"unit\":\"ratio\",\"value\":null,\"numerator\":0,\"denominator\":0");
    says(&s, "The title: no value for October. There was nothing to count.");
    tell(&s, "2026-10", "\"unit\":\"ratio\",\"value\":null");
    says(&s, "The title: no value for October. No reason is stated.");
    tell(&s, "2026-10",
         "\"unit\":\"findings\",\"value\":23,\"n\":23,\"says\":\"exceptions are "
         "active\",\"confidence\":\"C\"");
    says(&s, "23 exceptions are active. This is the first month measured. The data is kept by hand. (n 23, "
             "confidence C)");
}

static void
test_partial(void **state)
{
    struct story s = {0};
    (void)state;
    tell(&s, "2026-09", PLAIN(40)), tell(&s, "2026-10", PLAIN(31) ",\"as_of\":\"2026-10-17T23:59:59Z\"");
    says(&s, "So far in October (to the 17th): 31 findings are open. (n 31, A)");
    tell(&s, "2026-10", PLAIN(0) ",\"as_of\":\"2026-10-22T10:00:00Z\"");
    says(&s, "So far in October (to the 22nd): no findings are open. (n 0, A)");
    tell(&s, "2026-10", PLAIN(31) ",\"as_of\":\"2026-10-31T00:00:00Z\"");
    says(&s, "31 findings are open. This is the first month measured. (n 31, A)");
    tell(&s, "2026-10", "\"unit\":\"findings\",\"value\":-19,\"as_of\":\"2026-10-03T10:00:00Z\"");
    says(&s, "The title, so far in October (to the 3rd): -19.");
    tell(&s, "2026-10", "\"unit\":\"days\",\"value\":null,\"as_of\":\"2026-10-11T10:00:00Z\"");
    says(&s, "The title: no value for October so far. No reason is stated.");
    tell(&s, "2026-10", DAYS(5) ",\"as_of\":\"2026-10-11T10:00:00Z\"");
    says(&s, "So far in October (to the 11th): the median time to resolve is 5 days. The target is at most "
             "30 days: "
             "met. (n 58, B)");
}

static void
test_small_ratio_bounds(void **state)
{
    static const struct {
        const char *parts, *shown, *whole;
    } cases[] = {{"\"numerator\":15,\"denominator\":20", "75 %", "75 %"},
                 {"\"numerator\":15,\"denominator\":19", "15 of 19", "15 of 19 (79 %)"},
                 {"\"numerator\":5,\"denominator\":5", "5 of 5", "5 of 5 (100 %)"},
                 {"\"numerator\":3,\"denominator\":4", "3 of 4", "3 of 4"}};
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct story s = {0};
        struct buf b = {0};
        char rest[200];
        snprintf(rest, sizeof rest, "\"unit\":\"ratio\",\"value\":0.75,%s", cases[i].parts);
        tell(&s, "2026-10", rest);
        struct subject about = subject(&s);
        value_write(&b, &s.m, about.series->last, false);
        plain(&s, buf_as_slice(&b));
        assert_string_equal(buf_string(&s.text), cases[i].shown);
        b.n = s.text.n = 0;
        value_write(&b, &s.m, about.series->last, true);
        plain(&s, buf_as_slice(&b));
        assert_string_equal(buf_string(&s.text), cases[i].whole);
        buf_free(&b);
        done(&s);
    }
}

/* The metrics of a scorecard: one letter each, in layout order; the choice as letters. */
static void
chooses(struct story *s, const char *ids, size_t max, const char *want)
{
    struct subject subjects[16];
    size_t n = strlen(ids), chosen[16];
    char got[17] = "";
    model_view(&s->m, GRAIN_MONTH);
    for (size_t i = 0; i < n; i++) {
        subjects[i].series = model_series(&s->m, (struct slice){ids + i, 1}, NULL, 0);
        assert_non_null(subjects[i].series);
    }
    size_t made = sentence_choose(&s->m, subjects, n, max, chosen);
    for (size_t i = 0; i < made; i++)
        got[i] = ids[chosen[i]];
    assert_string_equal(got, want);
    done(s);
}

static void
two_months(struct story *s, char id, const char *before, const char *now)
{
    const char *rest[2] = {before, now};
    bool known;
    for (int i = 0; i < 2; i++) {
        char *line = s->lines[s->n++];
        snprintf(line, sizeof s->lines[0], "{\"kind\":\"metric\",\"id\":\"%c\",\"period\":\"2026-%s\",%s}",
                 id, i ? "10" : "09", rest[i]);
        assert_null(record_read(&s->r, slice_of(line)));
        assert_null(model_take(&s->m, &s->r, &known));
    }
}

static void
test_choice(void **state)
{
    struct story s = {0};
    (void)state;
    two_months(&s, 'a', COUNT(0, "met"), COUNT(0, "met"));       /* nothing to say */
    two_months(&s, 'b', PLAIN(5), PLAIN(9));                     /* moved, no target */
    two_months(&s, 'c', COUNT(3, "missed"), COUNT(0, "met"));    /* newly met */
    two_months(&s, 'd', COUNT(6, "missed"), COUNT(5, "missed")); /* missed */
    two_months(&s, 'e', COUNT(5, "missed"), COUNT(6, "missed")); /* missed and worse */
    chooses(&s, "abcde", 5, "edcb");
    two_months(&s, 'a', COUNT(5, "missed"), COUNT(6, "missed"));
    two_months(&s, 'b', COUNT(5, "missed"), COUNT(6, "missed"));
    two_months(&s, 'c', COUNT(5, "missed"), COUNT(6, "missed"));
    two_months(&s, 'd', COUNT(3, "missed"), COUNT(0, "met"));
    chooses(&s, "abcd", 3, "abd"); /* good news is never crowded out */
    two_months(&s, 'a',
               "\"unit\":\"findings\",\"value\":5,\"target\":0,\"status\":\"missed\",\"confidence\":\"C\"",
               "\"unit\":\"findings\",\"value\":6,\"target\":0,\"status\":\"missed\",\"direction\":\"lower\","
               "\"confidence\":\"C\"");
    two_months(&s, 'b', COUNT(6, "missed"), COUNT(5, "missed"));
    two_months(&s, 'c', RATIO(1, 4, "missed"), RATIO(2, 4, "missed")); /* too few for a headline */
    two_months(&s, 'd', COUNT(2, "missed"), COUNT(null, "unknown"));   /* no value */
    chooses(&s, "abcd", 3, "ba");                                      /* hand-kept data never leads */
    two_months(&s, 'a', COUNT(0, "met"), COUNT(0, "met"));
    two_months(&s, 'b', COUNT(0, "met"), COUNT(0, "met"));
    chooses(&s, "ab", 5, "ab"); /* a calm month still says something */
}

int
main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_changes),
                                       cmocka_unit_test(test_counts),
                                       cmocka_unit_test(test_targets),
                                       cmocka_unit_test(test_ratios_and_days),
                                       cmocka_unit_test(test_bounds),
                                       cmocka_unit_test(test_few),
                                       cmocka_unit_test(test_singular_units),
                                       cmocka_unit_test(test_other_periods),
                                       cmocka_unit_test(test_one),
                                       cmocka_unit_test(test_nothing),
                                       cmocka_unit_test(test_partial),
                                       cmocka_unit_test(test_small_ratio_bounds),
                                       cmocka_unit_test(test_choice)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
