#include "keys.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "hash.h"
#include "recipe.h"
#include "report.h"
#include "share.h"

#define REMEMBERED \
    ((size_t)1 << 18) /* keys kept at most: weekly scans and last month ask for the same ones again */
#define PROGRAM "dedup.jq"
#define CATEGORY_MAX 32 /* bytes; a longer one is none of ours */

struct remembered {
    struct hash128 text;
    struct key key;
};

struct keys {
    struct programs *program;
    struct key_maker maker;
    struct key_spec spec;
    struct recipes recipes;
    size_t places;           /* of seen */
    struct remembered *seen; /* by the hash of the text; one place for each */
    struct map looked;       /* category and the fields that are set → those that the program may look at */
    unsigned last_set, last_looked;
    uint64_t plain_set; /* of a line, and what that is in key_identity */
    unsigned plain_has;
    struct buf last_category, asked;
};

int
hash128_compare(struct hash128 a, struct hash128 b)
{
    if (a.high != b.high)
        return a.high < b.high ? -1 : 1;
    return (a.low > b.low) - (a.low < b.low);
}

bool
hash128_read(struct slice hex, struct hash128 *out)
{
    uint64_t half[2] = {0, 0};
    if (hex.n != HASH_HEX)
        return false;
    for (size_t i = 0; i < HASH_HEX; i++) {
        char c = hex.p[i];
        int v = c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
        if (v < 0)
            return false;
        half[i / 16] = half[i / 16] << 4 | (uint64_t)v;
    }
    *out = (struct hash128){half[0], half[1]};
    return true;
}

struct hash128
hash128_of(const struct buf *key)
{
    struct hash128 h;
    hash_128(key->p, key->n, &h.high, &h.low);
    return h;
}

void
hash128_write(struct hash128 h, char text[HASH_HEX])
{
    static char pair[256][2];
    if (!pair[1][1])
        for (int i = 0; i < 256; i++) {
            pair[i][0] = "0123456789abcdef"[i >> 4];
            pair[i][1] = "0123456789abcdef"[i & 15];
        }
    for (int i = 0; i < 8; i++) {
        memcpy(text + 2 * i, pair[h.high >> (56 - 8 * i) & 255], 2);
        memcpy(text + 16 + 2 * i, pair[h.low >> (56 - 8 * i) & 255], 2);
    }
}

struct keys *
keys_open(struct names *names, const char *file, size_t memory)
{
    struct buf text = {0}, why = {0};
    const char *error;
    char *path = file ? xstrdup(file) : share_find("", PROGRAM);
    if (!path)
        report_die("%s: not found in the share folder", PROGRAM);
    if (!share_read(path, &text, &error))
        report_die("%s: %s", path, error);
    struct program_source src = {path, buf_as_slice(&text)};
    struct programs *program = programs_compile(&src, 1, NULL, 0, &why);
    if (!program)
        report_die("%s", buf_string(&why));
    struct keys *k = xcalloc(1, sizeof *k);
    k->maker = (struct key_maker){.names = names, .last_type = NO_NAME};
    k->program = program;
    k->places = memory / sizeof *k->seen < REMEMBERED ? memory / sizeof *k->seen : REMEMBERED;
    k->seen = xcalloc(k->places, sizeof *k->seen);
    buf_free(&text);
    free(path);
    return k;
}

/* ---- what the program looks at ---- */

const enum finding_field key_identity[KEY_IDENTITY] = {F_SOURCE_TOOL,   F_CATEGORY,   F_TARGET,    F_RULE_ID,
                                                       F_CVE,           F_CWE,        F_COMPONENT, F_LOCATION,
                                                       F_FINDING_TITLE, F_SECRET_HASH};
#define ALL ((1u << KEY_IDENTITY) - 1)

struct looking { /* at findings of one category with the same fields */
    struct slice category;
    unsigned set, looked; /* bits: places in key_identity */
};

static unsigned
bit_of(struct slice name)
{
    int field = finding_field(name);
    for (unsigned i = 0; i < KEY_IDENTITY; i++)
        if ((int)key_identity[i] == field)
            return 1u << i;
    return 0;
}

/* A field that is set is true for the program (false itself does not get here), and its text may be used. */
static int
known(void *with, struct slice member)
{
    struct looking *l = with;
    unsigned bit = bit_of(member);
    l->looked |= bit;
    return l->set & bit ? 1 : -2;
}

static struct slice
known_text(void *with, struct slice member)
{
    struct looking *l = with;
    return slice_is(member, "category") ? l->category : (struct slice){0};
}

static void
not_called(void *with, struct slice member)
{
    struct looking *l = with;
    l->looked |= bit_of(member);
}

/* Which fields the program may look at, where those of `set` are there: asked once for each kind of finding.
 */
