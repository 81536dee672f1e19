#include "house.h"

#include <ctype.h>
#include <string.h>

#define WORD_MAX 128

static json_val *
look(json_val *words, struct slice s)
{
    char text[WORD_MAX];
    s = slice_trim(s);
    if (!json_count(words) || !s.n || s.n > WORD_MAX)
        return NULL;
    for (size_t i = 0; i < s.n; i++)
        text[i] = (char)tolower((unsigned char)s.p[i]);
    json_val *v = json_get_slice(words, (struct slice){text, s.n});
    for (size_t i = 0; i < s.n; i++)
        if (text[i] == '-' || text[i] == '_')
            text[i] = ' ';
    return v ? v : json_get_slice(words, (struct slice){text, s.n});
}

const char *
house_text(json_val *words, struct slice s)
{
    static char text[WORD_MAX];
    json_val *v = look(words, s);
    struct slice answer = json_type(v) == JSON_NUMBER ? json_number_text(v) : json_str(v);
    if (!answer.n || answer.n >= sizeof text)
        return NULL;
    memcpy(text, answer.p, answer.n);
    text[answer.n] = 0;
    return text;
}

const char *
house_word(json_val *words, struct slice s, const struct words *canonical)
{
    struct slice answer = json_str(look(words, s));
    for (size_t i = 0; answer.n && i < canonical->n; i++)
        if (slice_is(answer, canonical->at[i].to))
            return canonical->at[i].to;
    return NULL;
}
