/* Lines that are cut by forms against the same lines read one by one: whatever a form takes is what
 * plain_read takes, with the same values; what is kept of it gives the line again, and the finding that is
 * written. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "forms.h"
#include "intact.h"

#define LINES 30000
#define ID "0123456789abcdef0123456789abcdef"

static uint32_t
next(uint32_t most)
{
    static uint64_t state = 20261005;
    state = state * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(state >> 33) % most;
}

static const char *
one(const char *const *of, uint32_t n)
{
    return of[next(n)];
}

#define ONE(...)                            \
    one((const char *const[]){__VA_ARGS__}, \
        (uint32_t)(sizeof((const char *const[]){__VA_ARGS__}) / sizeof(char *)))

static void
write_text(struct buf *b)
{
    static const char *const parts[] = {"buffer ", "overflow", "\xc3\xbc", "",  "CVE-",
                                        "|",       "{}",       ",",        ":", "@1.0"};
    uint32_t n = next(40) ? next(6) : 200;
    for (uint32_t i = 0; i < n; i++)
        buf_text(b, one(parts, 10));
}

static void
write_ids(struct buf *b)
{
    uint32_t n = next(9) ? 1 : next(4);
    buf_byte(b, '[');
    for (uint32_t i = 0, id = 1000 + next(50); i < n; i++, id += next(20) ? 1 + next(9) : 0)
        buf_format(b, "%s\"CVE-%u\"", i ? "," : "", id);
    buf_byte(b, ']');
}

/* Now and then what a tool seldom has. */
static const char *
usual(const char *text, const char *seldom)
{
    return next(60) ? text : seldom;
}

static void
write_places(struct buf *b, bool package)
{
    if (package) {
        buf_format(b, ",\"component\":{\"name\":\"lib%u\",\"version\":", next(50));
        buf_text(b, usual(ONE("\"1.0\"", "\"2\"", "\"\""), ONE("null", "7")));
        buf_text(b, usual(",\"purl\":\"pkg:deb/x@1\"}", ONE("}", ",\"name\":\"again\"}", ",\"deep\":true}")));
        return;
    }
    buf_format(b, ",\"location\":{\"file\":\"src/%u.c\",\"line\":", next(30));
    buf_text(b, usual(ONE("7", "12345"), ONE("null", "123456789012", "-1", "1.5")));
    buf_text(b, usual("}", ",\"column\":3}"));
}

/* Of one tool, mostly; now and then what no tool would write. */
static void
write_line(struct buf *b, uint32_t i)
{
    char first[21];
    const char *last = next(9) ? "2026-10-21T06:00:00Z" : ONE("2026-10-22T06:00:00Z", "2026-09-30T23:59:60Z");
    memcpy(first, "2026-10-21T06:00:00Z", sizeof first);
    if (!next(9))
        first[9] = (char)('0' + next(10));
    b->n = 0;
    buf_format(b, "{\"kind\":\"finding\",\"source_tool\":\"%s\",\"product\":null,\"service\":\"s%u\",",
               i % 3 ? "trivy" : "zap", i / 700);
    buf_text(b, "\"finding_title\":\"");
    write_text(b);
    buf_format(b,
               "\",\"severity\":\"%s\",\"confidence\":null,\"state\":\"open\",\"first_seen\":\"%s\",\"last_"
               "seen\":\"%s\",",
               next(50) ? ONE("high", "low") : ONE("worst", "High"), first, last);
    buf_format(b, "\"owner\":%s,\"exception_id\":null,\"release_blocking\":%s,\"category\":\"%s\"",
               usual("null", "\"team\""), ONE("true", "false"), i % 3 ? "container" : "sast");
    buf_text(b, ",\"rule_id\":\"");
    write_text(b);
    buf_text(b, "\",\"cve\":");
    write_ids(b);
    write_places(b, i % 3);
    if (next(9))
        buf_format(b, ",\"cvss\":%u.%u%s", next(10), next(10), next(60) ? "" : "0000000000000000");
    buf_format(b, ",\"timeline\":[{\"at\":\"%s\",\"state\":\"open\",\"why\":\"first seen\"}]",
               next(30) ? first : last);
    buf_format(b, ",\"provenance\":\"system\",\"report\":\"%08x\"}", i / 2000);
    if (!next(20))
        b->p[next((uint32_t)b->n)] = (char)next(256);
}

