/* Scores of CVSS vectors, by the specifications of FIRST: https://www.first.org/cvss/v2/guide (3.2.1),
 * v3.1/specification-document (7.1, 8), v4.0/specification-document (8). */
#ifndef NORMALIZE_CVSS_H
#define NORMALIZE_CVSS_H

#include "buf.h"

/* The score of a vector of version 2, 3.0, 3.1 or 4.0, `CVSS:3.1/AV:N/…`, also without its prefix, in
 * brackets, or behind other text up to `CVSS:` or `CVSS2#`. Versions 2 and 3: the base score, as scanners
 * print it, whatever temporal and environmental metrics say. Version 4: all metrics, as there is one formula
 * for them. false: no such vector. */
bool cvss_score(struct slice text, double *score);

/* For the versions: the value of a metric, 0 where it is missing or longer than one letter. */
char cvss_metric(struct slice vector, const char *name);
bool cvss4_score(struct slice vector, double *score); /* metrics without the prefix */

#endif
