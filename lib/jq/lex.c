#include "syntax.h"

#include <ctype.h>
#include <string.h>

static bool
is_letter(char c)
{
    return ((unsigned char)(c | 0x20) >= 'a' && (unsigned char)(c | 0x20) <= 'z') || c == '_';
}

static bool
is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool
is_word(char c)
{
    return is_letter(c) || is_digit(c);
}

static void
skip_blank(struct lexer *l)
{
    while (l->p < l->end) {
        if (*l->p == '#') {
            while (l->p < l->end && *l->p != '\n')
                l->p++;
        } else if (*l->p == ' ' || *l->p == '\t' || *l->p == '\n' || *l->p == '\r') {
            l->p++;
        } else {
            return;
        }
    }
}

static void
words(struct lexer *l)
{
    while (l->p < l->end && is_word(*l->p))
        l->p++;
}

static bool
digits(struct lexer *l)
{
    const char *from = l->p;
    while (l->p < l->end && is_digit(*l->p))
        l->p++;
    return l->p > from;
}

/* ([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)? */
static enum token
number(struct lexer *l)
{
    digits(l);
    if (l->p < l->end && *l->p == '.') {
        l->p++;
        digits(l);
    }
    if (l->p < l->end && *l->p == '.')
        return T_BAD;
    if (l->p < l->end && (*l->p == 'e' || *l->p == 'E')) {
        l->p++;
        if (l->p < l->end && (*l->p == '+' || *l->p == '-'))
            l->p++;
        if (!digits(l))
            return T_BAD;
    }
    return T_NUMBER;
}

static bool
is_keyword(struct slice text)
{
    switch (*text.p) {
    case '_':
        return slice_is(text, "__loc__");
    case 'a':
        return slice_is(text, "as") || slice_is(text, "and");
    case 'b':
        return slice_is(text, "break");
    case 'c':
        return slice_is(text, "catch");
    case 'd':
        return slice_is(text, "def");
    case 'e':
        return slice_is(text, "else") || slice_is(text, "elif") || slice_is(text, "end");
    case 'f':
        return slice_is(text, "foreach");
    case 'i':
        return slice_is(text, "if") || slice_is(text, "import") || slice_is(text, "include");
    case 'l':
        return slice_is(text, "label");
    case 'm':
        return slice_is(text, "module");
    case 'o':
        return slice_is(text, "or");
    case 'r':
        return slice_is(text, "reduce");
    case 't':
        return slice_is(text, "then") || slice_is(text, "try");
    default:
        return false;
    }
}

static enum token
word(struct lexer *l)
{
    words(l);
    l->text.n = (size_t)(l->p - l->text.p);
    if (l->p + 1 < l->end && l->p[0] == ':' && l->p[1] == ':')
        return T_BAD;
    return is_keyword(l->text) ? T_KEYWORD : T_WORD;
}

/* libjq reads points and digits as a number, the longest it can get: `...`, `..5`, `.e5`. */
static bool
is_exponent(const char *p, const char *end)
{
    if (p == end || (*p != 'e' && *p != 'E'))
        return false;
    p += p + 1 < end && (p[1] == '+' || p[1] == '-') ? 2 : 1;
    return p < end && is_digit(*p);
}

static bool
is_odd_number(const char *p, const char *end)
{
    return p < end && (*p == '.' || is_digit(*p) || is_exponent(p, end));
}

static enum token
sign(struct lexer *l)
{
    char c = *l->p++, next = l->p < l->end ? *l->p : 0, third = l->end - l->p > 1 ? l->p[1] : 0;
    if (c == '?' && next == '/' && third == '/')
        return T_BAD;
    if (c == '/' && next == '/') {
        l->p += third == '=' ? 2 : 1;
    } else if (next == '=' && strchr("=!<>|+-*/%", c)) {
        l->p++;
    } else if (c == '.' && next == '.') {
        l->p++;
        return is_odd_number(l->p, l->end) ? T_BAD : T_SIGN;
    }
    return strchr(".[]{}()|,:;=<>+-*/%$?", c) || l->text.p + 1 < l->p ? T_SIGN : T_BAD;
}

