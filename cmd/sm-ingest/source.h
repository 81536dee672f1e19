/* The text of one file or of standard input: decompressed, without BOM, UTF-16 turned into UTF-8. It is seen through a
 * window that moves on; what may be needed again is held, and then a regular file is read again, a pipe spooled. */
#ifndef SM_INGEST_SOURCE_H
#define SM_INGEST_SOURCE_H

#include "archive.h"
#include "decode.h"
#include "inflate.h"
#include "output.h"
#include "spool.h"
#include "xml_json.h"

#define SQLITE_START "SQLite format 3" /* … and a NUL */

struct source {
    const char *name;   /* for messages; not owned */
    struct output *out; /* asked before more is spooled whether it still takes anything; may be NULL */
    const char *p;      /* the window: n bytes from offset `base` of the text */
    size_t n;
    uint64_t base;
    bool eof;           /* nothing follows the window: source_fill has said so */
    bool regular;       /* a regular file, compressed or not */
    const char *broken; /* why the text ends where it does (cut off, a NUL), static; NULL: it ends there */
    uint64_t broken_at; /* … at which byte of an XML document; UINT64_MAX: it is none, or where the text ends */
    const char *failed; /* why it can't be read any further (read error, TMPDIR is full); NULL: it can */
    uint64_t bad;       /* bytes found so far that are not UTF-8, in what has been read */
    uint64_t nul;       /* offset of a NUL, where the text ends; UINT64_MAX: none so far */
    uint64_t binary;    /* where more than 1 % of the bytes before it are not UTF-8 (looked at every SKETCH_BYTES, and
                           at the end of a shorter text); UINT64_MAX: nowhere so far */
    uint64_t bytes;     /* read from the file so far, once each */
    /* the rest is the source's */
    int fd;
    bool seekable;      /* offsets in the text are offsets in the file, `start` apart */
    uint64_t start, fd_at, live, held, audited, checked;
    struct inflate *z;
    struct archive *archive;  /* the file is a zip archive; NULL: it is none, or archive_why */
    const char *archive_why;
    struct member *member, *audit; /* of a Fortify project: what is read, and what is read before it as XML */
    struct spool whole;       /* of a pipe that holds an archive or a database: all of it */
    bool utf16, utf8, live_end; /* utf8: a mark says so, or it is made from UTF-16 */
    struct decode_utf16 u;
    struct buf head, raw, converted; /* bytes read for sniffing; UTF-16 not converted yet; converted, not given yet */
    size_t head_at, converted_at;
    struct xml_json *xml; /* the text is the JSON of an XML document; NULL: it is as it stands in the file */
    uint64_t xml_base, xml_fed; /* where that starts; bytes of it read */
    struct buf xml_raw, json; /* XML not converted yet; JSON not given yet */
    size_t json_at;
    bool json_end;
    struct spool spool;
    char *block;
    size_t cap, at;
};

/* "-": standard input. The first SKETCH_BYTES are in the window. false: errno says why. */
bool source_open(struct source *s, const char *path);
bool source_take(struct source *s, const char *name, int fd); /* a text that has been written to a file; owns fd */
void source_close(struct source *s);
/* The text, which is an XML document and starts in the window, becomes its JSON (xml_json.h), from offset 0 on. */
void source_as_xml(struct source *s);

/* Drops what stands before offset `keep` and reads on; the window moves in memory. false: there is no more. */
bool source_fill(struct source *s, uint64_t keep);
void source_hold(struct source *s, uint64_t from); /* bytes from this offset of the window on will be read again */
/* The window starts at offset `to` (not before what is held) or holds it. false: failed. */
bool source_seek(struct source *s, uint64_t to);
void source_release(struct source *s); /* nothing is held any more */

#endif
