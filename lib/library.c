#include "library.h"

#include <dlfcn.h>
#include <stdio.h>
#include <string.h>

static void
say(struct library *l)
{
    const char *error = dlerror();
    if (!*l->why)
        snprintf(l->why, sizeof l->why, "%s: %s", l->need, error ? error : "it can't be loaded");
}

static void *
open_first(struct library *l)
{
    void *handle = NULL;
    for (const char *const *file = l->files; !handle && *file; file++) {
        handle = dlopen(*file, RTLD_LAZY | RTLD_LOCAL);
        if (!handle)
            say(l); /* of the likeliest name */
    }
    if (handle)
        *l->why = 0;
    return handle;
}

bool
library_load(struct library *l, const char **why)
{
    void *handle = l->loaded ? NULL : open_first(l), *at = handle;
    for (size_t i = 0; at && l->symbols[i]; i++) {
        at = dlsym(handle, l->symbols[i]);
        if (at) /* C has no other way from data to a function */
            memcpy((char *)l->to + i * sizeof at, &at, sizeof at);
        else
            say(l);
    }
    l->loaded |= at != NULL;
    if (!l->loaded)
        *why = l->why;
    return l->loaded;
}
