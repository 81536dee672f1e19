#include <getopt.h>
#include <stdio.h>

#include "render.h"

static const char help[] =
    "usage: sm-render [-f FORMAT] [--report NAME] [--audience NAME] [OPTION]... [FILE]...\n"
    "Turns the metrics, checks and lists of sm-derive into a report.\n"
    "  -f, --format FORMAT   term (default on a terminal), markdown (default elsewhere),\n"
    "                        html, summary (a line for a chat), csv, json, xlsx,\n"
    "                        openmetrics; of findings sarif, ocsf; -o x.html, x.md,\n"
    "                        x.csv, x.json, x.xlsx, x.prom say it too\n"
    "      --report NAME     monthly (default), or another of --list-reports\n"
    "      --audience NAME   executives, security (default), engineering\n"
    "      --title TEXT      instead of the layout's title\n"
    "      --table LIST      write one list as CSV, whole\n"
    "      --fail-on-check[=warn]  exit 1 when a check of the period fails (or warns)\n"
    "      --list-reports    print report, audience and what it is for, and stop\n"
    "      --width N         columns of a terminal page (60 to 160)\n"
    "      --color[=WHEN]    auto, always, never; NO_COLOR is stronger\n"
    "      --ascii           a terminal page in ASCII marks\n" STAGE_HELP;

enum {
    OPTION_REPORT = STAGE_OWN,
    OPTION_AUDIENCE,
    OPTION_TITLE,
    OPTION_TABLE,
    OPTION_LIST,
    OPTION_FAIL_ON,
    OPTION_WIDTH,
    OPTION_COLOR,
    OPTION_ASCII
};

static const struct option options[] = {{"format", required_argument, NULL, 'f'},
                                        {"report", required_argument, NULL, OPTION_REPORT},
                                        {"audience", required_argument, NULL, OPTION_AUDIENCE},
                                        {"title", required_argument, NULL, OPTION_TITLE},
                                        {"table", required_argument, NULL, OPTION_TABLE},
                                        {"list-reports", no_argument, NULL, OPTION_LIST},
                                        {"fail-on-check", optional_argument, NULL, OPTION_FAIL_ON},
                                        {"width", required_argument, NULL, OPTION_WIDTH},
                                        {"color", optional_argument, NULL, OPTION_COLOR},
                                        {"ascii", no_argument, NULL, OPTION_ASCII},
                                        STAGE_LONG,
                                        {NULL, 0, NULL, 0}};

static void
list_reports(struct render *r)
{
    stage_begin_output(&r->stage);
    layout_list(&r->stage.out.buf);
    output_close(&r->stage.out, true);
}

/* false: --list-reports, done. */
static bool
read_options(struct render *r, int argc, char **argv)
{
    int c;
    bool list = false;
    while ((c = getopt_long(argc, argv, "f:" STAGE_SHORT, options, NULL)) != -1) {
        if (c == 'f')
            r->format = optarg;
        else if (c == OPTION_REPORT)
            r->report = optarg;
        else if (c == OPTION_AUDIENCE)
            r->audience = optarg;
        else if (c == OPTION_TITLE)
            r->title = optarg;
        else if (c == OPTION_TABLE)
            r->table = optarg;
        else if (c == OPTION_LIST)
            list = true;
        else if (c == OPTION_FAIL_ON)
            r->fail_on = render_fail_on(optarg);
        else if (c == OPTION_WIDTH)
            r->width = render_number("--width", optarg, 60, 160);
        else if (c == OPTION_COLOR)
            r->color = render_color(optarg);
        else if (c == OPTION_ASCII)
            r->ascii = true;
        else
            stage_option(&r->stage, c, optarg);
    }
    if (list)
        list_reports(r);
    return !list;
}

int
main(int argc, char **argv)
{
    static struct render r = {.stage = {.name = "sm-render", .help = help, .verbosity = NORMAL}};
    struct record record = {0};
    report_begin(r.stage.name, NORMAL);
    if (!read_options(&r, argc, argv))
        return report_status();
    render_begin(&r, argv + optind);
    while (stage_next(&r.stage, &record))
        render_take(&r, &record);
    record_free(&record);
    return render_end(&r);
}
