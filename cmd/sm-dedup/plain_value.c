#include "plain_value.h"

unsigned plain_high;

void
plain_set_name(struct plain_name *name, struct slice text)
{
    *name = (struct plain_name){.n = text.n};
    memcpy(name->text, text.p, text.n);
    memset(name->mask, 0xff, text.n);
}

static bool
is_number(struct slice s)
{
    const char *p = s.p, *end = s.p + s.n, *digits;
    p += p < end && *p == '-';
    for (digits = p; p < end && *p >= '0' && *p <= '9'; p++)
        continue;
    if (p == digits || (*digits == '0' && p - digits > 1))
        return false;
    if (p < end && *p == '.')
        for (digits = ++p; p < end && *p >= '0' && *p <= '9'; p++)
            continue;
    return p == end && p > digits;
}

static inline const char *
skip_word(const char *p, const char *end, const char *word, size_t n)
{
    return (size_t)(end - p) > n && memcmp(p, word, n) == 0 && (p[n] == ',' || p[n] == '}') ? p + n : NULL;
}

const char *
plain_skip_scalar(const char *p, const char *end)
{
    struct slice s = {p, 0};
    if (*p == 'n')
        return skip_word(p, end, "null", 4);
    if (*p == 't')
        return skip_word(p, end, "true", 4);
    if (*p == 'f')
        return skip_word(p, end, "false", 5);
    while (p < end && *p != ',' && *p != '}')
        p++;
    s.n = (size_t)(p - s.p);
    return is_number(s) ? p : NULL;
}

static inline const char *
skip_simple(const char *p, const char *end)
{
    return p == end ? NULL : *p == '"' ? plain_skip_text(p, end) : plain_skip_scalar(p, end);
}

int
plain_container(int field)
{
    switch (field) {
    case F_CVE:
        return PLAIN_CVE;
    case F_CWE:
        return PLAIN_CWE;
    case F_COMPONENT:
        return PLAIN_COMPONENT;
    case F_LOCATION:
        return PLAIN_LOCATION;
    default:
        return -1;
    }
}

static void
add_leaf(struct plain *to, struct plain_inside *in, struct slice value)
{
    if (to->leaves == PLAIN_LEAVES) {
        in->unknown = true;
        return;
    }
    to->leaf[to->leaves++] = value;
    in->n++;
}

const char *
plain_skip_ids(struct plain *to, int field, const char *p, const char *end)
{
    struct plain_inside *in = &to->inside[plain_container(field)];
    struct slice last = {0};
    in->first = (uint8_t)to->leaves;
    if (end - p > 1 && p[0] == '[' && p[1] == ']')
        return p + 2;
    if (*p != '[')
        return NULL;
    do {
        const char *q = ++p < end && *p == '"' ? plain_skip_text(p, end) : NULL;
        struct slice now = {p + 1, q ? (size_t)(q - p - 2) : 0};
        if (!q || q == end || (last.p && slice_compare(last, now) >= 0))
            return NULL;
        to->several_ids |= last.p && field == F_CVE;
        add_leaf(to, in, (struct slice){p, (size_t)(q - p)});
        last = now;
        p = q;
    } while (*p == ',');
    in->layout = in->n;
    return *p == ']' ? p + 1 : NULL;
}

bool
plain_in_order(const struct plain *p, enum plain_container ids)
{
    const struct plain_inside *in = &p->inside[ids];
    for (size_t i = 1; i < in->n; i++)
        if (slice_compare(plain_string(p->leaf[in->first + i - 1]), plain_string(p->leaf[in->first + i])) >=
            0)
            return false;
    return true;
}

/* Of at most eight digits; anything but a number is no line. */
bool
plain_read_line(struct slice json, uint32_t *line)
{
    *line = 0;
    for (size_t i = 0; i < json.n; i++) {
        if (json.p[i] < '0' || json.p[i] > '9' || i > 8)
            return json_is_null(json);
        *line = *line * 10 + (uint32_t)(json.p[i] - '0');
    }
    return true;
}

#define MEMBERS_KNOWN 31 /* names of members that have a number */
#define LAYOUT_MEMBERS 8 /* of an object that has a layout: a byte each */

static struct plain_name known[MEMBERS_KNOWN + 1]; /* "name": */
static unsigned nknown;

static unsigned
find_name(struct slice text)
{
    unsigned i = 1;
    while (i <= nknown && (known[i].n != text.n || memcmp(known[i].text, text.p, text.n) != 0))
        i++;
    if (i <= nknown)
        return i;
    if (nknown == MEMBERS_KNOWN || text.n > PLAIN_NAME_MOST)
        return 0;
    plain_set_name(&known[i], text);
    return nknown = i;
}

/* The number of the name at p, from 1; 0: there are too many names. Gives where its value stands, or NULL.
 * Most are what stood in that place last. */
static const char *
skip_name(const char *p, const char *end, unsigned guess, unsigned *number)
{
    *number = guess;
    if (guess && plain_is_name(p, end, &known[guess]))
        return p + known[guess].n;
    const char *colon = p < end && *p == '"' ? plain_skip_text(p, end) : NULL;
    if (!colon || colon == end || *colon != ':')
        return NULL;
    if (!nknown)
        (void)(find_name(SLICE("\"version\":")) + find_name(SLICE("\"file\":")) +
               find_name(SLICE("\"line\":")));
    *number = find_name((struct slice){p, (size_t)(colon + 1 - p)});
    return colon + 1;
}

/* As programs see it. */
static unsigned
kind_of(struct slice value)
{
    switch (*value.p) {
    case '"':
        return 0;
    case 'n':
        return 1;
    case 't':
        return 2;
    case 'f':
        return 3;
    default:
        return value.n > PLAIN_NUMBER_EXACT ? 5 : 4;
    }
}

static void
add_member(struct plain *to, struct plain_inside *in, unsigned number, struct slice value)
{
    unsigned kind = kind_of(value);
    in->unknown |= in->n == LAYOUT_MEMBERS || kind == 5 || !number;
    if (in->unknown)
        return;
    in->layout |= (uint64_t)(number << 3 | kind) << (8 * in->n);
    add_leaf(to, in, value);
}

static bool
take_member(struct plain *to, int field, unsigned number, struct slice value)
{
    if (number > PLAIN_LINE)
        return true;
    if (number == PLAIN_VERSION && field == F_COMPONENT)
        to->version = value;
    else if (number == PLAIN_FILE && field == F_LOCATION)
        to->file = plain_string(value);
    return number != PLAIN_LINE || field != F_LOCATION || plain_read_line(value, &to->line);
}

const char *
plain_skip_flat(struct plain *to, int field, const char *p, const char *end)
{
    static unsigned char guess[PLAIN_CONTAINERS][LAYOUT_MEMBERS];
    int container = plain_container(field);
    struct plain_inside *in = &to->inside[container];
    in->first = (uint8_t)to->leaves;
    if (end - p < 2 || *p != '{')
        return NULL;
    if (p[1] == '}')
        return p + 2;
    do {
        unsigned char *was = &guess[container][in->n % LAYOUT_MEMBERS];
        unsigned number;
        const char *value = skip_name(p + 1, end, *was, &number);
        p = value ? skip_simple(value, end) : NULL;
        if (!p || p == end || !take_member(to, field, number, (struct slice){value, (size_t)(p - value)}))
            return NULL;
        *was = (unsigned char)number;
        add_member(to, in, number, (struct slice){value, (size_t)(p - value)});
    } while (*p == ',');
    return *p == '}' ? p + 1 : NULL;
}
