/* sm-ingest: exports become raw records. */
#include <getopt.h>
#include <stdio.h>
#include <string.h>

#include "ingest.h"

struct options {
    struct ingest_options ingest;
    bool list;
};

enum { OPT_PATH = STAGE_OWN, OPT_DETECT, OPT_LIST, OPT_DATES, OPT_TABLE, OPT_QUERY, OPT_SHEET, OPT_LEAN };

static const char usage[] =
    "usage: sm-ingest [-f FORMAT] [-t KEY=VALUE]... [--path PATTERN]... [FILE...]\n"
    "Cuts security exports (scanner reports, inventories, exception registers) into\n"
    "raw records, one for each entry and one for each report. The format is recognised\n"
    "from the content. Without FILE, or where it is -, standard input is read.\n"
    "\n"
    "  -f, --format FORMAT   the format: a name, or a path to a .jq file\n"
    "  -t, --tag KEY=VALUE   add a tag to every entry (service, product, owner, tier,\n"
    "                        environment, target, source_tool, at, month, kind, ...)\n"
    "      --path PATTERN    tags from file names: 'exports/{month}/{service}.json'\n"
    "      --lean            leave out what the format's program does not read\n"
    "      --dates ORDER     03/04/2026 in tables is dmy or mdy\n"
    "      --table NAME      read this table of an SQLite database\n"
    "      --query SQL       read what this SELECT gives of an SQLite database\n"
    "      --sheet NAME      read this sheet of an XLSX workbook\n"
    "      --detect          print FILE and its format, and stop\n"
    "      --list-formats    print name, kind, category and title of all formats\n" STAGE_HELP;

static const struct option long_options[] = {{"format", required_argument, NULL, 'f'},
                                             {"tag", required_argument, NULL, 't'},
                                             {"path", required_argument, NULL, OPT_PATH},
                                             {"dates", required_argument, NULL, OPT_DATES},
                                             {"table", required_argument, NULL, OPT_TABLE},
                                             {"query", required_argument, NULL, OPT_QUERY},
                                             {"sheet", required_argument, NULL, OPT_SHEET},
                                             {"lean", no_argument, NULL, OPT_LEAN},
                                             {"detect", no_argument, NULL, OPT_DETECT},
                                             {"list-formats", no_argument, NULL, OPT_LIST},
                                             STAGE_LONG,
                                             {NULL, 0, NULL, 0}};

static enum date_order
order_of(const char *arg)
{
    if (strcmp(arg, "dmy") == 0)
        return DATES_DMY;
    if (strcmp(arg, "mdy") == 0)
        return DATES_MDY;
    report_die("--dates %s: not dmy or mdy", arg);
}

static bool
own_option(struct options *o, int c, const char *arg)
{
    const char *why;
    switch (c) {
    case 'f':
        o->ingest.format = arg;
        return true;
    case 't':
        if (!tags_add(&o->ingest.tags, arg, &why))
            report_die("-t %s: %s", arg, why);
        return true;
    case OPT_PATH:
        if (!tags_pattern(&o->ingest.tags, arg, &why))
            report_die("--path %s: %s", arg, why);
        return true;
    case OPT_DATES:
        o->ingest.tables.dates = order_of(arg);
        return true;
    case OPT_TABLE:
        o->ingest.tables.table = arg;
        return true;
    case OPT_QUERY:
        o->ingest.tables.query = arg;
        return true;
    case OPT_SHEET:
        o->ingest.tables.sheet = arg;
        return true;
    case OPT_LEAN:
        return o->ingest.lean = true;
    case OPT_DETECT:
        return o->ingest.detect = true;
    case OPT_LIST:
        return o->list = true;
    default:
        return false;
    }
}

int
main(int argc, char **argv)
{
    struct stage s = {.name = "sm-ingest", .help = usage, .verbosity = NORMAL};
    struct options o = {0};
    int c;
    report_begin(s.name, NORMAL);
    while ((c = getopt_long(argc, argv, "f:t:" STAGE_SHORT, long_options, NULL)) != -1)
        if (!own_option(&o, c, optarg))
            stage_option(&s, c, optarg);
    if (o.ingest.tables.table && o.ingest.tables.query)
        report_die("--table and --query: one of them");
    stage_begin_output(&s);
    if (o.list)
        ingest_list(&s);
    else
        ingest_run(&s, &o.ingest, argv + optind);
    tags_free(&o.ingest.tags);
    return o.list || o.ingest.detect ? stage_end_page(&s) : stage_end(&s);
}
