/* jq-run: one program over the JSON values on standard input, through the engine that the stages use. For
 * tests and for people who wonder what a stage makes of their program. */
#define _POSIX_C_SOURCE 200809L
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "compare.h"
#include "jq/programs.h"
#include "json.h"
#include "module.h"
#include "report.h"
#include "share.h"
#include "twin.h"

#define EXIT_NO_PROGRAM 5

static const char usage[] = "usage: jq-run [--engine native|special|libjq] PROGRAM\n"
                            "       jq-run [--engine native|special|libjq] -f FILE.jq\n"
                            "       jq-run --compare FILE   (both engines: programs and inputs one a line)\n";

static void
read_all(struct buf *b)
{
    ssize_t n;
    do {
        buf_room(b, 1 << 20);
        n = read(STDIN_FILENO, b->p + b->n, 1 << 20);
        b->n += n > 0 ? (size_t)n : 0;
    } while (n > 0);
    if (n < 0)
        report_die("standard input: read error");
}

static void
print_result(struct programs *set)
{
    for (size_t i = 0; i < programs_count(set, 0); i++) {
        struct slice out = programs_output(set, 0, i);
        printf("%.*s\n", (int)out.n, out.p);
    }
    if (programs_error(set, 0))
        printf("error: %s\n", programs_error(set, 0));
}

static bool
run_all(struct programs *set, struct slice text, bool (*run)(struct programs *, struct slice, const char **))
{
    const char *p = text.p, *end = text.p + text.n, *why = NULL;
    while (slice_trim((struct slice){p, (size_t)(end - p)}).n) {
        const char *next = json_skip(p, end, &why);
        if (!next || !run(set, (struct slice){p, (size_t)(next - p)}, &why)) {
            report_error("standard input: byte %zu: %s", (size_t)(p - text.p) + 1, why);
            return false;
        }
        print_result(set);
        p = next;
    }
    return true;
}

static void
take_program(struct buf *program, const char *file, const char *text)
{
    const char *why;
    struct buf directive = {0};
    if (!file)
        buf_text(program, text);
    else if (!share_read(file, program, &why) || !module_read(program->p, program->n, &directive, &why))
        report_die("%s: %s", file, why);
    buf_free(&directive);
}

/* false: --engine native, and the program is outside of what it runs. */
static bool
is_wanted(const struct programs *set, const char *engine)
{
    if (!engine || strcmp(engine, "libjq") == 0 || !programs_why_not(set, 0))
        return true;
    fprintf(stderr, "jq-run: not native: %s\n", programs_why_not(set, 0));
    return false;
}

static struct programs *
compile(const char *file, const char *text, const char *engine)
{
    struct buf program = {0}, why = {0};
    take_program(&program, file, text);
    struct program_source src = {file ? file : "program", buf_as_slice(&program)};
    programs_force_libjq(engine && strcmp(engine, "libjq") == 0);
    struct programs *set = programs_compile(&src, 1, NULL, 0, &why);
    if (!set)
        fprintf(stderr, "jq-run: %s\n", buf_string(&why));
    if (set && !is_wanted(set, engine)) {
        programs_free(set);
        set = NULL;
    }
    buf_free(&program);
    buf_free(&why);
    return set;
}

static int
compare(const char *file)
{
    struct buf programs = {0}, input = {0};
    const char *why;
    if (!share_read(file, &programs, &why))
        report_die("%s: %s", file, why);
    read_all(&input);
    size_t bad = compare_all(buf_as_slice(&programs), buf_as_slice(&input));
    buf_free(&programs);
    buf_free(&input);
    return bad ? EXIT_GATE : EXIT_DONE;
}

int
main(int argc, char **argv)
{
    struct buf input = {0};
    const char *engine = NULL;
    int i = 1;
    report_begin("jq-run", NORMAL);
    if (argc == 3 && strcmp(argv[1], "--compare") == 0)
        return compare(argv[2]);
    if (i + 1 < argc && strcmp(argv[i], "--engine") == 0) {
        engine = argv[i + 1];
        if (strcmp(engine, "libjq") != 0 && strcmp(engine, "native") != 0 && strcmp(engine, "special") != 0)
            report_die("--engine %s: not one of native, special, libjq", engine);
        i += 2;
    }
    bool special = engine && strcmp(engine, "special") == 0;
    bool file = i + 1 < argc && strcmp(argv[i], "-f") == 0;
    if (argc != i + 1 + file) {
        fputs(usage, stderr);
        return EXIT_CANNOT;
    }
    struct programs *set = compile(file ? argv[i + 1] : NULL, argv[i], engine);
    if (!set)
        return EXIT_NO_PROGRAM;
    read_all(&input);
    bool good = run_all(set, buf_as_slice(&input), special ? twin_run : programs_run);
    if (fflush(stdout) == EOF)
        report_die("standard output: write error");
    programs_free(set);
    buf_free(&input);
    return good ? EXIT_DONE : EXIT_CANNOT;
}
