/* Fields with a handful of values. */
#include "words.h"

#define TABLE(name, what, rows, unknown) \
    const struct words name = {what, rows, sizeof rows / sizeof *rows, unknown}

static const struct word environments[] = {
    {"production", "production"},
    {"prod", "production"},
    {"live", "production"},
    {"prd", "production"},
    {"productive", "production"},
    {"produktion", "production"},
    {"staging", "staging"},
    {"stage", "staging"},
    {"stg", "staging"},
    {"preprod", "staging"},
    {"preproduction", "staging"},
    {"development", "development"},
    {"dev", "development"},
    {"develop", "development"},
    {"test", "test"},
    {"testing", "test"},
    {"qa", "test"},
    {"uat", "test"},
    {"tst", "test"},
    {"sandbox", "sandbox"},
};
TABLE(environment_words, "environment", environments, NULL);

static const struct word exception_states[] = {
    {"requested", "requested"},
    {"request", "requested"},
    {"proposed", "requested"},
    {"open", "requested"},
    {"pending", "requested"},
    {"pendingapproval", "requested"},
    {"inreview", "requested"},
    {"underreview", "requested"},
    {"submitted", "requested"},
    {"draft", "requested"},
    {"new", "requested"},
    {"waitingforapproval", "requested"},
    {"approved", "active"},
    {"active", "active"},
    {"accepted", "active"},
    {"granted", "active"},
    {"inforce", "active"},
    {"valid", "active"},
    {"riskaccepttemporary", "active"},
    {"riskacceptpermanent", "active"},
    {"riskaccepted", "active"},
    {"yes", "active"},
    {"current", "active"},
    {"enabled", "active"},
    {"renewed", "active"},
    {"extended", "active"},
    {"rejected", "rejected"},
    {"denied", "rejected"},
    {"declined", "rejected"},
    {"notapproved", "rejected"},
    {"refused", "rejected"},
    {"no", "rejected"},
    {"expired", "expired"},
    {"lapsed", "expired"},
    {"overdue", "expired"},
    {"closed", "revoked"},
    {"disabled", "revoked"},
    {"revoked", "revoked"},
    {"remediated", "revoked"},
    {"withdrawn", "revoked"},
    {"cancelled", "revoked"},
    {"canceled", "revoked"},
    {"resolved", "revoked"},
    {"fixed", "revoked"},
    {"retired", "revoked"},
    {"inactive", "revoked"},
    {"done", "revoked"},
    {"completed", "revoked"},
};
/* A word that nobody knows puts nothing in force. */
TABLE(exception_state_words, "state", exception_states, "requested");

static const struct word dispositions[] = {
    {"accepted", "accepted"},
    {"acceptedrisk", "accepted"},
    {"riskaccepted", "accepted"},
    {"accept", "accepted"},
    {"wontfix", "accepted"},
    {"acceptable", "accepted"},
    {"riskacceptance", "accepted"},
    {"mitigated", "accepted"},
    {"usedintests", "accepted"},
    {"acceptablerisk", "accepted"},
    {"tolerablerisk", "accepted"},
    {"mitigatingcontrol", "accepted"},
    {"deferred", "accepted"},
    {"suppressed", "accepted"},
    {"ignored", "accepted"},
    {"dismissed", "accepted"},
    {"temporary", "accepted"},
    {"exception", "accepted"},
    {"falsepositive", "false_positive"},
    {"fp", "false_positive"},
    {"notaffected", "false_positive"},
    {"notapplicable", "false_positive"},
    {"notexploitable", "false_positive"},
    {"inaccurate", "false_positive"},
    {"notused", "false_positive"},
    {"notvulnerable", "false_positive"},
};
TABLE(disposition_words, "disposition", dispositions, "accepted");

static const struct word scopes[] = {{"scanner", "scanner"}};
TABLE(scope_words, "scope", scopes, NULL);

static const struct word introduced[] = {
    {"commit", "commit"}, {"release", "release"}, {"published", "published"}, {"publication", "published"}};
TABLE(introduced_by_words, "introduced_by", introduced, NULL);

static const struct word places[] = {
    {"production", "production"},   {"prod", "production"},   {"live", "production"},
    {"bugbounty", "bug_bounty"},    {"bounty", "bug_bounty"}, {"pentest", "pentest"},
    {"penetrationtest", "pentest"}, {"incident", "incident"},
};
TABLE(found_in_words, "found_in", places, NULL);

static const struct word provenances[] = {{"system", "system"}, {"partial", "partial"}, {"manual", "manual"}};
TABLE(provenance_words, "provenance", provenances, NULL);

#define YES                                                                                         \
    {"y", "true"}, {"yes", "true"}, {"true", "true"}, {"1", "true"}, {"x", "true"}, {"ja", "true"}, \
        {"oui", "true"}, {"on", "true"}, {"enabled", "true"}, {"\xe2\x9c\x93", "true"},             \
        {"\xe2\x9c\x94", "true"}, {"\xe2\x98\x92", "true"},                                         \
    {                                                                                               \
        "\xe2\x98\x91", "true"                                                                      \
    }
#define NO                                                                                  \
    {"n", "false"}, {"no", "false"}, {"false", "false"}, {"0", "false"}, {"nein", "false"}, \
        {"non", "false"}, {"off", "false"}, {"disabled", "false"}, {"none", "false"},       \
    {                                                                                       \
        "\xe2\x98\x90", "false"                                                             \
    }

static const struct word booleans[] = {YES, NO, {"ios", "true"}, {"android", "true"}, {"iosandroid", "true"}};
TABLE(boolean_words, "boolean", booleans, NULL);

static const struct word exposures[] = {YES,
                                        NO,
                                        {"public", "true"},
                                        {"partner", "true"},
                                        {"external", "true"},
                                        {"internet", "true"},
                                        {"internetfacing", "true"},
                                        {"internal", "false"},
                                        {"private", "false"}};
TABLE(exposed_words, "exposure", exposures, NULL);

/* Was the defect recorded before the incident? Here "unknown" is an answer: nobody knew. */
static const struct word known[] = {YES,
                                    NO,
                                    {"known", "true"},
                                    {"documented", "true"},
                                    {"accepted", "true"},
                                    {"recorded", "true"},
                                    {"unknown", "false"},
                                    {"new", "false"},
                                    {"zeroday", "false"},
                                    {"0day", "false"},
                                    {"unclear", ""}};
TABLE(known_words, "known_defect", known, NULL);

static const struct word types[] = {{"quickwin", "quick_win"},
                                    {"strategic", "strategic"},
                                    {"report", "report"},
                                    {"metricreview", "metric_review"},
                                    {"sharing", "sharing"}};
TABLE(action_type_words, "type", types, NULL);

static const struct word areas[] = {{"training", "training"},
                                    {"verification", "verification"},
                                    {"supplychain", "supply_chain"},
                                    {"monitoring", "monitoring"},
                                    {"infrastructure", "infrastructure"},
                                    {"staffing", "staffing"},
                                    {"sharing", "sharing"},
                                    {"other", "other"}};
TABLE(action_area_words, "area", areas, "other");
