/* Kaplan and Meier, "Nonparametric Estimation from Incomplete Observations" (1958): how long findings stay
 * open, those that are still open counted too. Both histograms are sorted; days of findings that were
 * resolved (ended), and of those that were open or accepted when last looked at (censored). At one day
 * resolutions come first. */
#ifndef DERIVE_SURVIVAL_H
#define DERIVE_SURVIVAL_H

#include <stdbool.h>

#include "histogram.h"

/* The first day on which at most half are still open; false: there is none. */
bool survival_median(const struct histogram *ended, const struct histogram *censored, double *days);
/* The mean of the days, each counted up to the longest one observed; of at least one value. */
double survival_restricted_mean(const struct histogram *ended, const struct histogram *censored);

#endif
