/* What holds of one finding in one period. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#include "facts.h"
#include "sla.h"

static struct subject_reader reader;

static struct facts
facts_of(struct subject *s, const char *text, int64_t days, const char *period)
{
    struct periods p;
    struct facts f;
    bool other_kind;
    assert_null(subject_read(s, &reader, slice_of(text), &other_kind));
    assert_false(other_kind);
    s->clock = s->first_seen;
    s->sla_days = days;
    s->due = days == NO_DAYS ? NO_DAYS : date_day(s->clock) + days;
    assert_null(periods_parse(&p, period, DATE_NONE));
    facts_find(&f, s, &p.at[0]);
    periods_free(&p);
    return f;
}

#define TIMELINE(events) \
    "{\"kind\":\"finding\",\"first_seen\":\"2026-09-10T12:00:00Z\",\"timeline\":[" events "]}"
#define EVENT(at, state) "{\"at\":\"" at "\",\"state\":\"" state "\"}"
#define FIRST EVENT("2026-09-10T12:00:00Z", "open")

static void
test_states(void **state)
{
    struct subject s;
    (void)state;
    struct facts f = facts_of(&s, TIMELINE(FIRST), 30, "2026-09");
    assert_true(f.open && f.is_new && !f.open_at_start && !f.due_in_period && f.age_days == 20);
    f = facts_of(&s, TIMELINE(FIRST), 30, "2026-08");
    assert_true(!f.open && !f.is_new && f.at_end == STATE_NONE && f.age_days == NO_DAYS);
    f = facts_of(&s, TIMELINE(FIRST "," EVENT("2026-10-01T00:00:00Z", "resolved")), 30, "2026-09");
    assert_true(f.open && !f.closed && f.resolved == DATE_NONE);
    f = facts_of(&s, TIMELINE(FIRST "," EVENT("2026-10-01T00:00:00Z", "resolved")), 30, "2026-10");
    assert_true(!f.open && f.open_at_start && f.closed && f.time_to_resolve_days == 21 &&
                f.in_time == ANSWER_YES);
    assert_true(f.moves.resolved == 1 && f.moves.first == 0);
}

static void
test_due(void **state)
{
    struct subject s;
    (void)state;
    struct facts f = facts_of(&s, TIMELINE(FIRST), 20, "2026-09"); /* due on the 30th, the last day */
    assert_true(f.due_in_period && !f.overdue && f.in_time == ANSWER_NO);
    f = facts_of(&s, TIMELINE(FIRST), 19, "2026-09");
    assert_true(f.due_in_period && f.overdue);
    f = facts_of(&s, TIMELINE(FIRST), 21, "2026-09");
    assert_true(!f.due_in_period && !f.overdue && f.in_time == ANSWER_NONE);
    f = facts_of(&s, TIMELINE(FIRST "," EVENT("2026-09-29T23:59:59Z", "accepted")), 19, "2026-09");
    assert_true(f.due_in_period && f.excused && f.in_time == ANSWER_NONE && f.accepted);
    f = facts_of(&s, TIMELINE(FIRST "," EVENT("2026-09-30T00:00:00Z", "accepted")), 19, "2026-09");
    assert_true(f.due_in_period && !f.excused && f.in_time == ANSWER_NO);
    f = facts_of(&s, TIMELINE(FIRST "," EVENT("2026-09-30T00:00:00Z", "false_positive")), 19, "2026-09");
    assert_true(f.in_time == ANSWER_NONE);
    f = facts_of(&s, TIMELINE(FIRST), NO_DAYS, "2026-09");
    assert_true(!f.due_in_period && !f.overdue && f.age_days == 20);
}

static void
test_no_timeline(void **state)
{
    struct subject s;
    (void)state;
    struct facts f = facts_of(&s, "{\"kind\":\"finding\",\"timeline\":[]}", NO_DAYS, "2026-09");
    assert_true(f.open && f.open_at_start && !f.is_new);
    f = facts_of(&s,
                 "{\"kind\":\"finding\",\"first_seen\":\"2026-09-02T00:00:00Z\",\"resolved_at\":\"2026-09-"
                 "01T00:00:00Z\"}",
                 NO_DAYS, "2026-09");
    assert_true(!f.open && f.is_new && f.closed); /* resolved before it was seen: at once */
    f = facts_of(&s, "{\"kind\":\"finding\",\"timeline\":[" EVENT("2026-09-05T00:00:00Z", "open") "]}",
                 NO_DAYS, "2026-09");
    assert_true(f.open && f.is_new); /* the first event tells when it was first seen */
}

