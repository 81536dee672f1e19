#include "scale.h"

#include <math.h>

bool
scale_spark(const struct chart *c, double *low, double *high)
{
    bool any = false;
    for (size_t i = 0; i < c->n; i++) {
        double v = c->points[i].v;
        if (!c->points[i].has)
            continue;
        *low = !any || v < *low ? v : *low;
        *high = !any || v > *high ? v : *high;
        any = true;
    }
    if (!any)
        return false;
    double least = c->unit == UNIT_RATIO ? 20 : 0.2 * fmax(fabs(*low), fabs(*high));
    if (*high - *low < least) {
        double middle = (*high + *low) / 2;
        *low = middle - least / 2;
        *high = middle + least / 2;
    }
    if (*high == *low)
        *high = *low + 1; /* all zero: a line at the bottom */
    return true;
}

double
scale_round_up(double v)
{
    static const double steps[] = {2, 4, 6, 8, 10, 20};
    double power = 1;
    if (!(v > 2))
        return 2;
    while (10 * power < v && power < 1e300)
        power *= 10;
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++)
        if (steps[i] * power >= v)
            return steps[i] * power;
    return 20 * power;
}

void
scale_axis(const struct chart *c, double *low, double *high)
{
    double top = c->has_target ? c->target : 0, bottom = 0;
    for (size_t i = 0; i < c->n; i++) {
        if (!c->points[i].has)
            continue;
        top = fmax(top, c->points[i].v);
        bottom = fmin(bottom, c->points[i].v);
    }
    *high = c->unit == UNIT_RATIO && top <= 100 ? 100 : scale_round_up(fmax(top, -bottom));
    *low = bottom < 0 ? -*high : 0;
}

double
scale_share(double v, double low, double high)
{
    double s = (v - low) / (high - low);
    return s < 0 ? 0 : s > 1 ? 1 : s == s ? s : 0;
}
