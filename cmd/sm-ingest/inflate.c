#include "inflate.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>
#include <zstd.h>

#include "library.h"
#include "limits.h"
#include "mem.h"

#define ZLIB(each) each(inflate) each(inflateEnd) each(inflateInit2_) each(inflateReset)
LIBRARY(zlib, "zlib is needed to read gzip data", ZLIB, "libz.so.1", "libz.so", "libz.dylib")

#define ZSTD(each)                                                                                     \
    each(ZSTD_createDStream) each(ZSTD_decompressStream) each(ZSTD_freeDStream) each(ZSTD_initDStream) \
        each(ZSTD_isError)
LIBRARY(zstd, "libzstd is needed to read zstd data", ZSTD, "libzstd.so.1", "libzstd.so", "libzstd.dylib")

#define INPUT_BLOCK (256u << 10)

struct inflate {
    enum inflate_kind kind;
    inflate_input *input;
    void *arg;
    z_stream z;
    ZSTD_DStream *zstd;
    char *block;
    size_t at, n;
    bool input_end, between; /* between: a member is whole, another may follow */
    const char *broken;      /* said when what came before has been given */
    uint64_t in, out;
};

enum inflate_kind
inflate_sniff(const char *p, size_t n)
{
    if (n >= 2 && memcmp(p, "\x1f\x8b", 2) == 0)
        return INFLATE_GZIP;
    if (n >= 4 && memcmp(p, "\x28\xb5\x2f\xfd", 4) == 0)
        return INFLATE_ZSTD;
    return INFLATE_NONE;
}

struct inflate *
inflate_new(enum inflate_kind kind, inflate_input *input, void *arg, const char **why)
{
    if (kind == INFLATE_GZIP ? !zlib_load(why) : !zstd_load(why))
        return NULL;
    struct inflate *z = xcalloc(1, sizeof *z);
    *z = (struct inflate){.kind = kind, .input = input, .arg = arg, .block = xmalloc(INPUT_BLOCK)};
    bool good;
    if (kind == INFLATE_GZIP) {
        good = zlib.inflateInit2_(&z->z, 15 + 16, ZLIB_VERSION, (int)sizeof z->z) == Z_OK;
    } else {
        z->zstd = zstd.ZSTD_createDStream();
        good = z->zstd && !zstd.ZSTD_isError(zstd.ZSTD_initDStream(z->zstd));
    }
    if (good)
        return z;
    inflate_free(z);
    *why = "out of memory for decompression";
    return NULL;
}

void
inflate_free(struct inflate *z)
{
    if (!z)
        return;
    if (z->kind == INFLATE_GZIP)
        zlib.inflateEnd(&z->z);
    else
        zstd.ZSTD_freeDStream(z->zstd);
    free(z->block);
    free(z);
}

static bool
refill(struct inflate *z)
{
    if (z->at < z->n || z->input_end)
        return true;
    ssize_t n = z->input(z->arg, z->block, INPUT_BLOCK);
    if (n < 0)
        return false;
    z->at = 0;
    z->n = (size_t)n;
    z->input_end = n == 0;
    return true;
}

/* Zeros may pad a gzip file to a block; anything else after the last member is damage. */
static bool
next_gzip(struct inflate *z, const char **why)
{
    while (z->at < z->n && z->block[z->at] == 0)
        z->at++;
    if (z->at == z->n)
        return true;
    if ((unsigned char)z->block[z->at] != 0x1f) {
        *why = "bytes that are no gzip data after the compressed data";
        return false;
    }
    zlib.inflateReset(&z->z);
    z->between = false;
    return true;
}

static bool
run_gzip(struct inflate *z, char *p, size_t n, size_t *made, const char **why)
{
    if (z->between && (!next_gzip(z, why) || z->at == z->n))
        return !*why;
    z->z.next_in = (Bytef *)(z->block + z->at);
    z->z.avail_in = (uInt)(z->n - z->at);
    z->z.next_out = (Bytef *)p;
    z->z.avail_out = (uInt)n;
    int rc = zlib.inflate(&z->z, Z_NO_FLUSH);
    z->in += z->n - z->at - z->z.avail_in;
    z->at = z->n - z->z.avail_in;
    *made = n - z->z.avail_out;
    z->between = rc == Z_STREAM_END;
    if (rc == Z_OK || rc == Z_STREAM_END || rc == Z_BUF_ERROR)
        return true;
    *why = "damaged gzip data";
    return false;
}

static bool
run_zstd(struct inflate *z, char *p, size_t n, size_t *made, const char **why)
{
    ZSTD_inBuffer in = {z->block, z->n, z->at};
    ZSTD_outBuffer out = {p, n, 0};
    size_t rc = zstd.ZSTD_decompressStream(z->zstd, &out, &in);
    z->in += in.pos - z->at;
    z->at = in.pos;
    *made = out.pos;
    z->between = rc == 0;
    if (!zstd.ZSTD_isError(rc))
        return true;
    *why = z->out + out.pos ? "damaged zstd data" : "damaged zstd data, or a window larger than 128 MiB";
    return false;
}

/* One step: what the input gives. false: the input failed, or *why. */
static bool
run(struct inflate *z, char *p, size_t n, size_t *made, const char **why)
{
    bool good = z->kind == INFLATE_GZIP ? run_gzip(z, p, n, made, why) : run_zstd(z, p, n, made, why);
    z->out += *made;
    if (!good || z->out <= EXPANSION_FREE || z->out / EXPANSION_MAX <= z->in)
        return good;
    *why = "compressed data that expands more than 1000 times";
    return false;
}

ssize_t
inflate_read(struct inflate *z, char *p, size_t n, const char **why)
{
    if (n > 1u << 30)
        n = 1u << 30;
    *why = NULL;
    while (!z->broken) {
        size_t made = 0;
        if (!refill(z))
            return -1;
        bool end = z->input_end && z->at == z->n;
        if (z->between && end)
            return 0;
        if (!run(z, p, n, &made, &z->broken) && !z->broken)
            return -1;
        if (made)
            return (ssize_t)made;
        if (end && !z->broken && !z->between)
            z->broken = z->kind == INFLATE_GZIP ? "gzip data that is cut off" : "zstd data that is cut off";
    }
    *why = z->broken;
    return -1;
}
