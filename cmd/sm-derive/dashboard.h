/* The classic mistakes, looked for on the dashboard that the team has chosen. */
#ifndef DERIVE_DASHBOARD_H
#define DERIVE_DASHBOARD_H

#include "checks.h"
#include "metric.h"

#define DASHBOARD_LEAST 8 /* fewer are no picture, more are no dashboard */
#define DASHBOARD_MOST 12

void dashboard_check(struct checks *c, json_val *dashboard, const struct metrics *m);

#endif
