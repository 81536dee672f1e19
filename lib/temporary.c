#define _GNU_SOURCE /* mkostemp under -std=c11 */
#include "temporary.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "buf.h"
#include "report.h"

const char *
temporary_folder(void)
{
    const char *folder = getenv("TMPDIR");
    return folder && *folder ? folder : "/tmp";
}

int
temporary_open(void)
{
    struct buf path = {0};
    buf_format(&path, "%s/%s.XXXXXX", temporary_folder(), report_prog());
    (void)buf_string(&path);
    int fd = mkostemp(path.p, O_CLOEXEC), error = errno;
    if (fd >= 0)
        unlink(path.p);
    buf_free(&path);
    errno = error;
    return fd;
}

bool
temporary_write(int fd, const char *p, size_t n)
{
    while (n) {
        ssize_t done = write(fd, p, n);
        if (done < 0 && errno == EINTR)
            continue;
        if (done < 0)
            return false;
        p += done;
        n -= (size_t)done;
    }
    return true;
}
