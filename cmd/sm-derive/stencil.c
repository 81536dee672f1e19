#include "stencil.h"

#include <stdlib.h>

#include "mem.h"
#include "skip.h"

#define TREES_MAX 4096 /* orders of holes that are told apart: more are hardly one stream's */
#define PAD 32         /* bytes behind all text that may be read */

enum act { ACT_BRANCH, ACT_PIECE };

struct stencil_node { /* a text, and what comes behind it */
    uint32_t text, n;
    uint32_t next;    /* a piece ends here: the tree of what stands behind its hole, 0: it has none. Else the
                         first branch */
    uint32_t sibling; /* the next branch of the node before; 0: none */
    uint32_t piece;   /* its number */
    unsigned char first;
    unsigned char act;
    bool keyed; /* its hole */
};

struct stencil_tree { /* what stands behind the pieces of a tree that end with the same kind of hole */
    uint32_t behind, node;
    signed char what;
};

struct stencil_piece {
    uint32_t mark, marks;
    signed char what; /* of the hole */
};

/* ---- matching ---- */

typedef bool same_text(const char *text, const char *p, size_t n,
                       size_t left); /* left: bytes at p, at least n */

INLINE bool
same_text_plain(const char *text, const char *p, size_t n, size_t left)
{
    (void)left;
    return memcmp(text, p, n) == 0;
}

#if defined(__x86_64__)
WIDE INLINE uint32_t
same_32(const char *a, const char *b)
{
    __m256i x = _mm256_loadu_si256((const __m256i *)(const void *)a);
    __m256i y = _mm256_loadu_si256((const __m256i *)(const void *)b);
    return (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(x, y));
}

WIDE INLINE bool
same_text_avx2(const char *text, const char *p, size_t n, size_t left)
{
    for (; __builtin_expect(n > 32, 0); n -= 32, left -= 32, text += 32, p += 32)
        if (same_32(text, p) != UINT32_MAX)
            return false;
    if (__builtin_expect(left < 32, 0))
        return memcmp(text, p, n) == 0;
    return !n || (uint64_t)(uint32_t)~same_32(text, p) << (64 - n) == 0;
}
#endif

INLINE bool
match(const struct stencils *s, struct slice line, struct stencil_room *room, struct stencil_line *out,
      find_odd *find, same_text *same)
{
    const char *p = line.p, *end = line.p + line.n;
    const struct stencil_node *node = s->at;
    struct seen seen = {false, false};
    size_t n = 0, keyed = 0;
    for (;;) {
        size_t left = (size_t)(end - p);
        if (left < node->n || !same(s->text.p + node->text, p, node->n, left))
            return false;
        p += node->n;
        if (node->act == ACT_BRANCH) {
            uint32_t next = node->next;
            if (p == end)
                return false;
            while (next && s->at[next].first != (unsigned char)*p)
                next = s->at[next].sibling;
            if (!next)
                return false;
            node = &s->at[next];
            continue;
        }
        room->pieces[n] = node->piece;
        if (p == end || !node->next)
            break;
        const char *value = p;
        p = skip_value(p, end, &seen, find);
        if (!p || n == STENCIL_HOLES)
            return false;
        room->keyed[keyed] = (unsigned char)n;
        keyed += node->keyed;
        room->values[n++] = (struct slice){value, (size_t)(p - value)};
        node = &s->at[node->next];
    }
    *out = (struct stencil_line){room->values, room->pieces, n, room->keyed, keyed, seen.escape, seen.high};
    return p == end && !node->next;
}

typedef bool match_it(const struct stencils *s, struct slice line, struct stencil_room *room,
                      struct stencil_line *out);

#if defined(__x86_64__)
WIDE static bool
match_wide(const struct stencils *s, struct slice line, struct stencil_room *room, struct stencil_line *out)
{
    return match(s, line, room, out, find_odd_avx2, same_text_avx2);
}
#endif

