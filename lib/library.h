/* Libraries that most runs do without are loaded by the first call that needs them: each that is linked takes
 * time at every start. The one file that uses a library says what it takes of it, functions and variables:
 *
 *     #define SYMBOLS(each) each(csv_init) each(csv_parse) each(csv_free)
 *     LIBRARY(lib, "libcsv is needed to read CSV", SYMBOLS, "libcsv.so.3", "libcsv.so", "libcsv.dylib")
 *
 * This makes `lib`, a struct of pointers with the types of the header (so that the compiler checks what goes
 * through them, as in `lib.csv_init(&parser, 0)`), and
 *
 *     static bool lib_load(const char **why);
 *
 * which fills it: true, and again true, before any of it is used. false: the library is not to be had, and
 * *why (static) says which, for what, and what is in the way. The names of its file: the likeliest first.
 * What has been loaded stays to the end. */
#ifndef SM_LIBRARY_H
#define SM_LIBRARY_H

#include <stdbool.h>
#include <stddef.h>

struct library {
    const char *need;                          /* the first half of why */
    const char *const *files, *const *symbols; /* each ended by NULL */
    void *to;                                  /* as many pointers as symbols */
    bool loaded;
    char why[256];
};

bool library_load(struct library *l, const char **why);

#define LIBRARY(lib, need, each_symbol, ...)                                                         \
    static struct {                                                                                  \
        each_symbol(LIBRARY_MEMBER)                                                                  \
    } lib;                                                                                           \
    static bool lib##_load(const char **why)                                                         \
    {                                                                                                \
        static const char *const files[] = {__VA_ARGS__, NULL};                                      \
        static const char *const symbols[] = {each_symbol(LIBRARY_NAME) NULL};                       \
        static struct library l = {need, files, symbols, &lib, false, ""};                           \
        _Static_assert(sizeof lib == sizeof symbols - sizeof *symbols, "a pointer for each symbol"); \
        return library_load(&l, why);                                                                \
    }
#define LIBRARY_MEMBER(symbol) __typeof__(symbol) *symbol;
#define LIBRARY_NAME(symbol) #symbol,

#endif
