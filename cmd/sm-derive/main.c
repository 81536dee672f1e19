/* sm-derive: records become metrics, checks and lists. See sm-derive(1). */
#include <getopt.h>
#include <stdio.h>

#include "derive.h"
#include "jq/programs.h"
#include "mem.h"

static const char help[] =
    "usage: sm-derive --period P [OPTION]… [FILE]…\n"
    "Metrics, checks and lists from findings and the records around them.\n"
    "\n"
    "      --period P        month (2026-10), quarter (2026-Q4), year (2026), or a\n"
    "                        range of one of them (2025-11..2026-10): a set for each\n"
    "      --as-of DATE      the last day that counts\n"
    "      --dictionary FILE the team's definitions, a jq program on the shipped ones\n"
    "      --metrics FILE|ID,…\n"
    "                        only these (a FILE has a slash or ends in .jq)\n"
    "      --by FIELD,…      more breakdowns for every metric; of two: tier+service\n"
    "      --previous-metrics FILE\n"
    "                        compare with what was published for the period before\n"
    "      --partial         write what would be counted, for --merge\n"
    "      --merge           read what --partial wrote, any number of it\n"
    "      --fail-on EXPR    exit 1 where it holds for the last period, such as\n"
    "                        'critical_older_than_sla > 0'; may be repeated\n"
    "      --list            print id, title, owner, unit, direction, confidence\n"
    "      --engine          say which jq engine runs each program, and why not ours\n"
    "\n" STAGE_HELP;

enum { PERIOD = STAGE_OWN, AS_OF, DICTIONARY, METRICS, BY, PREVIOUS, PARTIAL, MERGE, FAIL_ON, LIST, ENGINE };

static const struct option options[] = {
    {"period", required_argument, NULL, PERIOD},
    {"as-of", required_argument, NULL, AS_OF},
    {"dictionary", required_argument, NULL, DICTIONARY},
    {"metrics", required_argument, NULL, METRICS},
    {"by", required_argument, NULL, BY},
    {"previous-metrics", required_argument, NULL, PREVIOUS},
    {"partial", no_argument, NULL, PARTIAL},
    {"merge", no_argument, NULL, MERGE},
    {"fail-on", required_argument, NULL, FAIL_ON},
    {"list", no_argument, NULL, LIST},
    {"engine", no_argument, NULL, ENGINE},
    STAGE_LONG,
    {NULL, 0, NULL, 0},
};

/* Words of several --metrics or --by are one list. */
static void
also(struct buf *b, const char *arg)
{
    if (b->n)
        buf_byte(b, ',');
    buf_text(b, arg);
}

static void
take_option(struct derive_options *o, struct stage *s, bool *list, int c)
{
    static size_t cap;
    switch (c) {
    case PERIOD:
        o->period = optarg;
        break;
    case AS_OF:
        o->as_of = optarg;
        break;
    case DICTIONARY:
        o->dictionary = optarg;
        break;
    case METRICS:
        also(&o->metrics, optarg);
        break;
    case BY:
        also(&o->by, optarg);
        break;
    case PREVIOUS:
        o->previous_metrics = optarg;
        break;
    case PARTIAL:
        o->partial = true;
        break;
    case MERGE:
        o->merge = true;
        break;
    case FAIL_ON:
        o->fail_on = xgrow(o->fail_on, &cap, o->n_fail_on + 1, sizeof *o->fail_on);
        o->fail_on[o->n_fail_on++] = optarg;
        break;
    case LIST:
        *list = true;
        break;
    case ENGINE:
        programs_show_engines(true);
        break;
    default:
        stage_option(s, c, optarg);
    }
}

static void
run(struct derive *d, struct stage *s)
{
    struct record r = {0};
    derive_begin(d, s);
    while (stage_next(s, &r))
        if (!derive_take(d, s, &r))
            stage_pass(s, &r);
    derive_finish(d, s);
    record_free(&r);
}

int
main(int argc, char **argv)
{
    struct stage s = {.name = "sm-derive", .help = help, .verbosity = NORMAL};
    static struct derive_options o;
    bool list = false;
    int c;
    report_begin(s.name, NORMAL);
    while ((c = getopt_long(argc, argv, STAGE_SHORT, options, NULL)) != -1)
        take_option(&o, &s, &list, c);
    if (list)
        return derive_list(&o, &s);
    struct derive *d = derive_new(&o);
    stage_begin(&s, argv + optind);
    run(d, &s);
    derive_free(d);
    return stage_end(&s);
}
