#include "builtin.h"

#include "syntax.h"

#include <string.h>

/* What jq 1.6 itself defines in jq, in its words; put in place of the call. */
static const struct definition {
    const char *name;
    size_t arity;
    const char *text;
} definitions[] = {
    {"map", 1, "def map(f): [.[] | f]; ."},
    {"select", 1, "def select(f): if f then . else empty end; ."},
    {"sort_by", 1, "def sort_by(f): _sort_by_impl(map([f])); ."},
    {"group_by", 1, "def group_by(f): _group_by_impl(map([f])); ."},
    {"unique_by", 1, "def unique_by(f): group_by(f) | map(.[0]); ."},
    {"max_by", 1, "def max_by(f): _max_by_impl(map([f])); ."},
    {"min_by", 1, "def min_by(f): _min_by_impl(map([f])); ."},
    {"del", 1, "def del(f): delpaths([path(f)]); ."},
    {"_assign", 2,
     "def _assign(paths; value): value as $v | reduce path(paths) as $p (.; setpath($p; $v)); ."},
    {"_modify", 2,
     "def _modify(paths; update): reduce path(paths) as $p (.; label $out | (setpath($p; getpath($p) | "
     "update)"
     " | ., break $out), delpaths([$p])); ."},
    {"map_values", 1, "def map_values(f): .[] |= f; ."},
    {"with_entries", 1, "def with_entries(f): to_entries | map(f) | from_entries; ."},
    {"reverse", 0, "def reverse: [.[length - 1 - range(0;length)]]; ."},
    {"index", 1, "def index($i): indices($i) | .[0]; ."},
    {"rindex", 1, "def rindex($i): indices($i) | .[-1:][0]; ."},
    {"paths", 0, "def paths: path(..)|select(length > 0); ."},
    {"paths", 1, "def paths(node_filter): . as $dot|paths|select(. as $p|$dot|getpath($p)|node_filter); ."},
    {"leaf_paths", 0, "def leaf_paths: paths(scalars); ."},
    {"arrays", 0, "def arrays: select(type == \"array\"); ."},
    {"objects", 0, "def objects: select(type == \"object\"); ."},
    {"iterables", 0, "def iterables: arrays, objects; ."},
    {"booleans", 0, "def booleans: select(type == \"boolean\"); ."},
    {"numbers", 0, "def numbers: select(type == \"number\"); ."},
    {"strings", 0, "def strings: select(type == \"string\"); ."},
    {"nulls", 0, "def nulls: select(type == \"null\"); ."},
    {"values", 0, "def values: select(. != null); ."},
    {"scalars", 0,
     "def scalars: select(. == null or . == true or . == false or type == \"number\" or type == \"string\"); "
     "."},
    {"capture", 2, "def capture(re; mods): match(re; mods) | _captured; ."},
    {"capture", 1, "def capture($val): match($val) | _captured; ."},
    {"match", 2, "def match(re; mode): _match_impl(re; mode; false)|.[]; ."},
    {"match", 1, "def match($val): _match_one($val; false)|.[]; ."},
    {"test", 2, "def test(re; mode): _match_impl(re; mode; true); ."},
    {"test", 1, "def test($val): _match_one($val; true); ."},
    {"scan", 1,
     "def scan(re): match(re; \"g\") | if (.captures|length > 0) then [ .captures | .[] | .string ] else "
     ".string end; ."},
    {"sub", 2,
     "def sub($re; s): . as $in | [match($re; \"\")] | if length == 0 then $in else .[0] as $edit"
     " | ($edit | .offset + .length) as $len | ($edit | _captured) | $in[0:$edit.offset] + s + $in[$len:] "
     "end; ."},
    {"limit", 2,
     "def limit($n; exp): if $n < 0 then exp else label $out | foreach exp as $item ($n; .-1; $item,"
     " if . <= 0 then break $out else empty end) end; ."},
    {"isempty", 1, "def isempty(g): 0 == ((label $go | g | (1, break $go)) // 0); ."},
    {"first", 1, "def first(g): label $out | g | ., break $out; ."},
    {"last", 1, "def last(g): reduce g as $item (null; $item); ."},
    {"nth", 1, "def nth($n): .[$n]; ."},
    {"nth", 2,
     "def nth($n; g): if $n < 0 then error(\"nth doesn't support negative indices\") else last(limit($n + 1; "
     "g)) end; ."},
    {"in", 1, "def in(xs): . as $x | xs | has($x); ."},
    {"inside", 1, "def inside(xs): . as $x | xs | contains($x); ."},
    {"transpose", 0,
     "def transpose: if . == [] then [] else . as $in | (map(length) | max) as $max | length as $length"
     " | reduce range(0; $max) as $j ([]; . + [reduce range(0;$length) as $i ([]; . + [ $in[$i][$j] ] )] ) "
     "end; ."},
    {"INDEX", 2,
     "def INDEX(stream; idx_expr): reduce stream as $row ({}; .[$row|idx_expr| if type != \"string\" then "
     "tojson else . end]"
     " |= $row); ."},
    {"INDEX", 1, "def INDEX(idx_expr): INDEX(.[]; idx_expr); ."},
    {"IN", 1,
     "def IN(s): reduce (first(select(. == s)) | true) as $v (false; if . or $v then true else false end); "
     "."},
    {"IN", 2, "def IN(src; s): reduce (src|IN(s)) as $v (false; if . or $v then true else false end); ."},
};

