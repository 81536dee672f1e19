#include "xlsx_value.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define LAST_DAY 2958465 /* 9999-12-31 */
#define DAY_SECONDS 86400

bool
xlsx_is_date_id(long id)
{
    return (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 45 && id <= 47) ||
           (id >= 50 && id <= 58);
}

bool
xlsx_is_date_code(const char *code)
{
    for (const char *p = code; *p && *p != ';'; p++) {
        const char *end = NULL;
        if (*p == '"')
            end = strchr(p + 1, '"');
        else if (*p == '[')
            end = strchr(p, ']');
        else if ((*p == '\\' || *p == '_' || *p == '*') && p[1])
            end = p + 1;
        else if (strncmp(p, "General", 7) == 0)
            end = p + 6;
        else if (strchr("dDmMyYhHsS", *p))
            return true;
        if (end)
            p = end;
    }
    return false;
}

/* Days since 1970-01-01 → a day of the calendar. */
static void
civil(long days, int *year, int *month, int *day)
{
    long z = days + 719468, era = (z >= 0 ? z : z - 146096) / 146097;
    long doe = z - era * 146097, yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
    long doy = doe - (365 * yoe + yoe / 4 - yoe / 100), mp = (5 * doy + 2) / 153;
    *day = (int)(doy - (153 * mp + 2) / 5 + 1);
    *month = (int)(mp < 10 ? mp + 3 : mp - 9);
    *year = (int)(yoe + era * 400 + (*month <= 2));
}

bool
xlsx_add_date(struct buf *out, double serial, bool from_1904)
{
    if (!(serial >= 0 && serial < LAST_DAY + 1))
        return false;
    long day = (long)floor(serial), seconds = lround((serial - floor(serial)) * DAY_SECONDS);
    int y, m, d;
    if (seconds == DAY_SECONDS) {
        day++;
        seconds = 0;
    }
    bool time_only = !day && !from_1904;
    if (!time_only) {
        if (from_1904)
            civil(day - 24107, &y, &m, &d);
        else
            civil(day - (day > 60 ? 25569 : 25568), &y, &m, &d);
        if (y > 9999)
            return false;
        if (day == 60 && !from_1904)
            y = 1900, m = 2, d = 29;
        buf_format(out, "%04d-%02d-%02d", y, m, d);
    }
    if (seconds || time_only)
        buf_format(out, "%s%02ld:%02ld:%02ld", time_only ? "" : " ", seconds / 3600, seconds / 60 % 60,
                   seconds % 60);
    return true;
}

void
xlsx_add_number(struct buf *out, double v)
{
    if (v == floor(v) && fabs(v) < 1e15)
        buf_format(out, "%.0f", v == 0 ? 0.0 : v);
    else
        buf_format(out, "%.15g", v);
}
