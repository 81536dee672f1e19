#define _GNU_SOURCE /* memmem under -std=c11 */
#include "xml.h"

#include <expat.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "charset.h"
#include "limits.h"
#include "mem.h"
#include "skip.h"

#define FEED_MAX (1u << 30) /* given to expat at once */

struct xml {
    XML_Parser parser;
    const struct xml_events *events;
    bool utf8, begun;
    uint64_t skipped, fed; /* bytes before the declaration; bytes given to expat */
    const char *why;
    uint64_t at;
    char said[256];
};

static void
fail(struct xml *x, const char *why)
{
    XML_Index at = XML_GetCurrentByteIndex(x->parser);
    if (x->why)
        return;
    x->why = why;
    x->at = x->skipped + (at > 0 ? (uint64_t)at : 0);
}

void
xml_stop(struct xml *x, const char *why)
{
    fail(x, why);
    XML_StopParser(x->parser, XML_FALSE);
}

static void
on_start(void *arg, const XML_Char *name, const XML_Char **attributes)
{
    struct xml *x = arg;
    int n = XML_GetSpecifiedAttributeCount(x->parser);
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
    (void)name;
    if (!x->why)
        x->events->end(x->events->arg, x);
}

static void
on_text(void *arg, const XML_Char *p, int n)
{
    struct xml *x = arg;
    if (!x->why)
        x->events->text(x->events->arg, x, p, (size_t)n);
}

/* A reference to an entity that an unread DTD may declare stays as it is written. */
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
    if (x && x->parser)
        XML_ParserFree(x->parser);
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

/* Does the declaration name two-byte characters although it is written in one-byte ones? Then it is UTF-8
 * that was declared before it was saved. */
static bool
says_wide(const char *p, size_t n)
{
    static const char *const wide[] = {"utf-16", "utf16", "ucs-2", "utf8"};
    const char *close = n > 5 && memcmp(p, "<?xml", 5) == 0 ? memchr(p, '>', n < 200 ? n : 200) : NULL;
    const char *q = close ? memmem(p, (size_t)(close - p), "encoding", 8) : NULL;
    if (!q)
        return false;
    q += 8;
    while (q < close && strchr(" \t\r\n=\"'", *q))
        q++;
    for (size_t i = 0; i < sizeof wide / sizeof *wide; i++)
        if ((size_t)(close - q) > strlen(wide[i]) && strncasecmp(q, wide[i], strlen(wide[i])) == 0)
            return true;
    return false;
}

static bool
begin(struct xml *x, const char *p, size_t n)
{
    x->begun = true;
    x->skipped = before_declaration(p, n);
    bool utf8 = x->utf8 || says_wide(p + x->skipped, n - x->skipped);
    x->parser = XML_ParserCreate(utf8 ? "UTF-8" : NULL);
    if (!x->parser) {
        x->why = "out of memory for XML";
        return false;
    }
    XML_SetUserData(x->parser, x);
    XML_SetElementHandler(x->parser, on_start, on_end);
    XML_SetCharacterDataHandler(x->parser, on_text);
    XML_SetSkippedEntityHandler(x->parser, on_skipped);
    XML_SetEntityDeclHandler(x->parser, on_entity);
    XML_SetUnknownEncodingHandler(x->parser, on_encoding, x);
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
        return XML_ErrorString(code);
    }
}

bool
xml_read(struct xml *x, const char *p, size_t n, bool last)
{
    if (x->why || (!x->begun && !begin(x, p, n)))
        return false;
    if (!x->fed && n) {
        p += x->skipped;
        n -= (size_t)x->skipped;
    }
    while (n > FEED_MAX) {
        if (!xml_read(x, p, FEED_MAX, false))
            return false;
        p += FEED_MAX;
        n -= FEED_MAX;
    }
    x->fed += n;
    if (XML_Parse(x->parser, p, (int)n, last) != XML_STATUS_OK) {
        enum XML_Error code = XML_GetErrorCode(x->parser);
        const char *why = x->why ? x->why : reason(code);
        if (x->why == x->said)
            x->why = NULL;
        fail(x, why);
        return false;
    }
    XML_Index at = XML_GetCurrentByteIndex(x->parser);
    if (!last && at >= 0 && x->fed - (uint64_t)at > XML_TAG_MAX)
        fail(x, "a tag or comment longer than 8 MiB");
    return !x->why;
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