static bool
match_plain(const struct stencils *s, struct slice line, struct stencil_room *room, struct stencil_line *out)
{
    return match(s, line, room, out, find_odd_plain, same_text_plain);
}

static match_it *
match_on_this_machine(void)
{
#if defined(__x86_64__)
    if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi"))
        return match_wide;
#endif
    return match_plain;
}

static bool
match_with(match_it *with, const struct stencils *s, struct slice line, struct stencil_room *room,
           struct stencil_line *out)
{
    return s->n && line.n && line.p[line.n - 1] == '}' && with(s, line, room, out);
}

bool
stencils_match(const struct stencils *s, struct slice line, struct stencil_room *room,
               struct stencil_line *out)
{
    return match_with(match_on_this_machine(), s, line, room, out);
}

bool
stencils_match_plainly(const struct stencils *s, struct slice line, struct stencil_room *room,
                       struct stencil_line *out)
{
    return match_with(match_plain, s, line, room, out);
}

signed char
stencils_what(const struct stencils *s, uint32_t piece)
{
    return s->pieces[piece].what;
}

const struct stencil_mark *
stencils_marks(const struct stencils *s, uint32_t piece, size_t *n)
{
    *n = s->pieces[piece].marks;
    return s->marks + s->pieces[piece].mark;
}

/* ---- learning ---- */

static uint32_t
new_node(struct stencils *s)
{
    s->at = xgrow(s->at, &s->cap, s->n + 1, sizeof *s->at);
    s->at[s->n] = (struct stencil_node){0};
    return (uint32_t)s->n++;
}

/* The node's text behind the first `at` bytes becomes the first branch of it. */
static void
split(struct stencils *s, uint32_t i, size_t at)
{
    uint32_t behind = new_node(s);
    struct stencil_node *node = &s->at[i];
    s->at[behind] = *node;
    s->at[behind].text += (uint32_t)at;
    s->at[behind].n -= (uint32_t)at;
    s->at[behind].first = (unsigned char)s->text.p[s->at[behind].text];
    s->at[behind].sibling = 0;
    node->n = (uint32_t)at;
    node->act = ACT_BRANCH;
    node->next = behind;
}

/* The first text of a tree stands at its root. */
static uint32_t
new_branch(struct stencils *s, uint32_t of, struct slice text)
{
    bool first = s->at[of].act == ACT_BRANCH && !s->at[of].next;
    uint32_t i = first ? of : new_node(s);
    s->at[i] = (struct stencil_node){.text = (uint32_t)s->text.n,
                                     .n = (uint32_t)text.n,
                                     .piece = (uint32_t)s->n_pieces,
                                     .sibling = first ? 0 : s->at[of].next,
                                     .first = (unsigned char)*text.p,
                                     .act = ACT_PIECE};
    if (!first)
        s->at[of].next = i;
    buf_room(&s->text, text.n + PAD);
    buf_slice(&s->text, text);
    s->pieces = xgrow(s->pieces, &s->cap_pieces, s->n_pieces + 1, sizeof *s->pieces);
    s->pieces[s->n_pieces++] = (struct stencil_piece){0};
    return i;
}

#define NO_NODE UINT32_MAX

/* The node at which the piece with that text ends, made where there is none. NO_NODE: another one begins or
 * ends within it. */
static uint32_t
node_of(struct stencils *s, uint32_t root, struct slice text, bool *made)
{
    uint32_t i = root;
    for (;;) {
        size_t n = s->at[i].n, same = slice_common((struct slice){s->text.p + s->at[i].text, n}, text);
        if (same == text.n)
            return same == n && s->at[i].act == ACT_PIECE ? i : NO_NODE;
        if (same < n)
            split(s, i, same);
        else if (s->at[i].act == ACT_PIECE)
            return NO_NODE;
        text = (struct slice){text.p + same, text.n - same};
        uint32_t next = s->at[i].next;
        while (next && s->at[next].first != (unsigned char)*text.p)
            next = s->at[next].sibling;
        if (!next) {
            *made = true;
            return new_branch(s, i, text);
        }
        i = next;
    }
}

