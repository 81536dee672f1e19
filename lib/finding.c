#include "finding.h"

#include <string.h>

const char *const finding_names[F_COUNT] = {
    [F_SOURCE_TOOL] = "source_tool",
    [F_PRODUCT] = "product",
    [F_SERVICE] = "service",
    [F_FINDING_TITLE] = "finding_title",
    [F_SEVERITY] = "severity",
    [F_CONFIDENCE] = "confidence",
    [F_STATE] = "state",
    [F_FIRST_SEEN] = "first_seen",
    [F_LAST_SEEN] = "last_seen",
    [F_OWNER] = "owner",
    [F_EXCEPTION_ID] = "exception_id",
    [F_RELEASE_BLOCKING] = "release_blocking",
    [F_ID] = "id",
    [F_CATEGORY] = "category",
    [F_TARGET] = "target",
    [F_RULE_ID] = "rule_id",
    [F_NATIVE_ID] = "native_id",
    [F_CVE] = "cve",
    [F_CWE] = "cwe",
    [F_COMPONENT] = "component",
    [F_LOCATION] = "location",
    [F_SECRET_HASH] = "secret_hash",
    [F_TIER] = "tier",
    [F_ENVIRONMENT] = "environment",
    [F_KEV] = "kev",
    [F_KEV_ADDED] = "kev_added",
    [F_KEV_DUE] = "kev_due",
    [F_EPSS] = "epss",
    [F_EPSS_DATE] = "epss_date",
    [F_INTRODUCED_AT] = "introduced_at",
    [F_INTRODUCED_BY] = "introduced_by",
    [F_PUBLISHED_AT] = "published_at",
    [F_FOUND_IN] = "found_in",
    [F_SOURCE_SEVERITY] = "source_severity",
    [F_CVSS] = "cvss",
    [F_TIMELINE] = "timeline",
    [F_RESOLVED_AT] = "resolved_at",
    [F_UNCERTAIN_DAYS] = "uncertain_days",
    [F_UNVERIFIED] = "unverified",
    [F_TICKET] = "ticket",
    [F_FIX] = "fix",
    [F_PROVENANCE] = "provenance",
    [F_REVIEWED_BY] = "reviewed_by",
    [F_REVIEWED_AT] = "reviewed_at",
    [F_REPORT] = "report",
    [F_SOURCES] = "sources",
    [F_ALSO] = "also",
};

#define NAME_BUCKETS 64

/* Fields by a cheap hash of their name (length, first and last byte); chains end with -1. */
static signed char bucket[NAME_BUCKETS], next[F_COUNT];
static unsigned char length[F_COUNT];

static unsigned
bucket_of(struct slice s)
{
    return ((unsigned)s.n * 7 + (unsigned char)s.p[0] * 3 + (unsigned char)s.p[s.n - 1]) % NAME_BUCKETS;
}

static void
index_names(void)
{
    memset(bucket, -1, sizeof bucket);
    for (int i = 0; i < F_COUNT; i++) {
        struct slice s = slice_of(finding_names[i]);
        length[i] = (unsigned char)s.n;
        next[i] = bucket[bucket_of(s)];
        bucket[bucket_of(s)] = (signed char)i;
    }
}

int
finding_field(struct slice name)
{
    if (!length[0])
        index_names();
    if (!name.n)
        return -1;
    for (int i = bucket[bucket_of(name)]; i >= 0; i = next[i])
        if (length[i] == name.n && memcmp(finding_names[i], name.p, name.n) == 0)
            return i;
    return -1;
}

void
finding_read(struct finding *f, const struct record *r, struct pool *pool)
{
    memset(f, 0, sizeof *f);
    for (size_t i = 0; i < r->n; i++) {
        int field = finding_field(r->m[i].key);
        if (field >= 0) {
            f->f[field] = r->m[i].value;
        } else if (!slice_is(r->m[i].key, "kind")) {
            if (!f->other)
                f->other = pool_alloc(pool, r->n * sizeof *f->other);
            f->other[f->others++] = r->m[i];
        }
    }
}