static enum token
token(struct lexer *l)
{
    char c = *l->p, next = l->end - l->p > 1 ? l->p[1] : 0;
    if (c == '"') {
        l->p++;
        return T_QUOTE;
    }
    if (c == '@' && is_word(next)) {
        l->text.p = ++l->p;
        words(l);
        return T_FORMAT;
    }
    if (c == '.' && is_letter(next)) {
        l->text.p = ++l->p;
        words(l);
        const char *q = l->text.p + 1;
        while (q < l->p && is_digit(*q))
            q++;
        return q == l->p && is_exponent(l->text.p, l->end) ? T_BAD : T_FIELD;
    }
    if (is_digit(c) || (c == '.' && is_digit(next)))
        return number(l);
    if (is_letter(c))
        return word(l);
    return c ? sign(l) : T_BAD;
}

void
lex_next(struct lexer *l)
{
    skip_blank(l);
    l->text = (struct slice){l->p, 0};
    l->token = l->p == l->end ? T_END : token(l);
    l->text.n = (size_t)(l->p - l->text.p);
    l->code = l->token == T_SIGN || l->token == T_KEYWORD ? lex_code(l->text.p, l->text.n) : 0;
}

static int
hex4(const char *p, const char *end)
{
    int u = 0;
    if (end - p < 4)
        return -1;
    for (int i = 0; i < 4; i++) {
        if (!isxdigit((unsigned char)p[i]))
            return -1;
        u = u * 16 + (isdigit((unsigned char)p[i]) ? p[i] - '0' : (p[i] | 32) - 'a' + 10);
    }
    return u;
}

static char *
put_utf8(char *o, int u)
{
    if (u < 0x80) {
        *o++ = (char)u;
    } else if (u < 0x800) {
        *o++ = (char)(0xC0 | u >> 6);
        *o++ = (char)(0x80 | (u & 63));
    } else {
        if (u < 0x10000) {
            *o++ = (char)(0xE0 | u >> 12);
        } else {
            *o++ = (char)(0xF0 | u >> 18);
            *o++ = (char)(0x80 | (u >> 12 & 63));
        }
        *o++ = (char)(0x80 | (u >> 6 & 63));
        *o++ = (char)(0x80 | (u & 63));
    }
    return o;
}

static bool
escape(struct lexer *l, char **o)
{
    static const char from[] = "\"\\/bfnrt", to[] = "\"\\/\b\f\n\r\t";
    const char *at = memchr(from, *l->p, sizeof from - 1);
    if (at) {
        *(*o)++ = to[at - from];
        l->p++;
        return true;
    }
    int u = *l->p == 'u' ? hex4(l->p + 1, l->end) : -1, low;
    if (u < 0 || (u >= 0xDC00 && u < 0xE000))
        return false;
    l->p += 5;
    if (u >= 0xD800 && u < 0xE000) {
        if (l->end - l->p < 6 || l->p[0] != '\\' || l->p[1] != 'u' ||
            (low = hex4(l->p + 2, l->end)) < 0xDC00 || low > 0xDFFF)
            return false;
        u = 0x10000 + ((u - 0xD800) << 10) + (low - 0xDC00);
        l->p += 6;
    }
    *o = put_utf8(*o, u);
    return true;
}

bool
lex_string(struct lexer *l, struct memory *m, struct val *out, bool *more)
{
    size_t n = 0;
    while (l->p + n < l->end &&
           l->p[n] != '"') /* at most so long up to the next quote; escaped ones make it longer */
        n += l->p[n] == '\\' && l->p + n + 1 < l->end ? 2 : 1;
    char *text = memory_take(m, n + 8), *o = text;
    while (l->p < l->end) {
        char c = *l->p++;
        *more = false;
        if (c == '"' || (c == '\\' && l->p < l->end && *l->p == '(')) {
            *more = c == '\\';
            l->p += *more;
            *out = val_string(text, (size_t)(o - text));
            return true;
        }
        if (c == '\\') {
            if (l->p == l->end || !escape(l, &o))
                return false;
        } else if (!c) {
            return false;
        } else {
            *o++ = c;
        }
    }
    return false;
}
