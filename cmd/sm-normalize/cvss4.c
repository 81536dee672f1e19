#include "cvss.h"

#include <math.h>
#include <string.h>

/* A vector belongs to a macrovector, five digits EQ1 to EQ5 and EQ6, that has a score. From it goes what the
 * vector is less severe than the macrovector's highest: for each EQ the share of the way to the next lower
 * macrovector, times the difference of their scores; the mean of these. Levels count the steps below a
 * metric's most severe value. */

enum metric { AV, PR, UI, AC, AT, VC, VI, VA, CR, IR, AR, SC, SI, SA, METRICS };

static const struct {
    const char *name, *modified;
    const char *letters; /* most severe first */
} metrics[METRICS] = {
    [AV] = {"AV", "MAV", "NALP"}, [PR] = {"PR", "MPR", "NLH"},  [UI] = {"UI", "MUI", "NPA"},
    [AC] = {"AC", "MAC", "LH"},   [AT] = {"AT", "MAT", "NP"},   [VC] = {"VC", "MVC", "HLN"},
    [VI] = {"VI", "MVI", "HLN"},  [VA] = {"VA", "MVA", "HLN"},  [CR] = {"CR", "", "HML"},
    [IR] = {"IR", "", "HML"},     [AR] = {"AR", "", "HML"},     [SC] = {"SC", "MSC", "SHLN"},
    [SI] = {"SI", "MSI", "SHLN"}, [SA] = {"SA", "MSA", "SHLN"},
};
enum {
    S = 0,
    H = 0,
    L = 1,
    N = 2,
    FAR_H = 1,
    FAR_L = 2,
    FAR_N = 3
}; /* levels: of the vulnerable, of the subsequent system */

struct macro {
    int eq[6]; /* EQ1 … EQ6 */
};

/* Scores of the macrovectors in tenths, [EQ1][EQ2][EQ3][EQ4][EQ5][EQ6]; 0: there is none. */
static const unsigned char scores[3][2][3][3][3][2] = {
    {
        {
            {{{100, 99}, {98, 95}, {95, 92}},
             {{100, 96}, {93, 87}, {91, 81}},
             {{93, 90}, {89, 80}, {81, 68}}},
            {{{98, 95}, {95, 92}, {90, 84}}, {{93, 92}, {89, 81}, {81, 65}}, {{88, 80}, {78, 70}, {69, 48}}},
            {{{0, 92}, {0, 82}, {0, 72}}, {{0, 79}, {0, 69}, {0, 50}}, {{0, 69}, {0, 55}, {0, 27}}},
        },
        {
            {{{99, 97}, {95, 92}, {92, 85}}, {{95, 91}, {90, 83}, {84, 71}}, {{92, 81}, {82, 71}, {72, 53}}},
            {{{95, 93}, {92, 85}, {85, 73}}, {{92, 82}, {80, 72}, {70, 59}}, {{84, 70}, {71, 52}, {50, 30}}},
            {{{0, 86}, {0, 75}, {0, 52}}, {{0, 71}, {0, 52}, {0, 29}}, {{0, 63}, {0, 29}, {0, 17}}},
        },
    },
    {
        {
            {{{98, 95}, {94, 87}, {91, 81}}, {{94, 89}, {86, 74}, {77, 64}}, {{87, 75}, {74, 63}, {63, 49}}},
            {{{94, 89}, {88, 77}, {76, 67}}, {{86, 76}, {74, 58}, {59, 50}}, {{72, 57}, {57, 52}, {52, 25}}},
            {{{0, 83}, {0, 70}, {0, 54}}, {{0, 65}, {0, 58}, {0, 26}}, {{0, 53}, {0, 21}, {0, 13}}},
        },
        {
            {{{95, 90}, {88, 76}, {76, 70}}, {{90, 77}, {75, 62}, {61, 53}}, {{77, 66}, {68, 59}, {52, 30}}},
            {{{89, 78}, {76, 67}, {62, 58}}, {{74, 59}, {57, 57}, {47, 23}}, {{61, 52}, {57, 29}, {24, 16}}},
            {{{0, 71}, {0, 59}, {0, 30}}, {{0, 58}, {0, 26}, {0, 15}}, {{0, 23}, {0, 13}, {0, 6}}},
        },
    },
    {
        {
            {{{93, 87}, {86, 72}, {75, 58}}, {{86, 74}, {74, 61}, {56, 34}}, {{70, 54}, {52, 40}, {40, 22}}},
            {{{85, 75}, {74, 55}, {62, 51}}, {{72, 57}, {55, 41}, {46, 19}}, {{53, 36}, {34, 19}, {19, 8}}},
            {{{0, 64}, {0, 51}, {0, 20}}, {{0, 47}, {0, 21}, {0, 11}}, {{0, 24}, {0, 9}, {0, 4}}},
        },
        {
            {{{88, 75}, {73, 53}, {60, 50}}, {{73, 55}, {59, 40}, {41, 20}}, {{54, 43}, {45, 22}, {20, 11}}},
            {{{75, 55}, {58, 45}, {40, 21}}, {{61, 51}, {48, 18}, {20, 9}}, {{46, 18}, {17, 7}, {8, 2}}},
            {{{0, 53}, {0, 24}, {0, 14}}, {{0, 24}, {0, 12}, {0, 5}}, {{0, 10}, {0, 3}, {0, 1}}},
        },
    },
};

