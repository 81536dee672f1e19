/* How gates, releases and activities ended. "" is one that has not ended, or never happened: no record. */
#include "words.h"

#define PASSED                                                                                \
    {"passed", "passed"}, {"pass", "passed"}, {"success", "passed"}, {"succeeded", "passed"}, \
        {"successful", "passed"}, {"ok", "passed"}, {"green", "passed"}, {"true", "passed"},  \
    {                                                                                         \
        "yes", "passed"                                                                       \
    }
#define FAILED                                                                                   \
    {"failed", "failed"}, {"fail", "failed"}, {"failure", "failed"}, {"unsuccessful", "failed"}, \
        {"red", "failed"}, {"broken", "failed"}, {"rejected", "failed"}, {"false", "failed"},    \
    {                                                                                            \
        "no", "failed"                                                                           \
    }
#define RUNNING                                                                                             \
    {"running", ""}, {"queued", ""}, {"inprogress", ""}, {"waiting", ""}, {"requested", ""},                \
        {"pending", ""}, {"created", ""}, {"scheduled", ""}, {"preparing", ""}, {"waitingforresource", ""}, \
    {                                                                                                       \
        "waitingforcallback", ""                                                                            \
    }

static const struct word gates[] = {
    PASSED,
    FAILED,
    RUNNING,
    {"completed", "passed"},
    {"error", "error"},
    {"errored", "error"},
    {"timedout", "error"},
    {"timeout", "error"},
    {"startupfailure", "error"},
    {"runnersystemfailure", "error"},
    {"infrastructurefailure", "error"},
    {"skipped", "skipped"},
    {"skip", "skipped"},
    {"cancelled", "skipped"},
    {"canceled", "skipped"},
    {"canceling", "skipped"},
    {"aborted", "skipped"},
    {"blocked", "skipped"},
    {"actionrequired", "skipped"},
    {"manual", "skipped"},
    {"neutral", "skipped"},
    {"stale", "skipped"},
    {"notbuilt", "skipped"},
};
const struct words gate_outcome_words = {"outcome", gates, sizeof gates / sizeof *gates, NULL};

static const struct word releases[] = {
    PASSED,
    FAILED,
    RUNNING,
    {"completed", "passed"},
    {"released", "passed"},
    {"deployed", "passed"},
    {"published", "passed"},
    {"active", "passed"},
    {"error", "failed"},
    {"rolledback", "failed"},
    {"rollback", "failed"},
    {"cancelled", ""},
    {"canceled", ""},
    {"aborted", ""},
    {"draft", ""},
};
const struct words release_outcome_words = {"outcome", releases, sizeof releases / sizeof *releases, NULL};

static const struct word activities[] = {
    PASSED,
    FAILED,
    RUNNING,
    {"completed", "passed"},
    {"complete", "passed"},
    {"done", "passed"},
    {"finished", "passed"},
    {"closed", "passed"},
    {"delivered", "passed"},
    {"reported", "passed"},
    {"error", "failed"},
    {"errored", "failed"},
    {"aborted", "failed"},
    {"timedout", "failed"},
    {"partial", "partial"},
    {"partially", "partial"},
    {"incomplete", "partial"},
    {"partiallysuccessful", "partial"},
    {"planned", ""},
    {"cancelled", ""},
    {"canceled", ""},
    {"postponed", ""},
    {"open", ""},
    {"new", ""},
    {"started", ""},
    {"ongoing", ""},
    {"draft", ""},
};
const struct words activity_outcome_words = {"outcome", activities, sizeof activities / sizeof *activities,
                                             NULL};
