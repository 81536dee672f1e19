#include "calendar.h"

#include <string.h>

#include "hash.h"

/* One line for each language, months 1 to 12 divided by blanks, spellings of one month by `|`; all
 * case-folded. */
static const char *const months[] = {
    /* en */ "jan|january feb|february mar|march apr|april may jun|june jul|july aug|august "
             "sep|sept|september "
             "oct|october nov|november dec|december",
    /* de */
    "jan|januar|jän|jänner|janner feb|februar|feber mär|mrz|märz|maerz apr|april mai jun|juni jul|juli "
    "aug|august sep|sept|september okt|oktober nov|november dez|dezember",
    /* fr */
    "janv|janvier févr|février|fevr|fevrier|fév mars avr|avril mai juin juil|juillet août|aout|aoû "
    "sept|septembre oct|octobre nov|novembre déc|décembre|decembre",
    /* es */
    "ene|enero feb|febrero mar|marzo abr|abril may|mayo jun|junio jul|julio ago|agosto "
    "sep|sept|septiembre|setiembre oct|octubre nov|noviembre dic|diciembre",
    /* it */
    "gen|gennaio feb|febbraio mar|marzo apr|aprile mag|maggio giu|giugno lug|luglio ago|agosto "
    "set|settembre ott|ottobre nov|novembre dic|dicembre",
    /* nl */
    "jan|januari feb|februari mrt|maart apr|april mei jun|juni jul|juli aug|augustus sep|sept|september "
    "okt|oktober nov|november dec|december",
    /* pt */
    "jan|janeiro fev|fevereiro mar|março|marco abr|abril mai|maio jun|junho jul|julho ago|agosto "
    "set|setembro out|outubro nov|novembro dez|dezembro",
    /* pl */
    "sty|stycznia|styczeń lut|lutego|luty mar|marca|marzec kwi|kwietnia|kwiecień maj|maja "
    "cze|czerwca|czerwiec "
    "lip|lipca|lipiec sie|sierpnia|sierpień wrz|września|wrzesień paź|października|październik "
    "lis|listopada|listopad gru|grudnia|grudzień",
    /* sv, da, nb */
    "jan|januari|januar feb|februari|februar mar|mars|marts apr|april maj|mai jun|juni jul|juli "
    "aug|augusti|august sep|sept|september okt|oktober nov|november dec|des|december|desember",
    /* cs */
    "led|ledna úno|února bře|března dub|dubna kvě|května čvn|června čvc|července srp|srpna zář|září "
    "říj|října listopadu pro|prosince",
    /* tr */
    "oca|ocak şub|şubat mart nis|nisan mayıs haz|haziran tem|temmuz ağu|ağustos eyl|eylül eki|ekim "
    "kas|kasım ara|aralık",
    /* ru */
    "янв|января фев|февр|февраля мар|марта апр|апреля мая|май июн|июня июл|июля авг|августа "
    "сен|сент|сентября окт|октября ноя|нояб|ноября дек|декабря",
};

static const char weekdays[] =
    "|mon|tue|tues|wed|thu|thur|thurs|fri|sat|sun|monday|tuesday|wednesday|thursday|friday|saturday|sunday"
    "|mo|di|mi|do|fr|sa|so|montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonnabend|sonntag"
    "|lun|mar|mer|jeu|ven|sam|dim|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche"
    "|mié|mie|jue|vie|sáb|sab|dom|lunes|martes|miércoles|jueves|viernes|sábado|domingo"
    "|gio|lunedì|martedì|mercoledì|giovedì|venerdì|sabato|domenica"
    "|ma|wo|vr|za|zo|maandag|dinsdag|woensdag|donderdag|vrijdag|zaterdag|zondag"
    "|seg|ter|qua|qui|sex|segunda|terça|quarta|quinta|sexta|feira"
    "|pon|wt|śr|czw|pt|sob|niedz|ndz|nie|poniedziałek|wtorek|środa|czwartek|piątek|sobota|niedziela"
    "|mån|tis|ons|tors|fre|lör|sön|man|tir|tor|lør|søn|";

static const char fillers[] =
    "|de|del|of|the|at|on|um|uhr|à|a|le|el|den|der|am|om|kl|klokken|o|h|och|et|по|в|г|"
    "until|by|review|due|expires|ends|bis|jusqu|til|till|from|since|年|月|日|년|월|일|";

static const struct {
    const char *name;
    int east; /* minutes */
} zones[] = {
    {"z", 0},      {"utc", 0},    {"gmt", 0},    {"ut", 0},      {"wet", 0},    {"west", 60},  {"bst", 60},
    {"cet", 60},   {"cest", 120}, {"mez", 60},   {"mesz", 120},  {"met", 60},   {"eet", 120},  {"eest", 180},
    {"msk", 180},  {"ist", 330},  {"sgt", 480},  {"hkt", 480},   {"awst", 480}, {"jst", 540},  {"kst", 540},
    {"acst", 570}, {"aest", 600}, {"aedt", 660}, {"nzst", 720},  {"nzdt", 780}, {"brt", -180}, {"art", -180},
    {"ast", -240}, {"adt", -180}, {"est", -300}, {"edt", -240},  {"cst", -360}, {"cdt", -300}, {"mst", -420},
    {"mdt", -360}, {"pst", -480}, {"pdt", -420}, {"akst", -540}, {"hst", -600},
};

static bool
in_list(const char *list, struct slice word)
{
    for (const char *p = list; *p;) {
        size_t n = strcspn(p, "| ");
        if (n == word.n && n && memcmp(p, word.p, n) == 0)
            return true;
        p += n + (p[n] != 0);
    }
    return false;
}

static int
month_in(const char *line, struct slice word)
{
    for (int month = 1; *line; month++) {
        size_t n = strcspn(line, " "), at = 0;
        while (at < n) {
            size_t len = strcspn(line + at, "| ");
            if (len == word.n && memcmp(line + at, word.p, len) == 0)
                return month;
            at += len + 1;
        }
        line += n + (line[n] != 0);
    }
    return 0;
}

static int
find_month(struct slice folded)
{
    int month = 0;
    for (size_t i = 0; !month && i < sizeof months / sizeof *months; i++)
        month = month_in(months[i], folded);
    return month;
}

#define KEPT 64      /* words, by their bytes; a power of two */
#define KEPT_BYTES 8 /* of one: most are short */

/* What a word is. The words of a report's times are few. */
static struct word {
    uint64_t text, n;
    int month;
    bool weekday, filler;
} kept[KEPT];

static struct word
look_up(struct slice folded)
{
    uint64_t text = 0;
    if (folded.n && folded.n <= KEPT_BYTES)
        memcpy(&text, folded.p, folded.n);
    struct word *k = &kept[(hash_number(text) >> 58) % KEPT];
    if (folded.n && k->n == folded.n && k->text == text)
        return *k;
    struct word found = {text, folded.n, find_month(folded), in_list(weekdays, folded),
                         in_list(fillers, folded)};
    if (folded.n <= KEPT_BYTES)
        *k = found;
    return found;
}

int
calendar_month(struct slice folded)
{
    return look_up(folded).month;
}

bool
calendar_is_weekday(struct slice folded)
{
    return look_up(folded).weekday;
}

bool
calendar_is_filler(struct slice folded)
{
    return look_up(folded).filler;
}

bool
calendar_zone(struct slice folded, int *east)
{
    for (size_t i = 0; i < sizeof zones / sizeof *zones; i++) {
        if (slice_is(folded, zones[i].name)) {
            *east = zones[i].east;
            return true;
        }
    }
    return false;
}