/* The highest vectors of a macrovector's EQs, as levels: EQ1 (AV PR UI), EQ2 (AC AT), EQ3 with EQ6 (VC VI VA
 * CR IR AR). */
#define MOST 5
struct highest {
    int n, depth; /* vectors; steps down to the macrovector's lowest */
    signed char at[MOST][6];
};
static const struct highest eq1[3] = {
    {1, 1, {{0, 0, 0}}},
    {3, 4, {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}}},
    {2, 5, {{3, 0, 0}, {1, 1, 1}}},
};
static const struct highest eq2[2] = {{1, 1, {{0, 0}}}, {2, 2, {{1, 0}, {0, 1}}}};
static const struct highest eq36[3][2] = {
    {{1, 7, {{0, 0, 0, 0, 0, 0}}}, {2, 6, {{0, 0, 1, 1, 1, 0}, {0, 0, 0, 1, 1, 1}}}},
    {{2, 8, {{1, 0, 0, 0, 0, 0}, {0, 1, 0, 0, 0, 0}}},
     {5,
      8,
      {{1, 0, 1, 0, 1, 0}, {1, 0, 0, 0, 1, 1}, {0, 1, 0, 1, 0, 1}, {0, 1, 1, 1, 0, 0}, {1, 1, 0, 0, 0, 1}}}},
    {{0, 0, {{0}}}, {1, 10, {{1, 1, 1, 0, 0, 0}}}},
};
static const struct highest eq4[3] = {
    {1, 6, {{1, 0, 0}}}, {1, 5, {{1, 1, 1}}}, {1, 4, {{2, 2, 2}}}}; /* SC SI SA */

static bool
read_levels(struct slice v, int *level)
{
    for (int i = 0; i < METRICS; i++) {
        char base = cvss_metric(v, metrics[i].name),
             c = *metrics[i].modified ? cvss_metric(v, metrics[i].modified) : 0;
        bool requirement = !*metrics[i].modified;
        if (requirement && !base)
            base = 'X';
        if (requirement && base == 'X')
            base = 'H';
        if (!base || (i >= SC && base == 'S'))
            return false;
        const char *at = strchr(metrics[i].letters, c && c != 'X' ? c : base);
        if (!at || !strchr(metrics[i].letters, base) || (i == SC && *at == 'S'))
            return false;
        level[i] = (int)(at - metrics[i].letters);
    }
    return true;
}

