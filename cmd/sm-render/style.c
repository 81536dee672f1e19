#include "style.h"

#include <stdlib.h>
#include <string.h>

#include "report.h"
#include "sha256.h"
#include "share.h"

void
style_load(struct buf *css, struct buf *hash)
{
    struct buf file = {0};
    const char *why;
    char *path = share_find("reports", "report.css");
    if (!path)
        report_die("reports/report.css: not in the share folder");
    if (!share_read(path, &file, &why))
        report_die("%s: %s", path, why);
    for (size_t i = 0, end; i < file.n; i = end + 1) { /* a browser hashes what it has read: CR LF as LF */
        const char *cr = memchr(file.p + i, '\r', file.n - i);
        end = cr ? (size_t)(cr - file.p) : file.n;
        buf_add(css, file.p + i, end - i);
    }
    if (memchr(css->p, '<', css->n) || memchr(css->p, '\0', css->n))
        report_die("%s: `<` can't stand in a style sheet", path);
    sha256_base64(hash, buf_as_slice(css));
    buf_free(&file);
    free(path);
}
