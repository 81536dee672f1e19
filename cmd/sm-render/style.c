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
    for (size_t i = 0; i < file.n; i++)
        if (file.p[i] != '\r') /* a browser hashes what it has read, and it reads CR LF as LF */
            buf_byte(css, file.p[i]);
    if (memchr(css->p, '<', css->n) || memchr(css->p, '\0', css->n))
        report_die("%s: `<` can't stand in a style sheet", path);
    sha256_base64(hash, buf_as_slice(css));
    buf_free(&file);
    free(path);
}
