/* sm-dedup: findings that are the same become one, with a timeline. */
#include <getopt.h>

#include "carry.h"
#include "date.h"
#include "jq/programs.h"
#include "run.h"

struct options {
    const char *previous, *dictionary;
    int64_t as_of;
};

enum { OPTION_PREVIOUS = STAGE_OWN, OPTION_DICTIONARY, OPTION_AS_OF, OPTION_ENGINE };

static const char help[] =
    "usage: sm-dedup [option ...] [file ...]\n"
    "Merges findings that are the same within a report, across tools and across months.\n"
    "\n"
    "      --previous FILE   last month's output: its findings go on\n"
    "      --as-of DATE      end of that day, UTC: which exceptions are in force\n"
    "      --dictionary FILE what our words mean, instead of dictionary.jq\n"
    "      --engine          say which jq engine runs each program, and why not ours\n" STAGE_HELP;

static void
usage(void)
{
    report_error("usage: sm-dedup [option ...] [file ...]; sm-dedup -h lists the options");
}

static int64_t
day_of(const char *arg)
{
    int64_t t = date_end_of(slice_of(arg));
    if (t == DATE_NONE)
        report_die("--as-of=%s: not a date like 2026-10-31", arg);
    return t;
}

static bool
read_options(struct options *o, struct stage *s, int argc, char **argv)
{
    static const struct option names[] = {{"previous", required_argument, NULL, OPTION_PREVIOUS},
                                          {"dictionary", required_argument, NULL, OPTION_DICTIONARY},
                                          {"as-of", required_argument, NULL, OPTION_AS_OF},
                                          {"engine", no_argument, NULL, OPTION_ENGINE},
                                          STAGE_LONG,
                                          {NULL, 0, NULL, 0}};
    int c;
    while ((c = getopt_long(argc, argv, STAGE_SHORT, names, NULL)) != -1) {
        if (c == OPTION_PREVIOUS)
            o->previous = optarg;
        else if (c == OPTION_DICTIONARY)
            o->dictionary = optarg;
        else if (c == OPTION_AS_OF)
            o->as_of = day_of(optarg);
        else if (c == OPTION_ENGINE)
            programs_show_engines(true);
        else if (!stage_option(s, c, optarg))
            return false;
    }
    return true;
}

static enum exit_code
run_all(const struct options *o, struct stage *s, char **files)
{
    struct record r = {0};
    struct run run;
    stage_begin(s, files);
    run_begin(&run, s, o->dictionary);
    if (o->previous)
        carry_read(&run, o->previous);
    while (stage_next(s, &r))
        run_take(&run, &r);
    run_finish(&run, o->as_of);
    run_free(&run);
    record_free(&r);
    return stage_end(s);
}

int
main(int argc, char **argv)
{
    struct options o = {.as_of = DATE_NONE};
    struct stage s = {.name = "sm-dedup", .help = help};
    report_begin(s.name, NORMAL);
    if (!read_options(&o, &s, argc, argv)) {
        usage();
        return EXIT_CANNOT;
    }
    return (int)run_all(&o, &s, argv + optind);
}