/* A line in pieces: the members of a finding, whatever stands between and whatever the order. */
static void
test_lines(void **state)
{
    static const char *const bad[] = {"{\"kind\":\"finding\"", "{\"kind\":\"finding\"}}", "{\"kind\":\"finding\",}",
                                      "{\"kind\":\"finding\",\"x\":[1,]}", "{\"kind\":\"finding\",\"x\":01}",
                                      "{\"kind\":\"finding\",\"x\":\"a\" \"b\"}", "{\"kind\":\"finding\",\"x\":{]}}",
                                      "{\"kind\":\"finding\",\"x\":\"\\q\"}"};
    struct subject s;
    bool other_kind;
    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_non_null(subject_read(&s, &reader, slice_of(bad[i]), &other_kind));
    assert_null(subject_read(&s, &reader,
                             SLICE("{ \"x\" : [ { \"a\" : \"}\\\"]\" } ] , \"severity\":\"low\",\"kind\":\"finding\",\"sources\":["
                                   "{\"target\":\"t\",\"source_tool\":\"a\",\"z\":{\"target\":\"no\"}},{}],\"component\":{\"name\":"
                                   "\"left-pad\",\"purl\":\"pkg:npm/left-pad\"}}"),
                             &other_kind));
    assert_true(slice_is(s.severity, "low") && s.n_sources == 2 && slice_is(s.sources[0].target, "t"));
    assert_true(slice_is(s.sources[0].tool, "a") && !s.sources[1].tool.p && slice_is(s.component.name, "left-pad"));
    assert_null(subject_read(&s, &reader, SLICE("{\"kind\":\"finding\",\"kind\":\"asset\"}"), &other_kind));
    assert_true(other_kind);
}

static void
test_sla(void **state)
{
    struct dictionary d = {0};
    struct sla s;
    const char *why, *text = "{\"sla\":[{\"severity\":\"high\",\"days\":5,\"from\":\"2026-09-10\"},{"
                             "\"severity\":\"high\",\"tier\":\"1\","
                             "\"days\":10},{\"severity\":\"high\",\"days\":30},{\"severity\":\"low\","
                             "\"days\":null}],\"sla_kev\":true}";
    int64_t clock = date_parse(SLICE("2026-09-09T23:59:59Z")),
            later = date_parse(SLICE("2026-09-10T00:00:00Z"));
    struct slice none = {0};
    (void)state;
    d.root = json_parse(&d.doc, text, strlen(text), &why);
    sla_load(&s, &d);
    assert_int_equal(sla_days(&s, SLICE("high"), SLICE("1"), none, clock), 10);
    assert_int_equal(sla_days(&s, SLICE("high"), none, none, clock), 30);
    assert_int_equal(sla_days(&s, SLICE("high"), SLICE("1"), none, later), 5);
    assert_true(sla_days(&s, SLICE("low"), none, none, clock) == SLA_NONE);
    assert_true(sla_days(&s, SLICE("info"), none, none, clock) == SLA_NONE);
    assert_true(sla_days(&s, none, none, none, clock) == SLA_NONE);
    assert_true(sla_days(&s, SLICE("high"), none, none, DATE_NONE) == SLA_NONE);
    assert_int_equal(sla_due(&s, 30, clock, DATE_NONE), date_day(clock) + 30);
    assert_int_equal(sla_due(&s, 30, clock, clock + 3 * DAY), date_day(clock) + 3);
    assert_int_equal(sla_due(&s, 30, clock, clock + 31 * DAY), date_day(clock) + 30);
    assert_true(sla_due(&s, SLA_NONE, clock, clock) == SLA_NONE);
    sla_free(&s);
    json_free(&d.doc);
}

static int
clean(void **state)
{
    (void)state;
    subject_reader_free(&reader);
    return 0;
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_states),
        cmocka_unit_test(test_due),
        cmocka_unit_test(test_no_timeline),
        cmocka_unit_test(test_lines), cmocka_unit_test(test_sla),
    };
    return cmocka_run_group_tests(tests, NULL, clean);
}
