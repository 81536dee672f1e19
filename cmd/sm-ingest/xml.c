#define _GNU_SOURCE /* memmem under -std=c11 */
#include "xml.h"

#include <expat.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "charset.h"
#include "decode.h"
#include "library.h"
#include "limits.h"
#include "mem.h"
#include "skip.h"

#define SYMBOLS(each)                                                                                        \
    each(XML_ErrorString) each(XML_GetCurrentByteCount) each(XML_GetCurrentByteIndex) each(XML_GetErrorCode) \
        each(XML_GetSpecifiedAttributeCount) each(XML_Parse) each(XML_ParserCreate) each(XML_ParserFree)     \
            each(XML_SetCharacterDataHandler) each(XML_SetDefaultHandlerExpand) each(XML_SetElementHandler)  \
                each(XML_SetEntityDeclHandler) each(XML_SetSkippedEntityHandler)                             \
                    each(XML_SetUnknownEncodingHandler) each(XML_SetUserData) each(XML_StopParser)
LIBRARY(lib, "libexpat is needed to read XML", SYMBOLS, "libexpat.so.1", "libexpat.so", "libexpat.dylib")

#define FEED_MAX (1u << 30) /* given to expat at once */

struct xml {
    XML_Parser parser;
    const struct xml_events *events;
    bool utf8, repairs, begun; /* repairs: it is UTF-8, and what is none of it is replaced */
    uint64_t repaired;
    char part[4]; /* the start of a character, not fed yet */
    size_t part_n;
    struct buf joined, clean;
    uint64_t skipped, fed; /* bytes before the declaration; bytes given to expat */
    uint64_t heard, told;  /* of these, when it last told of something, and where that ended */
    const char *why;
    uint64_t at;
    char said[256];
};

static void
fail_at(struct xml *x, uint64_t at, const char *why)
{
    if (x->why)
        return;
    x->why = why;
    x->at = x->skipped + at;
    x->at -= x->at > 2 * x->repaired ? 2 * x->repaired : 0; /* each has grown by two bytes */
}

static void
fail(struct xml *x, const char *why)
{
    XML_Index at = lib.XML_GetCurrentByteIndex(x->parser);
    fail_at(x, at > 0 ? (uint64_t)at : 0, why);
}

void
xml_stop(struct xml *x, const char *why)
{
    fail(x, why);
    lib.XML_StopParser(x->parser, XML_FALSE);
}

static void
hear(struct xml *x)
{
    x->heard = x->fed;
    x->told =
        (uint64_t)lib.XML_GetCurrentByteIndex(x->parser) + (uint64_t)lib.XML_GetCurrentByteCount(x->parser);
}

static void
on_start(void *arg, const XML_Char *name, const XML_Char **attributes)
{
    struct xml *x = arg;
    int n = lib.XML_GetSpecifiedAttributeCount(x->parser);
    hear(x);
    if (x->why)
        return;
    if (n > 2 * ATTRIBUTES_MAX) {
        xml_stop(x, "an element with more than 4096 attributes");
        return;
    }
    attributes[n] = NULL; /* what a DTD adds stands behind those that are written */
    x->events->start(x->events->arg, x, name, attributes);
}

static void
on_end(void *arg, const XML_Char *name)
{
    struct xml *x = arg;
    hear(x);
    (void)name;
    if (!x->why)
        x->events->end(x->events->arg, x);
}

static void
on_text(void *arg, const XML_Char *p, int n)
{
    struct xml *x = arg;
    hear(x);
    if (!x->why)
        x->events->text(x->events->arg, x, p, (size_t)n);
}

/* A reference to an entity that an unread DTD may declare stays as it is written. */
/* Comments, instructions, what stands outside the root. */
static void
on_other(void *arg, const XML_Char *p, int n)
{
    struct xml *x = arg;
    (void)p, (void)n;
    hear(x);
}

static void
on_skipped(void *arg, const XML_Char *name, int parameter)
{
    if (parameter)
        return;
    on_text(arg, "&", 1);
    on_text(arg, name, (int)strlen(name));
    on_text(arg, ";", 1);
}

