#define _GNU_SOURCE /* strerror and read under -std=c11 */
#include "source_live.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "limits.h"
#include "mem.h"

#define XML_BLOCK (64u << 10) /* parsed at once */

bool
source_fail(struct source *s, const char *what)
{
    static char text[512];
    snprintf(text, sizeof text, "%s: %s", what, strerror(errno));
    s->failed = text;
    s->live_end = true;
    return false;
}

/* The file's own bytes: those read for sniffing first. */
static ssize_t
read_file(void *arg, char *p, size_t n)
{
    struct source *s = arg;
    ssize_t k;
    if (s->head_at < s->head.n) {
        if (n > s->head.n - s->head_at)
            n = s->head.n - s->head_at;
        memcpy(p, s->head.p + s->head_at, n);
        s->head_at += n;
        return (ssize_t)n;
    }
    do
        k = read(s->fd, p, n);
    while (k < 0 && errno == EINTR);
    if (k > 0) {
        s->fd_at += (uint64_t)k;
        if (s->fd_at > s->bytes)
            s->bytes = s->fd_at;
    }
    return k;
}

/* Decompressed bytes; damage ends them and is remembered. */
static size_t
read_bytes(struct source *s, char *p, size_t n)
{
    const char *why = NULL;
    ssize_t k = s->z        ? inflate_read(s->z, p, n, &why)
                : s->member ? member_read(s->member, p, n, &why)
                            : read_file(s, p, n);
    if (k > 0)
        return (size_t)k;
    s->live_end = true;
    if (k < 0 && why)
        s->broken = why;
    else if (k < 0)
        source_fail(s, "read error");
    return 0;
}

static size_t
read_utf16(struct source *s, char *p, size_t n)
{
    while (s->converted_at == s->converted.n && !s->live_end) {
        s->converted.n = s->converted_at = 0;
        buf_room(&s->raw, 65536);
        if (!s->raw.n)
            s->raw.n = read_bytes(s, s->raw.p, 65536);
        decode_utf16(&s->u, &s->converted, s->raw.p, s->raw.n, s->live_end);
        s->raw.n = 0;
        s->bad = s->u.bad;
    }
    if (n > s->converted.n - s->converted_at)
        n = s->converted.n - s->converted_at;
    if (n)
        memcpy(p, s->converted.p + s->converted_at, n);
    s->converted_at += n;
    return n;
}

bool
live_open(struct source *s)
{
    while (s->head.n < 4) {
        buf_room(&s->head, 65536);
        ssize_t k = read(s->fd, s->head.p + s->head.n, 65536);
        if (k < 0 && errno == EINTR)
            continue;
        if (k < 0)
            return false;
        if (!k)
            break;
        s->head.n += (size_t)k;
    }
    s->fd_at = s->bytes = s->head.n;
    return true;
}

/* All of a pipe, in a file that can be read in any order. */
static bool
keep_all(struct source *s)
{
    char *block = xmalloc(READ_BLOCK);
    ssize_t k;
    bool good = true;
    while (good && (k = read_file(s, block, READ_BLOCK)) > 0)
        good = spool_put(&s->whole, s->whole.to, block, (size_t)k) || source_fail(s, spool_folder());
    if (good && k < 0)
        good = source_fail(s, "read error");
    s->head_at = 0; /* given again: what it is shows in its first bytes */
    free(block);
    return good;
}

/* A Fortify project is read like the file audit.fvdl that is in it. */
static void
begin_archive(struct source *s)
{
    bool by_itself = s->regular && !s->start;
    s->seekable = false;
    if (!by_itself && !keep_all(s))
        return;
    off_t size = by_itself ? lseek(s->fd, 0, SEEK_END) : -1;
    if (size > 0)
        s->bytes = (uint64_t)size;
    s->archive = archive_open(by_itself ? s->fd : s->whole.fd, &s->archive_why);
    if (s->archive && archive_has(s->archive, "audit.fvdl"))
        s->member = member_open(s->archive, "audit.fvdl", &s->archive_why);
    if (s->member && archive_has(s->archive, "audit.xml"))
        s->audit = member_open(s->archive, "audit.xml", &s->archive_why);
}

void
live_begin(struct source *s)
{
    if (archive_sniff(s->head.p ? s->head.p : "", s->head.n)) {
        begin_archive(s);
        return;
    }
    if (s->head.n >= sizeof SQLITE_START && memcmp(s->head.p, SQLITE_START, sizeof SQLITE_START) == 0) {
        off_t size = s->regular && !s->start ? lseek(s->fd, 0, SEEK_END) : -1;
        s->seekable = false;
        if (size > 0)
            s->bytes = (uint64_t)size;
        else
            keep_all(s);
        return;
    }
    enum inflate_kind kind = inflate_sniff(s->head.p ? s->head.p : "", s->head.n);
    if (kind == INFLATE_NONE)
        return;
    s->seekable = false;
    s->z = inflate_new(kind, read_file, s, &s->broken);
    s->live_end = !s->z;
}

