#include "values.h"

#include <ctype.h>
#include <string.h>

#include "component.h"
#include "house.h"
#include "ids.h"
#include "limits.h"
#include "location.h"
#include "plain.h"
#include "severity.h"
#include "target.h"
#include "text.h"

#define SHOWN 60 /* bytes of a value that a note shows */

void
values_begin(struct values *v, struct stage *s, const struct dictionary *d)
{
    *v = (struct values){.stage = s,
                         .severity_words = json_get(d->root, "severity_words"),
                         .state_words = json_get(d->root, "state_words"),
                         .tiers = json_get(d->root, "tiers")};
}

struct slice
value_scalar(json_val *in)
{
    return json_type(in) == JSON_NUMBER ? json_number_text(in) : slice_trim(json_str(in));
}

void
value_not_understood(struct values *v, struct slice s, const char *what)
{
    size_t n = s.n < SHOWN ? s.n : SHOWN;
    v->noted = true;
    if (v->trial)
        return;
    n = text_valid_prefix((struct slice){s.p, n});
    stage_unknown(v->stage, "%s %s: %s: %.*s", v->kind, v->field, what, (int)n, s.p);
}

bool
value_text(struct values *v, json_val *in, const struct words *words, struct buf *out)
{
    (void)v, (void)words;
    return plain_text(out, in);
}

bool
value_id(struct values *v, json_val *in, const struct words *words, struct buf *out)
{
    (void)v, (void)words;
    return plain_id(out, in);
}

bool
value_title(struct values *v, json_val *in, const struct words *words, struct buf *out)
{
    (void)v, (void)words;
    return plain_title(out, in);
}

bool
value_tool(struct values *v, json_val *in, const struct words *words, struct buf *out)
{
    (void)v, (void)words;
    return plain_tool(out, json_str(in));
}

/* The tool's own word, also where it says "unknown". */
bool
value_own_word(struct values *v, json_val *in, const struct words *words, struct buf *out)
{
    static struct buf line;
    (void)v, (void)words;
    struct slice s = value_scalar(severity_own_word(in));
    line.n = 0;
    text_line(&line, s, TEXT_MAX);
    if (!line.n)
        return false;
    buf_json_slice(out, buf_as_slice(&line));
    return true;
}

/* A canonical word into out; "" says that there is no record. */
static bool
put_word(struct values *v, const char *word, struct buf *out)
{
    if (!*word) {
        v->no_record = true;
        return false;
    }
    buf_json_slice(out, slice_of(word));
    return true;
}

bool
value_word(struct values *v, json_val *in, const struct words *words, struct buf *out)
{
    struct slice s = value_scalar(in);
    bool one = json_type(in) == JSON_BOOL;
    if (one)
        s = json_bool(in) ? SLICE("true") : SLICE("false");
    const char *word = words_find(words, s);
    if (!word && plain_is_nothing(s))
        return false;
    if (!word) {
        value_not_understood(v, s, "unknown word");
        word = words->unknown;
    }
    if (word && !*word && words == &confidence_words) /* a word for "not known" */
        return false;
    return word && put_word(v, word, out);
}

bool
value_state(struct values *v, json_val *in, const struct words *words, struct buf *out)
{
    struct slice s = value_scalar(in);
    const char *word = house_word(v->state_words, s, &state_words);
    (void)words;
    if (word)
        return put_word(v, word, out);
    return value_word(v, in, &state_words, out);
}

bool
value_severity(struct values *v, json_val *in, const struct words *words, struct buf *out)
{
    (void)words;
    const char *word = severity_of(in, v->severity_words);
    if (!word) {
        json_val *own = severity_own_word(in);
        if (own)
            value_not_understood(v, value_scalar(own), "unknown word");
        return false;
    }
    return put_word(v, word, out);
}

bool
value_category(struct values *v, json_val *in, const struct words *words, struct buf *out)
{
    (void)words;
    return value_word(v, in, &category_words, out);
}

bool
value_activity(struct values *v, json_val *in, const struct words *words, struct buf *out)
{
    const char *word = words_find(&activity_category_words, value_scalar(in));
    (void)words;
    return word ? put_word(v, word, out) : value_word(v, in, &category_words, out);
}