static unsigned
looked_at(struct keys *k, struct slice category, unsigned set)
{
    struct looking l = {category, set, bit_of(SLICE("category"))};
    if (set == k->last_set && slice_same(category, buf_as_slice(&k->last_category)))
        return k->last_looked;
    k->asked.n = 0;
    buf_add(&k->asked, (const char *)&set, sizeof set);
    buf_slice(&k->asked, category);
    size_t *looked = map_put(&k->looked, buf_as_slice(&k->asked), SIZE_MAX);
    if (*looked == SIZE_MAX) {
        struct program_reader reader = {&l, known, known_text, not_called};
        *looked = programs_reads(k->program, 0, &reader) ? l.looked : ALL;
    }
    k->last_set = set;
    k->last_category.n = 0;
    buf_slice(&k->last_category, category);
    return k->last_looked = (unsigned)*looked;
}

/* Everything, where it is no finding as sm-normalize makes them. */
static unsigned
fields_for(struct keys *k, const struct finding *f)
{
    struct slice category = f->f[F_CATEGORY];
    unsigned set = 0;
    for (unsigned i = 0; i < KEY_IDENTITY; i++) {
        struct slice json = f->f[key_identity[i]];
        if (json_is_null(json))
            continue;
        if (*json.p != '"' && *json.p != '{' && *json.p != '[')
            return ALL;
        set |= 1u << i;
    }
    if (f->others || category.n < 2 || category.n > CATEGORY_MAX || memchr(category.p, '\\', category.n))
        return ALL;
    return looked_at(k, (struct slice){category.p + 1, category.n - 2}, set);
}

void
keys_project(struct keys *k, const struct finding *f, struct buf *text)
{
    unsigned shown = fields_for(k, f);
    char separator = '{';
    for (unsigned i = 0; i < KEY_IDENTITY; i++) {
        struct slice json = f->f[key_identity[i]];
        if (!(shown & 1u << i) || json_is_null(json))
            continue;
        size_t before = text->n;
        finding_write_name(text, key_identity[i]);
        text->p[before] = separator;
        separator = ',';
        buf_slice(text, json);
    }
    for (size_t i = 0; i < f->others; i++) {
        buf_byte(text, separator);
        separator = ',';
        buf_json_slice(text, f->other[i].key);
        buf_byte(text, ':');
        buf_slice(text, f->other[i].value);
    }
    buf_text(text, separator == '{' ? "{}" : "}");
}

/* Which of key_identity a line has. */
static unsigned
fields_of_plain(struct keys *k, const struct plain *line)
{
    if (line->set == k->plain_set)
        return k->plain_has;
    k->plain_set = line->set;
    k->plain_has = 0;
    for (unsigned i = 0; i < KEY_IDENTITY; i++)
        k->plain_has |= (unsigned)(line->set >> key_identity[i] & 1) << i;
    return k->plain_has;
}

struct recipe *
keys_recipe(struct keys *k, const struct plain *line)
{
    struct slice category = plain_string(line->f.f[F_CATEGORY]);
    unsigned has = fields_of_plain(k, line);
    if (!category.p || category.n > CATEGORY_MAX)
        return NULL;
    return recipe_of(&k->recipes, k->program, looked_at(k, category, has) & has, line);
}

void
keys_of_plain(struct keys *k, struct recipe *recipe, const struct plain *line, struct key *out)
{
    key_make(&k->maker, recipe_follow(recipe, line), out);
}

static const char *
run(struct keys *k, struct slice text, struct key *out)
{
    static char message[256];
    const char *why;
    if (!programs_run(k->program, text, &why))
        return why;
    if ((why = programs_error(k->program, 0))) {
        snprintf(message, sizeof message, PROGRAM ": %.200s", why);
        return message;
    }
    if (programs_count(k->program, 0) != 1)
        return PROGRAM ": not one key";
    why = key_spec_read(&k->spec, programs_value(k->program, 0, 0));
    if (!why) {
        key_make(&k->maker, &k->spec, out);
        return NULL;
    }
    snprintf(message, sizeof message, PROGRAM ": %.200s", why);
    return message;
}

const char *
keys_find(struct keys *k, struct slice text, struct key *out)
{
    struct buf b = {(char *)(uintptr_t)text.p, text.n, text.n};
    struct hash128 h = hash128_of(&b);
    struct remembered *r = &k->seen[h.low % k->places];
    if (hash128_compare(r->text, h) != 0) {
        const char *why = run(k, text, &r->key);
        r->text = why ? (struct hash128){0, 0} : h;
        if (why)
            return why;
    }
    *out = r->key;
    return NULL;
}

struct slice
keys_show(struct keys *k, struct slice text)
{
    const char *why;
    bool good = programs_run(k->program, text, &why) && !programs_error(k->program, 0) &&
                programs_count(k->program, 0) == 1;
    return good ? programs_output(k->program, 0, 0) : SLICE("null");
}

void
keys_close(struct keys *k)
{
    programs_free(k->program);
    map_free(&k->looked);
    buf_free(&k->last_category);
    buf_free(&k->asked);
    key_maker_free(&k->maker);
    key_spec_free(&k->spec);
    recipes_free(&k->recipes);
    free(k->seen);
    free(k);
}