static void
on_entity(void *arg, const XML_Char *name, int parameter, const XML_Char *value, int n, const XML_Char *base,
          const XML_Char *system, const XML_Char *public, const XML_Char *notation)
{
    struct xml *x = arg;
    (void)parameter, (void)value, (void)n, (void)base, (void)system, (void)public, (void)notation;
    if (x->why)
        return;
    snprintf(x->said, sizeof x->said, "it declares an entity (%.100s), which is refused", name);
    xml_stop(x, x->said);
}

static int
on_encoding(void *arg, const XML_Char *name, XML_Encoding *to)
{
    struct xml *x = arg;
    const uint16_t *high = charset_find(name);
    if (!high) {
        snprintf(x->said, sizeof x->said, "its encoding (%.60s) is none that this version reads", name);
        x->why = x->said;
        return XML_STATUS_ERROR;
    }
    for (int i = 0; i < 128; i++) {
        to->map[i] = i;
        to->map[128 + i] = high[i] ? high[i] : -1;
    }
    to->data = NULL;
    to->convert = NULL;
    to->release = NULL;
    return XML_STATUS_OK;
}

struct xml *
xml_new(const struct xml_events *events, bool utf8)
{
    struct xml *x = xcalloc(1, sizeof *x);
    x->events = events;
    x->utf8 = utf8;
    return x;
}

void
xml_free(struct xml *x)
{
    if (!x)
        return;
    if (x->parser)
        lib.XML_ParserFree(x->parser);
    buf_free(&x->joined);
    buf_free(&x->clean);
    free(x);
}

/* Blanks and comments that stand, against the rule, before the declaration. */
static size_t
before_declaration(const char *p, size_t n)
{
    const char *q = skip_blank(p, p + n), *end = p + n;
    while (end - q >= 7 && memcmp(q, "<!--", 4) == 0) {
        const char *close = memmem(q + 4, (size_t)(end - q - 4), "-->", 3);
        if (!close)
            return 0;
        q = skip_blank(close + 3, end);
    }
    return end - q >= 5 && memcmp(q, "<?xml", 5) == 0 ? (size_t)(q - p) : 0;
}

/* The encoding that the declaration names, and perhaps more; absent where there is none. */
static struct slice
declared(const char *p, size_t n)
{
    const char *close = n > 5 && memcmp(p, "<?xml", 5) == 0 ? memchr(p, '>', n < 200 ? n : 200) : NULL;
    const char *q = close ? memmem(p, (size_t)(close - p), "encoding", 8) : NULL;
    if (!q)
        return (struct slice){0};
    q += 8;
    while (q < close && strchr(" \t\r\n=\"'", *q))
        q++;
    return (struct slice){q, (size_t)(close - q)};
}

static bool
is_one_of(struct slice s, const char *const *names, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (s.n > strlen(names[i]) && strncasecmp(s.p, names[i], strlen(names[i])) == 0)
            return true;
    return false;
}

/* A text in one-byte characters that declares two-byte ones is UTF-8 that was declared before it was saved.
 */
static void
settle_encoding(struct xml *x, const char *p, size_t n)
{
    static const char *const wide[] = {"utf-16", "utf16", "ucs-2", "utf8"};
    static const char *const own[] = {"utf-8", "us-ascii"};
    struct slice name = declared(p, n);
    bool mark = n >= 2 && (memcmp(p, "\xff\xfe", 2) == 0 || memcmp(p, "\xfe\xff", 2) == 0);
    x->utf8 |= is_one_of(name, wide, sizeof wide / sizeof *wide);
    x->repairs = x->utf8 || (!name.p && !mark) || is_one_of(name, own, sizeof own / sizeof *own);
}

static bool
begin(struct xml *x, const char *p, size_t n)
{
    x->begun = true;
    x->skipped = before_declaration(p, n);
    settle_encoding(x, p + x->skipped, n - (size_t)x->skipped);
    if (!lib_load(&x->why))
        return false;
    x->parser = lib.XML_ParserCreate(x->utf8 ? "UTF-8" : NULL);
    if (!x->parser) {
        x->why = "out of memory for XML";
        return false;
    }
    lib.XML_SetUserData(x->parser, x);
    lib.XML_SetElementHandler(x->parser, on_start, on_end);
    lib.XML_SetCharacterDataHandler(x->parser, on_text);
    lib.XML_SetDefaultHandlerExpand(x->parser, on_other);
    lib.XML_SetSkippedEntityHandler(x->parser, on_skipped);
    lib.XML_SetEntityDeclHandler(x->parser, on_entity);
    lib.XML_SetUnknownEncodingHandler(x->parser, on_encoding, x);
    return true;
}

