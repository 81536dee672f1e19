/* From values to places on an axis: shared by pictures and terminal. */
#ifndef RENDER_SCALE_H
#define RENDER_SCALE_H

#include "page.h"

/* A sparkline's own range, never under a fifth of its maximum (ratios: 20 points), so that noise stays flat.
 * false: no value at all. */
bool scale_spark(const struct chart *c, double *low, double *high);
/* An axis that starts at 0 (below only for values below), ends at a round number whose half is round too. */
void scale_axis(const struct chart *c, double *low, double *high);
double scale_round_up(double v);
double scale_share(double v, double low, double high); /* 0 to 1, clamped */

#endif
