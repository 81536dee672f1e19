/* Libraries that few exports need are loaded with the first that does: each takes time at every start. */
#ifndef SM_INGEST_LIBRARY_H
#define SM_INGEST_LIBRARY_H

#include <stdbool.h>
#include <stddef.h>

struct library_function {
    const char *name;
    void *to; /* where the pointer to it goes */
};

/* The first of the libraries that is there, and all the functions (ended by one without name) in it. false:
 * not to be had. */
bool library_load(const char *const *names, const struct library_function *functions);

/* For a struct of pointers to functions and its table. */
#define LIBRARY_MEMBER(function) __typeof__(function) *function;
#define LIBRARY_FUNCTION(function) {#function, &lib.function},

#endif