static const char *
reason(enum XML_Error code)
{
    switch (code) {
    case XML_ERROR_NO_ELEMENTS:
    case XML_ERROR_UNCLOSED_TOKEN:
    case XML_ERROR_PARTIAL_CHAR:
    case XML_ERROR_UNCLOSED_CDATA_SECTION:
        return "it is cut off";
    default:
        return lib.XML_ErrorString(code);
    }
}

static bool
feed(struct xml *x, const char *p, size_t n, bool last)
{
    while (n > FEED_MAX) {
        if (!feed(x, p, FEED_MAX, false))
            return false;
        p += FEED_MAX;
        n -= FEED_MAX;
    }
    x->fed += n;
    if (lib.XML_Parse(x->parser, p, (int)n, last) != XML_STATUS_OK) {
        enum XML_Error code = lib.XML_GetErrorCode(x->parser);
        const char *why = x->why ? x->why : reason(code);
        if (x->why == x->said)
            x->why = NULL;
        fail(x, why);
        return false;
    }
    if (!last && x->fed - x->heard > XML_TAG_MAX) /* some versions put off reading an unfinished tag */
        fail_at(x, x->told, "a tag or comment longer than 8 MiB");
    return !x->why;
}

static bool
is_control(unsigned char c)
{
    return (c < 0x20) & (c != '\t') & (c != '\n') & (c != '\r');
}

/* Is there nothing that no document may hold: bytes that are no UTF-8, control characters? *left: bytes at
 * the end that are the start of a character. */
static bool
is_clean(const char *p, size_t n, size_t *left)
{
    unsigned char control = 0;
    size_t i = 0;
    for (; n - i >= 64; i += 64)
        for (size_t k = 0; k < 64; k++)
            control |= is_control((unsigned char)p[i + k]);
    for (; i < n; i++)
        control |= is_control((unsigned char)p[i]);
    return decode_audit(p, n, left) == 0 && !control;
}

/* Feeds the text with U+FFFD for what no document may hold. */
static bool
feed_repaired(struct xml *x, struct slice text, bool last)
{
    x->clean.n = 0;
    for (size_t i = 0, k; i < text.n; i += k) {
        k = decode_step((const unsigned char *)text.p + i, text.n - i);
        if (k && k != DECODE_PART && !is_control((unsigned char)text.p[i])) {
            buf_add(&x->clean, text.p + i, k);
            continue;
        }
        buf_text(&x->clean, "\xef\xbf\xbd");
        x->repaired++;
        k = 1;
    }
    return feed(x, x->clean.p, x->clean.n, last);
}

bool
xml_read(struct xml *x, const char *p, size_t n, bool last)
{
    struct slice text = {p, n};
    size_t left;
    if (x->why || (!x->begun && !begin(x, p, n)))
        return false;
    if (!x->fed && !x->part_n && n) {
        text.p += x->skipped;
        text.n -= (size_t)x->skipped;
    }
    if (!x->repairs)
        return feed(x, text.p, text.n, last);
    if (x->part_n) {
        x->joined.n = 0;
        buf_add(&x->joined, x->part, x->part_n);
        buf_slice(&x->joined, text);
        text = buf_as_slice(&x->joined);
    }
    bool clean = is_clean(text.p, text.n, &left);
    if (last && left) {
        clean = false;
        left = 0;
    }
    text.n -= left;
    memcpy(x->part, text.p + text.n, left);
    x->part_n = left;
    return clean ? feed(x, text.p, text.n, last) : feed_repaired(x, text, last);
}

uint64_t
xml_repaired(const struct xml *x)
{
    return x->repaired;
}

const char *
xml_why(const struct xml *x)
{
    return x->why;
}

uint64_t
xml_at(const struct xml *x)
{
    return x->at;
}

const char *
xml_local(const char *name)
{
    const char *colon = strrchr(name, ':');
    return colon && colon[1] ? colon + 1 : name;
}

bool
xml_is_namespace(const char *attribute)
{
    return strncmp(attribute, "xmlns", 5) == 0 && (!attribute[5] || attribute[5] == ':');
}