/* Behind all pieces of a tree that end with the same kind of hole the same tree begins. 0: there are too
 * many. */
static uint32_t
tree_behind(struct stencils *s, uint32_t root, signed char what)
{
    for (size_t i = 0; i < s->n_trees; i++)
        if (s->trees[i].behind == root && s->trees[i].what == what)
            return s->trees[i].node;
    if (s->n_trees == TREES_MAX)
        return 0;
    s->trees = xgrow(s->trees, &s->cap_trees, s->n_trees + 1, sizeof *s->trees);
    s->trees[s->n_trees++] = (struct stencil_tree){root, new_node(s), what};
    return s->trees[s->n_trees - 1].node;
}

/* Those of the piece that is made, which begins `from` bytes into the line and ends before `to`; *m: the next
 * one. */
static void
add_marks(struct stencils *s, const struct stencil_mark *marks, size_t n, size_t *m, size_t from, size_t to,
          struct stencil_piece *made)
{
    size_t first = s->n_marks;
    for (; *m < n && marks[*m].at < to; ++*m) {
        if (!made)
            continue;
        s->marks = xgrow(s->marks, &s->cap_marks, s->n_marks + 1, sizeof *s->marks);
        s->marks[s->n_marks] = marks[*m];
        s->marks[s->n_marks++].at -= (unsigned short)from;
    }
    if (made)
        *made = (struct stencil_piece){(uint32_t)first, (uint32_t)(s->n_marks - first), 0};
}

bool
stencils_learn(struct stencils *s, struct slice line, const struct stencil_hole *holes, size_t n,
               const struct stencil_mark *marks, size_t n_marks)
{
    const char *p = line.p;
    uint32_t root = 0;
    size_t m = 0;
    if (n > STENCIL_HOLES)
        return false;
    if (!s->n)
        (void)new_node(s);
    for (size_t i = 0; i <= n; i++) {
        const char *end = i < n ? holes[i].value.p : line.p + line.n;
        bool made = false;
        uint32_t node = node_of(s, root, (struct slice){p, (size_t)(end - p)}, &made);
        if (node == NO_NODE)
            return false;
        struct stencil_piece *piece = &s->pieces[s->at[node].piece];
        add_marks(s, marks, n_marks, &m, (size_t)(p - line.p), (size_t)(end - line.p), made ? piece : NULL);
        if (made && i < n) {
            piece->what = holes[i].what;
            uint32_t tree = tree_behind(s, root, piece->what);
            s->at[node].next = tree;
            s->at[node].keyed = holes[i].keyed;
            if (!tree)
                return false;
        } else if (!s->at[node].next != (i == n) || (i < n && piece->what != holes[i].what)) {
            return false;
        }
        root = s->at[node].next;
        p = i < n ? holes[i].value.p + holes[i].value.n : p;
    }
    return true;
}

size_t
stencils_memory(const struct stencils *s)
{
    return s->n * sizeof *s->at + s->n_pieces * sizeof *s->pieces + s->n_marks * sizeof *s->marks + s->text.n;
}

void
stencils_copy(struct stencils *to, const struct stencils *from)
{
    stencils_free(to);
    to->age = from->age;
    to->n = to->cap = from->n;
    to->at = xmalloc(from->n * sizeof *from->at);
    memcpy(to->at, from->at, from->n * sizeof *from->at);
    buf_room(&to->text, from->text.n + PAD);
    buf_slice(&to->text, buf_as_slice(&from->text));
}

void
stencils_free(struct stencils *s)
{
    free(s->at);
    free(s->pieces);
    free(s->marks);
    free(s->trees);
    buf_free(&s->text);
    *s = (struct stencils){.age = s->age + 1};
}
