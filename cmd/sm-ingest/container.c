#include "container.h"

static const struct {
    const char *name, *shown;
    enum container is;
} containers[] = {{"json", "JSON", CONTAINER_JSON},       {"xml", "XML", CONTAINER_XML},
                  {"csv", "CSV", CONTAINER_CSV},          {"markdown", "Markdown", CONTAINER_MARKDOWN},
                  {"yaml", "YAML", CONTAINER_YAML},       {"xlsx", "XLSX", CONTAINER_XLSX},
                  {"sqlite", "SQLite", CONTAINER_SQLITE}, {"text", "text", CONTAINER_TEXT}};
#define CONTAINERS (sizeof containers / sizeof *containers)

unsigned
container_named(struct slice name)
{
    for (size_t i = 0; i < CONTAINERS; i++)
        if (slice_is(name, containers[i].name))
            return containers[i].is;
    return 0;
}

void
containers_say(unsigned several, struct buf *out)
{
    const char *between = "";
    for (size_t i = 0; i < CONTAINERS; i++) {
        if (!(several & containers[i].is))
            continue;
        buf_format(out, "%s%s", between, containers[i].shown);
        between = " or ";
    }
}