static bool
macro_of(struct slice v, const int *l, struct macro *m)
{
    char e = cvss_metric(v, "E");
    const char *threat = strchr("APU", e && e != 'X' ? e : 'A');
    if (!threat)
        return false;
    m->eq[0] = l[AV] == 0 && l[PR] == 0 && l[UI] == 0                                          ? 0
               : (l[AV] == 0 || l[PR] == 0 || l[UI] == 0) && metrics[AV].letters[l[AV]] != 'P' ? 1
                                                                                               : 2;
    m->eq[1] = l[AC] == 0 && l[AT] == 0 ? 0 : 1;
    m->eq[2] = l[VC] == H && l[VI] == H ? 0 : l[VC] == H || l[VI] == H || l[VA] == H ? 1 : 2;
    m->eq[3] = l[SI] == S || l[SA] == S ? 0 : l[SC] == FAR_H || l[SI] == FAR_H || l[SA] == FAR_H ? 1 : 2;
    m->eq[4] = (int)(threat - "APU");
    m->eq[5] = (l[CR] == 0 && l[VC] == H) || (l[IR] == 0 && l[VI] == H) || (l[AR] == 0 && l[VA] == H) ? 0 : 1;
    return true;
}

static int
score_of(struct macro m)
{
    static const int most[6] = {3, 2, 3, 3, 3, 2};
    for (int i = 0; i < 6; i++)
        if (m.eq[i] >= most[i])
            return 0;
    return scores[m.eq[0]][m.eq[1]][m.eq[2]][m.eq[3]][m.eq[4]][m.eq[5]];
}

static struct macro
lower(struct macro m, int eq)
{
    m.eq[eq]++;
    return m;
}

/* The score below in EQ3 and EQ6 together: 00 has two ways down, the higher counts. */
static int
score_below_eq36(struct macro m)
{
    if (m.eq[2] == 1 && m.eq[5] == 0)
        return score_of(lower(m, 5));
    if (m.eq[5] == 1)
        return score_of(lower(m, 2));
    int a = score_of(lower(m, 5)), b = score_of(lower(m, 2));
    return a > b ? a : b;
}

/* Steps below the first of the highest vectors that is nowhere less severe. */
static int
distance(const struct highest *h, const int *level, int n)
{
    int sum = 0;
    for (int i = 0; i < h->n; i++) {
        bool below = true;
        sum = 0;
        for (int k = 0; k < n; k++) {
            below &= level[k] >= h->at[i][k];
            sum += level[k] - h->at[i][k];
        }
        if (below)
            return sum;
    }
    return sum;
}

bool
cvss4_score(struct slice v, double *score)
{
    int l[METRICS];
    struct macro m;
    if (!read_levels(v, l) || !macro_of(v, l, &m))
        return false;
    *score = 0;
    if (l[VC] == N && l[VI] == N && l[VA] == N && l[SC] == FAR_N && l[SI] == FAR_N && l[SA] == FAR_N)
        return true;
    const struct highest *h[4] = {&eq1[m.eq[0]], &eq2[m.eq[1]], &eq36[m.eq[2]][m.eq[5]], &eq4[m.eq[3]]};
    static const int from[4] = {AV, AC, VC, SC}, n[4] = {3, 2, 6, 3};
    int value = score_of(m), ways = score_of(lower(m, 4)) > 0; /* EQ5 is one metric: always at its highest */
    int below[4] = {score_of(lower(m, 0)), score_of(lower(m, 1)), score_below_eq36(m), score_of(lower(m, 3))};
    double sum = 0;
    for (int i = 0; i < 4; i++) {
        if (!below[i])
            continue;
        ways++;
        sum += (double)(value - below[i]) * distance(h[i], l + from[i], n[i]) / h[i]->depth;
    }
    double result = ways ? value - sum / ways : value;
    *score = result <= 0 ? 0 : round(result + 1e-6) / 10;
    return true;
}
