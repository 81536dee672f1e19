#include "syntax.h"

#include <ctype.h>
#include <string.h>

#include "bytes.h"

static void
skip_blank(struct lexer *l)
{
    while (l->p < l->end && (unsigned char)*l->p <= '#') {
        char c = *l->p;
        if (c == ' ') {
            l->p = bytes_skip_spaces(l->p, l->end);
        } else if (c == '#') {
            const char *nl = memchr(l->p, '\n', (size_t)(l->end - l->p));
            l->p = nl ? nl : l->end;
        } else if (c == '\n' || c == '\t' || c == '\r') {
            l->p++;
        } else {
            return;
        }
    }
}

static void
words(struct lexer *l)
{
    const char *p = l->p;
    while (p < l->end && byte_is_word(*p))
        p++;
    l->p = p;
}

static bool
digits(struct lexer *l)
{
    const char *from = l->p;
    while (l->p < l->end && byte_is(*l->p, BYTE_DIGIT))
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

/* Of a word of two to seven letters, as all keywords are, or of a sign. */
static uint64_t
code_of(const char *text, size_t n)
{
    switch (n) { /* constant lengths, so that each is a load or two */
    case 1:
        return lex_code(text, 1);
    case 2:
        return lex_code(text, 2);
    case 3:
        return lex_code(text, 3);
    case 4:
        return lex_code(text, 4);
    case 5:
        return lex_code(text, 5);
    case 6:
        return lex_code(text, 6);
    case 7:
        return lex_code(text, 7);
    default:
        return 0;
    }
}

static bool
is_keyword(char first, uint64_t code)
{
#define IS(text) (code == lex_code(text, sizeof(text) - 1))
    switch (first) {
    case '_':
        return IS("__loc__");
    case 'a':
        return IS("as") || IS("and");
    case 'b':
        return IS("break");
    case 'c':
        return IS("catch");
    case 'd':
        return IS("def");
    case 'e':
        return IS("else") || IS("elif") || IS("end");
    case 'f':
        return IS("foreach");
    case 'i':
        return IS("if") || IS("import") || IS("include");
    case 'l':
        return IS("label");
    case 'm':
        return IS("module");
    case 'o':
        return IS("or");
    case 'r':
        return IS("reduce");
    case 't':
        return IS("then") || IS("try");
    default:
        return false;
    }
#undef IS
}

static enum token
word(struct lexer *l)
{
    words(l);
    if (l->p + 1 < l->end && l->p[0] == ':' && l->p[1] == ':')
        return T_BAD;
    uint64_t code = code_of(l->text.p, (size_t)(l->p - l->text.p));
    if (!is_keyword(*l->text.p, code))
        return T_WORD;
    l->code = code;
    return T_KEYWORD;
}

/* libjq reads points and digits as a number, the longest it can get: `...`, `..5`, `.e5`. */
static bool
is_exponent(const char *p, const char *end)
{
    if (p == end || (*p != 'e' && *p != 'E'))
        return false;
    p += p + 1 < end && (p[1] == '+' || p[1] == '-') ? 2 : 1;
    return p < end && byte_is(*p, BYTE_DIGIT);
}

static bool
is_odd_number(const char *p, const char *end)
{
    return p < end && (*p == '.' || byte_is(*p, BYTE_DIGIT) || is_exponent(p, end));
}

/* A sign of one byte or more. */
static enum token
sign(struct lexer *l)
{
    char c = *l->p++, next = l->p < l->end ? *l->p : 0;
    switch (c) {
    case '?':
        if (next == '/' && l->end - l->p > 1 && l->p[1] == '/')
            return T_BAD;
        break;
    case '.':
        l->p += next == '.';
        if (next == '.' && is_odd_number(l->p, l->end))
            return T_BAD;
        break;
    case '/':
        if (next == '/')
            next = ++l->p < l->end ? *l->p : 0;
        l->p += next == '=';
        break;
    case '!':
        if (next != '=')
            return T_BAD;
        l->p++;
        break;
    case '=':
    case '<':
    case '>':
    case '|':
    case '+':
    case '-':
    case '*':
    case '%':
        l->p += next == '=';
        break;
    default:
        return T_BAD;
    }
    l->code = code_of(l->text.p, (size_t)(l->p - l->text.p));
    return T_SIGN;
}

/* What starts with a point and a letter. */
static enum token
field(struct lexer *l)
{
    l->text.p = ++l->p;
    words(l);
    if ((*l->text.p | 0x20) != 'e')
        return T_FIELD;
    const char *q = l->text.p + 1;
    while (q < l->p && byte_is(*q, BYTE_DIGIT))
        q++;
    return q == l->p && is_exponent(l->text.p, l->end) ? T_BAD : T_FIELD;
}

static enum token
token(struct lexer *l)
{
    char c = *l->p, next = l->end - l->p > 1 ? l->p[1] : 0;
    if (byte_is(c, BYTE_ALONE)) {
        l->code = lex_code(l->p++, 1);
        return T_SIGN;
    }
    if (byte_is(c, BYTE_LETTER))
        return word(l);
    if (c == '.' && byte_is(next, BYTE_LETTER))
        return field(l);
    if (c == '"') {
        l->p++;
        return T_QUOTE;
    }
    if (c == '@' && byte_is_word(next)) {
        l->text.p = ++l->p;
        words(l);
        return T_FORMAT;
    }
    return byte_is(c, BYTE_DIGIT) || (c == '.' && byte_is(next, BYTE_DIGIT)) ? number(l) : sign(l);
}

void
lex_next(struct lexer *l)
{
    skip_blank(l);
    l->text.p = l->p;
    l->code = 0;
    l->token = l->p == l->end ? T_END : token(l);
    l->text.n = (size_t)(l->p - l->text.p);
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

/* Where the text of a string stops: at its quote or at a `\(`; NULL where it can't go on. */
static const char *
string_stop(const char *p, const char *end, bool *escapes)
{
    *escapes = false;
    while (p < end && *p != '"' && *p) {
        if (*p == '\\') {
            if (++p == end)
                return NULL;
            if (*p == '(')
                return p - 1;
            *escapes = true;
        }
        p++;
    }
    return p < end && *p ? p : NULL;
}

bool
lex_string(struct lexer *l, struct memory *m, struct val *out, bool *more)
{
    bool escapes;
    const char *stop = string_stop(l->p, l->end, &escapes), *text = l->p;
    if (!stop)
        return false;
    size_t n = (size_t)(stop - text);
    if (escapes) { /* they get no longer */
        char *o = memory_take(m, n);
        for (text = o; l->p < stop;)
            if (*l->p != '\\')
                *o++ = *l->p++;
            else if (l->p++, !escape(l, &o))
                return false;
        n = (size_t)(o - text);
    }
    *more = *stop == '\\';
    l->p = stop + 1 + *more;
    *out = val_string(text, n);
    return true;
}
