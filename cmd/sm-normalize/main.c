#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>

#include "exports.h"
#include "jq/programs.h"
#include "mem.h"
#include "normalize.h"

enum own_option { OPT_AS_OF = STAGE_OWN, OPT_DICTIONARY, OPT_FILTER, OPT_KEEP_RAW, OPT_ENGINE };

static const char help[] =
    "usage: sm-normalize [options] [FILE...]\n"
    "Raw records become findings, activities and other records of the common schema,\n"
    "with canonical values, joined with the assets, exceptions, tickets and\n"
    "intelligence that came before them.\n\n"
    "  -r, --references FILE join with this file too: normalized records, or an export\n"
    "  -m, --map FIELD=EXPR  set a field of findings (KIND.FIELD: of others) by jq on\n"
    "                        the raw record\n"
    "      --filter EXPR     keep only findings for which this holds\n"
    "      --dictionary FILE the team's own definitions\n"
    "      --as-of DATE      the time of reports that say none\n"
    "      --keep-raw        findings keep their entry as `raw`\n"
    "      --engine          say which jq engine runs each program, and why not ours\n" STAGE_HELP;

static const struct option longs[] = {{"references", required_argument, NULL, 'r'},
                                      {"map", required_argument, NULL, 'm'},
                                      {"filter", required_argument, NULL, OPT_FILTER},
                                      {"dictionary", required_argument, NULL, OPT_DICTIONARY},
                                      {"as-of", required_argument, NULL, OPT_AS_OF},
                                      {"keep-raw", no_argument, NULL, OPT_KEEP_RAW},
                                      {"engine", no_argument, NULL, OPT_ENGINE},
                                      STAGE_LONG,
                                      {NULL, 0, NULL, 0}};

struct texts { /* an option that may be given several times */
    const char **at;
    size_t n, cap;
};

static void
add(struct texts *t, const char *text)
{
    t->at = xgrow(t->at, &t->cap, t->n + 1, sizeof *t->at);
    t->at[t->n++] = text;
}

static void
read_options(struct stage *s, struct options *o, struct texts *maps, struct texts *files, int argc,
             char **argv)
{
    int c;
    while ((c = getopt_long(argc, argv, STAGE_SHORT "r:m:", longs, NULL)) != -1) {
        if (c == 'r')
            add(files, optarg);
        else if (c == 'm')
            add(maps, optarg);
        else if (c == OPT_FILTER)
            o->filter = optarg;
        else if (c == OPT_DICTIONARY)
            o->dictionary = optarg;
        else if (c == OPT_AS_OF)
            o->as_of = optarg;
        else if (c == OPT_KEEP_RAW)
            o->keep_raw = true;
        else if (c == OPT_ENGINE)
            programs_show_engines(true);
        else
            stage_option(s, c, optarg);
    }
    o->overrides = maps->at;
    o->n_overrides = maps->n;
}

static void
run(struct stage *s, const struct options *o, const struct texts *references, char **files)
{
    struct record r = {.heads = true};
    stage_begin(s, files);
    struct normalizer *n = normalizer_new(s, o);
    for (size_t i = 0; i < references->n; i++)
        exports_read(n, s, references->at[i]);
    while (stage_next(s, &r))
        normalizer_line(n, &r);
    normalizer_end(n);
    normalizer_free(n);
    record_free(&r);
}

int
main(int argc, char **argv)
{
    struct stage s = {.name = "sm-normalize", .help = help, .verbosity = NORMAL};
    struct options o = {0};
    struct texts maps = {0}, references = {0};
    report_begin(s.name, NORMAL);
    read_options(&s, &o, &maps, &references, argc, argv);
    run(&s, &o, &references, argv + optind);
    free(maps.at);
    free(references.at);
    return (int)stage_end(&s);
}
