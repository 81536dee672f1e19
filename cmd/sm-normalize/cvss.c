#define _GNU_SOURCE /* memmem under -std=c11 */
#include "cvss.h"

#include <ctype.h>
#include <math.h>
#include <string.h>

#define VECTOR_SHORTEST 26 /* bytes of AV:N/AC:L/Au:N/C:P/I:P/A:P */

char
cvss_metric(struct slice v, const char *name)
{
    size_t n = strlen(name);
    const char *end = v.p + v.n;
    for (const char *p = v.p; p < end;) {
        const char *slash = memchr(p, '/', (size_t)(end - p)), *stop = slash ? slash : end;
        if ((size_t)(stop - p) == n + 2 && memcmp(p, name, n) == 0 && p[n] == ':')
            return p[n + 1];
        p = stop + 1;
    }
    return 0;
}

struct weight {
    const char *metric, *letters;
    double at[4]; /* for each letter */
};

/* The weights of a vector's metrics. false: one is missing, or its letter is none of those. */
static bool
weigh(struct slice v, const struct weight *w, size_t n, double *to)
{
    for (size_t i = 0; i < n; i++) {
        char c = cvss_metric(v, w[i].metric);
        const char *at = c ? strchr(w[i].letters, c) : NULL;
        if (!at)
            return false;
        to[i] = w[i].at[at - w[i].letters];
    }
    return true;
}

static bool
score2(struct slice v, double *score)
{
    static const struct weight weights[] = {
        {"AV", "LAN", {0.395, 0.646, 1.0}}, {"AC", "HML", {0.35, 0.61, 0.71}},
        {"Au", "MSN", {0.45, 0.56, 0.704}}, {"C", "NPC", {0, 0.275, 0.66}},
        {"I", "NPC", {0, 0.275, 0.66}},     {"A", "NPC", {0, 0.275, 0.66}},
    };
    double w[6];
    if (!weigh(v, weights, 6, w))
        return false;
    double impact = 10.41 * (1 - (1 - w[3]) * (1 - w[4]) * (1 - w[5]));
    double exploitability = 20 * w[0] * w[1] * w[2];
    double base = (0.6 * impact + 0.4 * exploitability - 1.5) * (impact > 0 ? 1.176 : 0);
    *score = round(base * 10 + 1e-9) / 10;
    return true;
}

/* Appendix A of 3.1: up to one decimal, without the errors of binary fractions. */
static double
round_up(double x)
{
    long n = lround(x * 100000);
    return n % 10000 == 0 ? (double)n / 100000 : floor((double)n / 10000 + 1) / 10;
}

static bool
score3(struct slice v, double *score)
{
    static const struct weight weights[] = {
        {"AV", "NALP", {0.85, 0.62, 0.55, 0.2}},
        {"AC", "LH", {0.77, 0.44}},
        {"UI", "NR", {0.85, 0.62}},
        {"C", "HLN", {0.56, 0.22, 0}},
        {"I", "HLN", {0.56, 0.22, 0}},
        {"A", "HLN", {0.56, 0.22, 0}},
        {"S", "UC", {0, 1}},
    };
    static const struct weight unchanged = {"PR", "NLH", {0.85, 0.62, 0.27}},
                               changed = {"PR", "NLH", {0.85, 0.68, 0.5}};
    double w[7], pr;
    if (!weigh(v, weights, 7, w) || !weigh(v, w[6] > 0 ? &changed : &unchanged, 1, &pr))
        return false;
    double iss = 1 - (1 - w[3]) * (1 - w[4]) * (1 - w[5]);
    double impact = w[6] > 0 ? 7.52 * (iss - 0.029) - 3.25 * pow(iss - 0.02, 15) : 6.42 * iss;
    double exploitability = 8.22 * w[0] * w[1] * pr * w[2];
    double sum = (w[6] > 0 ? 1.08 : 1) * (impact + exploitability);
    *score = impact <= 0 ? 0 : round_up(sum < 10 ? sum : 10);
    return true;
}

/* Drops what stands around the metrics; *version: 2, 3, 4, or 0 where no prefix says it. */
static struct slice
unwrap(struct slice s, char *version)
{
    const char *at = memmem(s.p, s.n, "CVSS:", 5), *old = at ? NULL : memmem(s.p, s.n, "CVSS2#", 6);
    *version = 0;
    if (at || old) {
        const char *p = (at ? at : old) + (at ? 5 : 6);
        *version = old ? '2' : p < s.p + s.n ? *p : '?';
        s = (struct slice){p, (size_t)(s.p + s.n - p)};
        const char *slash = at ? memchr(s.p, '/', s.n) : s.p - 1;
        s = slash ? (struct slice){slash + 1, (size_t)(s.p + s.n - slash - 1)} : (struct slice){0};
    } else if (s.n && *s.p == '(') {
        s = (struct slice){s.p + 1, s.n - 1};
    }
    size_t n = 0;
    while (n < s.n && (isalnum((unsigned char)s.p[n]) || s.p[n] == ':' || s.p[n] == '/' || s.p[n] == '.'))
        n++;
    return (struct slice){s.p, n};
}

bool
cvss_score(struct slice text, double *score)
{
    char version;
    if (text.n < VECTOR_SHORTEST)
        return false;
    struct slice v = unwrap(text, &version);
    if (!version)
        version = cvss_metric(v, "AT") ? '4' : cvss_metric(v, "PR") ? '3' : '2';
    return version == '4'   ? cvss4_score(v, score)
           : version == '3' ? score3(v, score)
                            : version == '2' && score2(v, score);
}
