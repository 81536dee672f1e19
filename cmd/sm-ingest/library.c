#include "library.h"

#include <dlfcn.h>
#include <string.h>

bool
library_load(const char *const *names, const struct library_function *functions)
{
    void *handle = NULL;
    for (; !handle && *names; names++)
        handle = dlopen(*names, RTLD_LAZY | RTLD_LOCAL);
    for (const struct library_function *f = functions; handle && f->name; f++) {
        void *at = dlsym(handle, f->name);
        if (!at)
            return false;
        memcpy(f->to, &at, sizeof at); /* C has no other way from data to a function */
    }
    return handle;
}
