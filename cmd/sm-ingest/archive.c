#define _GNU_SOURCE /* F_DUPFD_CLOEXEC under -std=c11 */
#include "archive.h"

#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <zip.h>

#include "library.h"
#include "limits.h"
#include "mem.h"

#define SYMBOLS(each)                                                                                       \
    each(zip_fdopen) each(zip_discard) each(zip_name_locate) each(zip_stat) each(zip_fopen) each(zip_fread) \
        each(zip_fclose) each(zip_get_error) each(zip_error_code_zip)

LIBRARY(lib, "libzip is needed to read a zip archive", SYMBOLS, "libzip.so.5", "libzip.so.4", "libzip.so",
        "libzip.dylib")

struct archive {
    zip_t *zip;
};

struct member {
    zip_file_t *file;
    uint64_t in, out; /* compressed bytes of all of it; bytes given so far */
};

bool
archive_sniff(const char *p, size_t n)
{
    return n >= 4 && memcmp(p, "PK\3\4", 4) == 0;
}

struct archive *
archive_open(int fd, const char **why)
{
    if (!lib_load(why))
        return NULL;
    int code = 0, own = fcntl(fd, F_DUPFD_CLOEXEC, 0);
    zip_t *zip = own < 0 ? NULL : lib.zip_fdopen(own, 0, &code);
    if (!zip) {
        if (own >= 0)
            close(own);
        *why =
            code == ZIP_ER_NOZIP || code == ZIP_ER_INCONS ? "it is cut off or damaged" : "it can't be read";
        return NULL;
    }
    struct archive *a = xcalloc(1, sizeof *a);
    a->zip = zip;
    return a;
}

void
archive_close(struct archive *a)
{
    if (a)
        lib.zip_discard(a->zip);
    free(a);
}

bool
archive_has(const struct archive *a, const char *name)
{
    return lib.zip_name_locate(a->zip, name, ZIP_FL_ENC_RAW) >= 0;
}

struct member *
member_open(struct archive *a, const char *name, const char **why)
{
    zip_stat_t st;
    if (lib.zip_stat(a->zip, name, ZIP_FL_ENC_RAW, &st) != 0 || !(st.valid & ZIP_STAT_COMP_SIZE)) {
        *why = "a member of it can't be found";
        return NULL;
    }
    zip_file_t *file = lib.zip_fopen(a->zip, name, ZIP_FL_ENC_RAW);
    if (!file) {
        switch (lib.zip_error_code_zip(lib.zip_get_error(a->zip))) {
        case ZIP_ER_NOPASSWD:
        case ZIP_ER_ENCRNOTSUPP:
            *why = "it is encrypted";
            break;
        case ZIP_ER_COMPNOTSUPP:
            *why = "its compression is none that this version reads";
            break;
        default:
            *why = "a member of it is damaged";
        }
        return NULL;
    }
    struct member *m = xcalloc(1, sizeof *m);
    *m = (struct member){file, st.comp_size, 0};
    return m;
}

ssize_t
member_read(struct member *m, char *p, size_t n, const char **why)
{
    zip_int64_t k = lib.zip_fread(m->file, p, n);
    if (k < 0) {
        *why = "damaged zip data";
        return -1;
    }
    m->out += (uint64_t)k;
    if (m->out > EXPANSION_FREE && m->out / EXPANSION_MAX > m->in) {
        *why = "compressed data that expands more than 1000 times";
        return -1;
    }
    return (ssize_t)k;
}

void
member_close(struct member *m)
{
    if (m)
        lib.zip_fclose(m->file);
    free(m);
}