static bool
is_last(const struct finding *f, size_t i)
{
    for (size_t j = i + 1; j < f->others; j++)
        if (slice_same(f->other[i].key, f->other[j].key))
            return false;
    return true;
}

#define NAME_ROOM 24 /* ,"release_blocking": and some */

/* Names as members that are not the first. */
static char written[F_COUNT][NAME_ROOM];

/* There is room for NAME_ROOM bytes at p. Gives where they end. */
static inline char *
put_name(char *p, int field)
{
    memcpy(p, written[field], NAME_ROOM);
    return p + length[field] + 4;
}

static void
write_names(void)
{
    index_names();
    for (int i = 0; i < F_COUNT; i++) {
        written[i][0] = ',';
        written[i][1] = '"';
        memcpy(written[i] + 2, finding_names[i], length[i]);
        memcpy(written[i] + 2 + length[i], "\":", 2);
    }
}

void
finding_write_name(struct buf *b, enum finding_field field)
{
    if (!*written[0])
        write_names();
    buf_room(b, NAME_ROOM);
    put_name(b->p + b->n, field);
    b->n += (size_t)length[field] + 4;
}

static void
write_fields(struct buf *b, const struct finding *f)
{
    size_t room = 0;
    if (!*written[0])
        write_names();
    for (int i = 0; i < F_COUNT; i++)
        room += f->f[i].n;
    buf_room(b, room + F_COUNT * (NAME_ROOM + sizeof "false"));
    char *p = b->p + b->n;
    for (int i = 0; i < F_COMMON; i++) {
        struct slice s = f->f[i];
        if (!s.p)
            s = i == F_RELEASE_BLOCKING ? SLICE("false") : SLICE("null");
        p = slice_put(put_name(p, i), s);
    }
    for (int i = F_COMMON; i < F_COUNT; i++)
        if (!json_is_null(f->f[i]))
            p = slice_put(put_name(p, i), f->f[i]);
    b->n = (size_t)(p - b->p);
}

void
finding_write(struct buf *b, const struct finding *f)
{
    buf_text(b, "{\"kind\":\"finding\"");
    write_fields(b, f);
    for (size_t i = 0; i < f->others; i++) {
        if (!is_last(f, i))
            continue;
        buf_byte(b, ',');
        buf_json_slice(b, f->other[i].key);
        buf_byte(b, ':');
        buf_slice(b, f->other[i].value);
    }
    buf_byte(b, '}');
}

void
finding_which_report(struct slice tool, struct slice target, struct slice at, struct slice category,
                     char hex[HASH_HEX + 1])
{
    static struct buf key, last; /* mostly the one asked for before */
    static char known[HASH_HEX + 1];
    key.n = 0;
    hash_part(&key, tool);
    hash_part(&key, target);
    hash_part(&key, at);
    hash_part(&key, category);
    if (!slice_same(buf_as_slice(&key), buf_as_slice(&last))) {
        last.n = 0;
        buf_slice(&last, buf_as_slice(&key));
        hash_hex(key.p, key.n, known);
    }
    memcpy(hex, known, sizeof known);
}

struct slice
finding_str(const struct finding *f, enum finding_field field, struct pool *pool)
{
    return json_unquote(pool, f->f[field]);
}

bool
finding_has(const struct finding *f, enum finding_field field)
{
    return !json_is_null(f->f[field]);
}

void
finding_set_json(struct finding *f, enum finding_field field, struct slice json, struct pool *pool)
{
    f->f[field] = (struct slice){pool_copy(pool, json.p, json.n), json.n};
}

void
finding_set_str(struct finding *f, enum finding_field field, struct slice text, struct pool *pool)
{
    struct buf b = {0};
    if (!text.p) {
        finding_clear(f, field);
        return;
    }
    buf_json_slice(&b, text);
    finding_set_json(f, field, buf_as_slice(&b), pool);
    buf_free(&b);
}

void
finding_set_bool(struct finding *f, enum finding_field field, bool v)
{
    f->f[field] = v ? SLICE("true") : SLICE("false");
}

void
finding_clear(struct finding *f, enum finding_field field)
{
    f->f[field] = (struct slice){0};
}
