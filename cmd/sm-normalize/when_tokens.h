/* A time's text as tokens in any order: up to three numbers of the day (with the mark before each), a
 * month's name, one time of day `h:mm[:ss[.f]] [am|pm]`, a zone (`Z`, `+hh[:]mm`, a name) behind it. Names of
 * weekdays, fillers and what stands in parentheses say nothing; any other word makes it no time. */
#ifndef NORMALIZE_WHEN_TOKENS_H
#define NORMALIZE_WHEN_TOKENS_H

#include "buf.h"

struct when_tokens { /* zeroed before the first text */
    int number[3], digits[3];
    size_t numbers;
    char marks[3]; /* before each number */
    int month;     /* from a name; 0: none */
    int h, m, s;
    bool pm, am;
    int east; /* seconds */
    /* the rest is the reader's */
    const char *p, *end;
    char mark; /* last separator met */
    bool time, zone, named_zone, compact, maybe_weekday;
};

/* Adds the tokens of s; a second text goes on where the first one ended. false: it is no time. */
bool when_tokens(struct when_tokens *t, struct slice s);

#endif