static void
assert_same(struct slice a, struct slice b)
{
    assert_int_equal(a.n, b.n);
    assert_int_equal(!a.p, !b.p);
    if (a.n)
        assert_memory_equal(a.p, b.p, a.n);
}

static void
assert_same_plain(const struct plain *a, const struct plain *b)
{
    for (int i = 0; i < F_COUNT; i++)
        assert_same(a->f.f[i], b->f.f[i]);
    assert_int_equal(a->leaves, b->leaves);
    for (size_t i = 0; i < a->leaves; i++)
        assert_same(a->leaf[i], b->leaf[i]);
    for (int i = 0; i < PLAIN_CONTAINERS; i++) {
        assert_true(a->inside[i].layout == b->inside[i].layout);
        assert_int_equal(a->inside[i].n, b->inside[i].n);
    }
    assert_same(a->version, b->version);
    assert_same(a->file, b->file);
    assert_true(a->set == b->set && a->first == b->first && a->last == b->last);
    assert_int_equal(a->line, b->line);
    assert_int_equal(a->several_ids, b->several_ids);
}

static void
append(void *with, struct slice part)
{
    buf_slice(with, part);
}

/* As records.md has it, put together from the line. */
static void
write_finding(struct buf *b, const struct plain *p, struct slice line, bool blocks)
{
    struct slice was = p->f.f[F_RELEASE_BLOCKING];
    buf_add(b, line.p, (size_t)(was.p - line.p));
    buf_format(b, "%s,\"id\":\"" ID "\"", blocks ? "true" : "false");
    buf_add(b, was.p + was.n, (size_t)(line.p + line.n - 1 - was.p - was.n));
    buf_text(b, ",\"sources\":");
    intact_source_parts(p, p->f.f[F_LAST_SEEN], append, b);
    buf_text(b, "}\n");
}

static void
assert_kept(const struct forms *f, const struct form_cut *cut, const struct plain *p, struct slice line)
{
    static struct buf kept, again, finding, wanted;
    kept.n = again.n = finding.n = wanted.n = 0;
    forms_keep(f, cut, &kept);
    buf_room(&kept, FORM_PAD);
    forms_line(f, cut->form, buf_as_slice(&kept), &again);
    assert_same(buf_as_slice(&again), line);
    forms_finding(f, cut->form, buf_as_slice(&kept), ID, line.n % 2, &finding);
    write_finding(&wanted, p, line, line.n % 2);
    assert_same(buf_as_slice(&finding), buf_as_slice(&wanted));
}

static void
lines(void **state)
{
    struct forms forms = {.room = 16 << 20};
    struct buf b = {0};
    size_t cuts = 0, learned = 0, refused = 0;
    (void)state;
    for (uint32_t i = 0; i < LINES; i++) {
        struct form_cut cut;
        struct plain p;
        write_line(&b, i);
        /* its own block of memory: nothing beyond the line may be read */
        char *copy = malloc(b.n);
        assert_non_null(copy);
        struct slice line = {memcpy(copy, b.p, b.n), b.n};
        bool formed = forms_cut(&forms, line, &cut), plain = plain_read(&p, line);
        if (formed) {
            assert_true(plain);
            assert_same_plain(&forms.at[cut.form]->plain, &p);
            cuts++;
        } else if (plain && forms_learn(&forms, &p, line, &cut)) {
            formed = true;
            learned++;
        }
        if (formed)
            assert_kept(&forms, &cut, &p, line);
        refused += !formed;
        free(copy);
    }
    assert_true(cuts > LINES / 2 && learned > 100 && refused > 100);
    forms_free(&forms);
    buf_free(&b);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(lines)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