void
live_mark(struct source *s)
{
    struct buf first = {0};
    size_t mark = 0;
    while (first.n < 4 && !s->live_end) {
        buf_room(&first, 65536);
        first.n += read_bytes(s, first.p + first.n, 65536);
    }
    const char *p = first.p;
    if (first.n >= 3 && memcmp(p, "\xef\xbb\xbf", 3) == 0) {
        mark = 3;
        s->utf8 = true;
    } else if (first.n >= 4 && (memcmp(p, "<\0?\0", 4) == 0 || memcmp(p, "\0<\0?", 4) == 0)) {
        s->utf16 = true; /* XML without a mark */
        s->u.big = !*p;
    } else if (first.n >= 2 && (memcmp(p, "\xff\xfe", 2) == 0 || memcmp(p, "\xfe\xff", 2) == 0)) {
        mark = 2;
        s->utf16 = true;
        s->u.big = *p == '\xfe';
    }
    s->start += mark;
    s->seekable &= !s->utf16;
    s->utf8 |= s->utf16;
    if (s->utf16)
        decode_utf16(&s->u, &s->converted, p + mark, first.n - mark, s->live_end);
    else /* given as if just converted */
        buf_add(&s->converted, first.p + mark, first.n - mark);
    buf_free(&first);
}

/* The text as it stands in the file. */
static size_t
read_plain(struct source *s, char *p, size_t n)
{
    if (s->live_end && s->converted_at == s->converted.n)
        return 0;
    return s->utf16 ? read_utf16(s, p, n) : read_bytes(s, p, n);
}

static void
break_xml(struct source *s, const char *why, uint64_t at)
{
    s->json_end = true;
    s->broken_at = at;
    if (!s->broken)
        s->broken = why;
}

/* Some of the document that stands before the text. */
static void
read_audit(struct source *s)
{
    static char text[400];
    const char *why = NULL;
    uint64_t at = 0;
    char *block = xmalloc(XML_BLOCK);
    ssize_t k = member_read(s->audit, block, XML_BLOCK, &why);
    if (k < 0 || !xml_json_read(s->xml, block, (size_t)k, k == 0, &s->json, &why, &at)) {
        snprintf(text, sizeof text, "audit.xml in it: %s", why);
        s->broken = NULL;
        break_xml(s, text, at);
    }
    if (k <= 0) {
        member_close(s->audit);
        s->audit = NULL;
        xml_json_next(s->xml, s->utf8);
    }
    free(block);
}

static void
check_xml(struct source *s)
{
    if (s->utf16)
        return;
    s->bad = xml_json_repaired(s->xml);
    if (s->xml_fed >= SKETCH_BYTES && s->bad > s->xml_fed / 100)
        break_xml(s, "more than 1 % of the bytes are not UTF-8: it is binary", s->xml_base + s->xml_fed);
}

/* The JSON of the XML document that the plain text is. */
static size_t
read_xml(struct source *s, char *p, size_t n)
{
    while (s->json_at == s->json.n && !s->json_end && !s->failed) {
        const char *why;
        uint64_t at;
        buf_reset(&s->json);
        s->json_at = 0;
        if (s->audit) {
            read_audit(s);
            continue;
        }
        if (!s->xml_raw.n) {
            buf_room(&s->xml_raw, XML_BLOCK);
            s->xml_raw.n = read_plain(s, s->xml_raw.p, XML_BLOCK);
        }
        s->json_end = !s->xml_raw.n;
        if (s->failed)
            break;
        if (!xml_json_read(s->xml, s->xml_raw.p, s->xml_raw.n, s->json_end, &s->json, &why, &at))
            break_xml(s, why, s->xml_base + at);
        else if (s->json_end)
            buf_byte(&s->json, '}');
        s->xml_fed += s->xml_raw.n;
        s->xml_raw.n = 0;
        check_xml(s);
    }
    if (n > s->json.n - s->json_at)
        n = s->json.n - s->json_at;
    if (n)
        memcpy(p, s->json.p + s->json_at, n);
    s->json_at += n;
    return n;
}

size_t
live_read(struct source *s, char *p, size_t n)
{
    return s->xml ? read_xml(s, p, n) : read_plain(s, p, n);
}

void
live_xml(struct source *s)
{
    s->xml = xml_json_new(s->utf8);
    s->xml_base = s->base;
    buf_add(&s->xml_raw, s->p, s->n);
    s->live_end |= s->nul != UINT64_MAX;
}

void
live_close(struct source *s)
{
    inflate_free(s->z);
    s->z = NULL;
    xml_json_free(s->xml);
    s->xml = NULL;
    member_close(s->member);
    member_close(s->audit);
    archive_close(s->archive);
    s->member = s->audit = NULL;
    s->archive = NULL;
    spool_close(&s->whole);
    buf_free(&s->head);
    buf_free(&s->raw);
    buf_free(&s->converted);
    buf_free(&s->xml_raw);
    buf_free(&s->json);
}
