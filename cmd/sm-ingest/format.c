#include "format.h"

#include <stdlib.h>
#include <string.h>

#include "directive.h"
#include "mem.h"
#include "share.h"

struct scratch { /* one for all files */
    struct buf text;
    struct directive_scratch directive;
};

static void
free_scratch(struct scratch *s)
{
    buf_free(&s->text);
    directive_scratch_free(&s->directive);
}

/* The next one, of which the text has been read. */
static bool
load(struct formats *all, const char *path, const char *base, struct scratch *s, struct buf *why)
{
    struct format *f = &all->at[all->n++];
    f->file = pool_copy(&all->pool, path, strlen(path));
    return directive_read(&all->pool, f, buf_as_slice(&s->text), &s->directive, base, why);
}

static bool
load_listed(struct formats *all, const struct share_file *file, struct scratch *s, struct buf *why)
{
    const char *reason;
    s->text.n = 0;
    if (share_read_listed(file, &s->text, &reason))
        return load(all, file->path, file->name, s, why);
    buf_format(why, "%s: %s", file->path, reason);
    return false;
}

bool
formats_complete(struct formats *all, const struct format *f, struct buf *why)
{
    struct format *own = &all->at[f - all->at];
    if (!own->complete)
        own->complete = directive_complete(&all->pool, own, why);
    return own->complete;
}

bool
formats_load(struct formats *f, struct buf *why)
{
    size_t n;
    struct share_file *files = share_list("formats", ".jq", &n);
    struct scratch s = {0};
    bool good = true;
    buf_room(&s.directive.json, 64 << 10); /* more than most need: it does not grow file by file */
    f->at = xcalloc(n, sizeof *f->at);
    for (size_t i = 0; good && i < n; i++)
        good = load_listed(f, &files[i], &s, why);
    free_scratch(&s);
    share_list_free(files, n);
    return good;
}

bool
formats_load_one(struct formats *f, const char *name, struct buf *why)
{
    struct slice s = slice_of(name);
    struct buf file = {0};
    bool is_path = strchr(name, '/') || slice_ends(s, ".jq");
    buf_format(&file, "%s.jq", name);
    char *path = is_path ? xstrdup(name) : share_find("formats", buf_string(&file));
    buf_free(&file);
    if (!path) {
        buf_format(why, "-f %s: no such format; --list-formats prints them", name);
        return false;
    }
    const char *slash = strrchr(path, '/'), *from = slash ? slash + 1 : path;
    size_t n = strlen(from);
    f->at = xcalloc(1, sizeof *f->at);
    struct scratch scratch = {0};
    const char *reason;
    bool good = share_read(path, &scratch.text, &reason);
    if (!good)
        buf_format(why, "%s: %s", path, reason);
    good = good && load(f, path, pool_copy(&f->pool, from, n > 3 ? n - 3 : n), &scratch, why) &&
           formats_complete(f, f->at, why);
    free_scratch(&scratch);
    f->at->program = is_path ? f->at->file : NULL;
    free(path);
    return good;
}

void
formats_free(struct formats *f)
{
    free(f->at);
    pool_free(&f->pool);
    *f = (struct formats){0};
}

bool
format_takes_documents(const struct format *f)
{
    for (size_t i = 0; i < f->n_entries; i++)
        if (!f->entries[i].n)
            return true;
    return false;
}

bool
format_is_reference(const char *kind)
{
    static const char *const kinds[] = {"asset", "exception", "intel", "ticket"};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (strcmp(kind, kinds[i]) == 0)
            return true;
    return false;
}
