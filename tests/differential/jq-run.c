/* jq-run: one program over the JSON values on standard input, through the engine that the stages use. For tests and
 * for people who wonder what a stage makes of their program. */
#define _POSIX_C_SOURCE 200809L
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "jq/programs.h"
#include "json.h"
#include "module.h"
#include "report.h"
#include "share.h"

#define EXIT_NO_PROGRAM 5

static const char usage[] = "usage: jq-run [--engine libjq] PROGRAM\n"
                            "       jq-run [--engine libjq] -f FILE.jq\n";

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
print_result(const struct programs *set)
{
    for (size_t i = 0; i < programs_count(set, 0); i++) {
        struct slice out = programs_output(set, 0, i);
        printf("%.*s\n", (int)out.n, out.p);
    }
    if (programs_error(set, 0))
        printf("error: %s\n", programs_error(set, 0));
}

static bool
run_all(struct programs *set, struct slice text)
{
    const char *p = text.p, *end = text.p + text.n, *why = NULL;
    while (slice_trim((struct slice){p, (size_t)(end - p)}).n) {
        const char *next = json_skip(p, end, &why);
        if (!next || !programs_run(set, (struct slice){p, (size_t)(next - p)}, &why)) {
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

int
main(int argc, char **argv)
{
    struct buf program = {0}, why = {0}, input = {0};
    int i = 1;
    report_begin("jq-run", NORMAL);
    if (i + 1 < argc && strcmp(argv[i], "--engine") == 0) {
        if (strcmp(argv[i + 1], "libjq") != 0)
            report_die("--engine %s: not one of libjq", argv[i + 1]);
        i += 2;
    }
    bool file = i + 1 < argc && strcmp(argv[i], "-f") == 0;
    if (argc != i + 1 + file) {
        fputs(usage, stderr);
        return EXIT_CANNOT;
    }
    take_program(&program, file ? argv[i + 1] : NULL, argv[i]);
    struct program_source src = {file ? argv[i + 1] : "program", buf_as_slice(&program)};
    struct programs *set = programs_compile(&src, 1, NULL, 0, &why);
    if (!set) {
        fprintf(stderr, "jq-run: %s\n", buf_string(&why));
        return EXIT_NO_PROGRAM;
    }
    read_all(&input);
    bool good = run_all(set, buf_as_slice(&input));
    if (fflush(stdout) == EOF)
        report_die("standard output: write error");
    programs_free(set);
    buf_free(&program);
    buf_free(&input);
    return good ? EXIT_DONE : EXIT_CANNOT;
}