static const struct builtin_entry *const tables[] = {operator_builtins, index_builtins,  text_builtins,
                                                     json_builtins,     list_builtins,   object_builtins,
                                                     regex_builtins,    number_builtins, change_builtins};

#define PLACES 256 /* a power of two, several times the builtins and several times the definitions */

static struct {
    bool filled;
    const struct builtin_entry *by_name[PLACES];
    const struct definition *defined[PLACES];
    struct {
        builtin *run;
        bool pure; /* under every name that it has */
    } by_run[PLACES];
} found;

static size_t
place_of_name(struct slice name, size_t arity)
{
    const unsigned char *p = (const unsigned char *)name.p;
    uint32_t h = (uint32_t)(8 * name.n + arity);
    if (name.n)
        h += (uint32_t)p[0] << 8 | (uint32_t)p[name.n / 2] << 16 | (uint32_t)p[name.n - 1] << 24;
    return h * 0x9E3779B1u >> 16 & (PLACES - 1);
}

static size_t /* of run, or where it would be */
place_of_run(builtin *run)
{
    size_t at = ((uintptr_t)run >> 4) & (PLACES - 1);
    while (found.by_run[at].run && found.by_run[at].run != run)
        at = (at + 1) & (PLACES - 1);
    return at;
}

static void
add_run(builtin *run, bool pure)
{
    size_t at = place_of_run(run);
    found.by_run[at].pure = pure && (found.by_run[at].pure || !found.by_run[at].run);
    found.by_run[at].run = run;
}

static void
fill(void)
{
    add_run(builtin_index, true);
    add_run(builtin_slice, true);
    add_run(builtin_concat, true);
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++)
        for (const struct builtin_entry *e = tables[i]; e->name; e++) {
            size_t at = place_of_name(slice_of(e->name), e->arity);
            while (found.by_name[at])
                at = (at + 1) & (PLACES - 1);
            found.by_name[at] = e;
            add_run(e->run, e->pure);
        }
    for (const struct definition *d = definitions; d < definitions + sizeof definitions / sizeof *definitions;
         d++) {
        size_t at = place_of_name(slice_of(d->name), d->arity);
        while (found.defined[at])
            at = (at + 1) & (PLACES - 1);
        found.defined[at] = d;
    }
    found.filled = true;
}

bool
builtin_is_pure(builtin *run)
{
    if (!found.filled)
        fill();
    return found.by_run[place_of_run(run)].pure;
}

const struct builtin_entry *
builtin_find(struct slice name, size_t arity)
{
    if (!found.filled)
        fill();
    size_t at = place_of_name(name, arity);
    while (found.by_name[at] &&
           (found.by_name[at]->arity != arity || !slice_is(name, found.by_name[at]->name)))
        at = (at + 1) & (PLACES - 1);
    return found.by_name[at];
}

static const struct definition *
find_definition(struct slice name, size_t arity)
{
    if (!found.filled)
        fill();
    size_t at = place_of_name(name, arity);
    while (found.defined[at] &&
           (found.defined[at]->arity != arity || !slice_is(name, found.defined[at]->name)))
        at = (at + 1) & (PLACES - 1);
    return found.defined[at];
}

const struct tree *
builtin_definition(struct slice name, size_t arity)
{
    static const struct tree *trees[sizeof definitions / sizeof *definitions];
    static struct memory library = {.most = SIZE_MAX};
    const struct definition *d = find_definition(name, arity);
    struct buf why = {0};
    if (!d)
        return NULL;
    const struct tree **tree = &trees[d - definitions];
    if (!*tree)
        *tree = syntax_read(&library, &library, slice_of(d->text), &why);
    buf_free(&why);
    return *tree;
}

bool
builtin_is_there(struct slice name, size_t arity)
{
    return builtin_find(name, arity) || find_definition(name, arity);
}
