/* sm-dedup: findings that are the same become one, with a timeline. */
#include <getopt.h>
#include <stdlib.h>

#include "carry.h"
#include "date.h"
#include "diff.h"
#include "explain.h"
#include "jq/programs.h"
#include "mem.h"
#include "run.h"

#define MEMORY_USUAL ((size_t)512 << 20)
#define MEMORY_LEAST ((size_t)16 << 20)

struct options {
    struct run_options run;
    struct explain explain;
    const char *previous;
    int64_t as_of;
    bool diff;
};

enum {
    OPTION_PREVIOUS = STAGE_OWN,
    OPTION_DICTIONARY,
    OPTION_AS_OF,
    OPTION_RULES,
    OPTION_WITHOUT,
    OPTION_LIST,
    OPTION_ALIASES,
    OPTION_EXPLAIN,
    OPTION_DIFF,
    OPTION_MEMORY,
    OPTION_ENGINE
};

static const char help[] =
    "usage: sm-dedup [option ...] [file ...]\n"
    "Merges findings that are the same within a report, across tools and across months.\n"
    "\n"
    "      --previous FILE   last month's output: its findings go on\n"
    "      --as-of DATE      end of that day, UTC: which exceptions are in force\n"
    "      --dictionary FILE what our words mean, instead of dictionary.jq\n"
    "      --rules FILE      what makes two findings the same, instead of dedup.jq\n"
    "      --aliases FILE    ids of one vulnerability from FILE and nothing else\n"
    "      --without RULE,.. without these rules\n"
    "      --memory SIZE     64M, 2G: what the index may take (512M)\n"
    "      --engine          say which jq engine runs each program, and why not ours\n"
    "      --list-rules      their names\n"
    "      --explain[=ID]    on standard error, why findings merged, closed, reopened\n"
    "      --diff OLD NEW    what changed between two outputs\n" STAGE_HELP;

static int64_t
day_of(const char *arg)
{
    int64_t t = date_end_of(slice_of(arg));
    if (t == DATE_NONE)
        report_die("--as-of=%s: not a date like 2026-10-31", arg);
    return t;
}

static size_t
size_of(const char *arg)
{
    char *end;
    unsigned long long n = strtoull(arg, &end, 10);
    int shift = *end == 'K' ? 10 : *end == 'M' ? 20 : *end == 'G' ? 30 : 0;
    if (*arg < '0' || *arg > '9' || (*end && !shift) || (shift && end[1]) || n > SIZE_MAX >> shift ||
        n << shift < MEMORY_LEAST)
        report_die("--memory=%s: not a size like 512M, 16M at least", arg);
    return (size_t)n << shift;
}

static void
list_rules(void)
{
    struct output out;
    output_open(&out, NULL);
    rules_list(&out.buf);
    output_flush(&out);
    exit(EXIT_DONE);
}

static void
read_options(struct options *o, struct stage *s, int argc, char **argv)
{
    static const struct option names[] = {{"previous", required_argument, NULL, OPTION_PREVIOUS},
                                          {"dictionary", required_argument, NULL, OPTION_DICTIONARY},
                                          {"as-of", required_argument, NULL, OPTION_AS_OF},
                                          {"rules", required_argument, NULL, OPTION_RULES},
                                          {"without", required_argument, NULL, OPTION_WITHOUT},
                                          {"aliases", required_argument, NULL, OPTION_ALIASES},
                                          {"explain", optional_argument, NULL, OPTION_EXPLAIN},
                                          {"diff", no_argument, NULL, OPTION_DIFF},
                                          {"memory", required_argument, NULL, OPTION_MEMORY},
                                          {"engine", no_argument, NULL, OPTION_ENGINE},
                                          {"list-rules", no_argument, NULL, OPTION_LIST},
                                          STAGE_LONG,
                                          {NULL, 0, NULL, 0}};
    int c;
    while ((c = getopt_long(argc, argv, STAGE_SHORT, names, NULL)) != -1) {
        if (c == OPTION_PREVIOUS)
            o->previous = optarg;
        else if (c == OPTION_DICTIONARY)
            o->run.dictionary = optarg;
        else if (c == OPTION_EXPLAIN)
            explain_begin(&o->explain, optarg);
        else if (c == OPTION_MEMORY)
            o->run.memory = size_of(optarg);
        else if (c == OPTION_DIFF)
            o->diff = true;
        else if (c == OPTION_ALIASES)
            o->run.aliases[o->run.naliases++] = optarg;
        else if (c == OPTION_RULES)
            o->run.keys = optarg;
        else if (c == OPTION_WITHOUT)
            rules_without(&o->run.rules, optarg);
        else if (c == OPTION_LIST)
            list_rules();
        else if (c == OPTION_AS_OF)
            o->as_of = day_of(optarg);
        else if (c == OPTION_ENGINE)
            programs_show_engines(true);
        else
            stage_option(s, c, optarg);
    }
    if (o->diff && argc - optind != 2)
        report_die("--diff: two files, the older one first");
}

static enum exit_code
run_all(const struct options *o, struct stage *s, char **files)
{
    struct record r = {0};
    struct run run;
    s->unread = SLICE("{\"kind\":\"finding\",");
    s->unread_kind = SLICE("finding");
    stage_begin(s, files);
    run_begin(&run, s, &o->run);
    if (o->previous)
        carry_read(&run, o->previous);
    while (stage_next(s, &r))
        run_take(&run, &r);
    run_finish(&run, o->as_of);
    enum exit_code status = stage_end(s); /* whoever reads what was written need not wait for the rest */
    run_free(&run);
    record_free(&r);
    return status;
}

static enum exit_code
diff_all(struct stage *s, char **files)
{
    stage_begin(s, files + 1);
    diff_run(s, files[0]);
    return stage_end(s);
}

int
main(int argc, char **argv)
{
    struct options o = {.as_of = DATE_NONE};
    o.run.memory = MEMORY_USUAL;
    o.run.explain = &o.explain;
    o.run.aliases = xcalloc((size_t)argc, sizeof *o.run.aliases);
    struct stage s = {.name = "sm-dedup", .help = help};
    report_begin(s.name, NORMAL);
    read_options(&o, &s, argc, argv);
    enum exit_code status = o.diff ? diff_all(&s, argv + optind) : run_all(&o, &s, argv + optind);
    free(o.run.aliases);
    return (int)status;
}