/* Beyond the usual ones an environment keeps the house's own word. */
bool
value_environment(struct values *v, json_val *in, const struct words *words, struct buf *out)
{
    const char *word = words_find(&environment_words, value_scalar(in));
    (void)words;
    if (word)
        return put_word(v, word, out);
    size_t from = out->n;
    if (!plain_text(out, in))
        return false;
    for (size_t i = from; i < out->n; i++)
        if (out->p[i] >= 'A' && out->p[i] <= 'Z')
            out->p[i] = (char)(out->p[i] + 'a' - 'A');
    return true;
}

bool
value_tier(struct values *v, json_val *in, const struct words *words, struct buf *out)
{
    struct slice s = value_scalar(in);
    const char *word = house_text(v->tiers, s);
    (void)words;
    if (word)
        return put_word(v, word, out);
    if (!plain_is_nothing(s))
        value_not_understood(v, s, "not in the dictionary's tiers");
    return false;
}

bool
value_bool(struct values *v, json_val *in, const struct words *words, struct buf *out)
{
    struct slice s = value_scalar(in);
    if (json_type(in) == JSON_BOOL) {
        buf_text(out, json_bool(in) ? "true" : "false");
        return true;
    }
    const char *word = words_find(words, s);
    if (word && *word)
        buf_text(out, word);
    else if (!word && !plain_is_nothing(s))
        value_not_understood(v, s, "neither yes nor no");
    return word && *word;
}

bool
value_target(struct values *v, json_val *in, const struct words *words, struct buf *out)
{
    static struct buf line, canonical;
    struct slice s = value_scalar(in);
    (void)v, (void)words;
    line.n = canonical.n = 0;
    text_line(&line, s, TEXT_MAX);
    if (plain_is_nothing(buf_as_slice(&line)))
        return false;
    target_canonical(&canonical, buf_as_slice(&line));
    buf_json_slice(out, buf_as_slice(&canonical));
    return true;
}

bool
value_cve(struct values *v, json_val *in, const struct words *words, struct buf *out)
{
    (void)v, (void)words;
    return ids_cve(out, in);
}

bool
value_one_cve(struct values *v, json_val *in, const struct words *words, struct buf *out)
{
    static struct buf id;
    (void)v, (void)words;
    struct slice s = ids_first_cve(&id, json_str(in));
    if (!s.n)
        return plain_id(out, in);
    buf_json_slice(out, s);
    return true;
}

bool
value_cwe(struct values *v, json_val *in, const struct words *words, struct buf *out)
{
    (void)v, (void)words;
    return ids_cwe(out, in);
}

bool
value_component(struct values *v, json_val *in, const struct words *words, struct buf *out)
{
    (void)v, (void)words;
    return component_write(out, in);
}

bool
value_location(struct values *v, json_val *in, const struct words *words, struct buf *out)
{
    (void)v, (void)words;
    return location_write(out, in);
}

bool
value_fix(struct values *v, json_val *in, const struct words *words, struct buf *out)
{
    static const char *const members[] = {"version", "ticket", "ref", "note"};
    size_t from = out->n;
    (void)v, (void)words;
    bool object = json_type(in) == JSON_OBJECT, any = false;
    for (size_t i = object ? 0 : 3; i < 4; i++) {
        size_t before = out->n;
        buf_format(out, "%s\"%s\":", any ? "," : "{", members[i]);
        if (plain_text(out, object ? json_get(in, members[i]) : in))
            any = true;
        else
            out->n = before;
    }
    if (!any)
        out->n = from;
    else
        buf_byte(out, '}');
    return any;
}

/* A digest of 128 to 512 bits, with or without the algorithm's name in front. Anything else may be the secret
 * itself: it is neither kept nor shown. */
bool
value_hash(struct values *v, json_val *in, const struct words *words, struct buf *out)
{
    struct slice s = value_scalar(in);
    (void)words;
    if (plain_is_nothing(s))
        return false;
    for (size_t i = 0; i < s.n && i < 10; i++)
        if (s.p[i] == ':')
            s = (struct slice){s.p + i + 1, s.n - i - 1};
    bool good = s.n >= 32 && s.n <= 128;
    for (size_t i = 0; good && i < s.n; i++)
        good = isxdigit((unsigned char)s.p[i]);
    if (!good) {
        value_not_understood(v, SLICE("(not shown)"), "no digest");
        return false;
    }
    buf_byte(out, '"');
    buf_lower(out, s);
    buf_byte(out, '"');
    return true;
}
