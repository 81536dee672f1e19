/* The timeline of one record: events {at, state, why}. */
#ifndef DEDUP_HISTORY_H
#define DEDUP_HISTORY_H

#include "date.h"
#include "json.h"
#include "state.h"

struct event {
    int64_t at;
    enum state state;
    struct slice why; /* lives as long as the document, or is static */
};

#define WHY_FIRST "first seen"
#define WHY_AGAIN "seen again"
#define WHY_GONE "not found again"
#define WHY_EXPORT "export"
#define WHY_ACCEPTED "accepted "   /* and the exception's id */
#define WHY_EXCEPTION "exception " /* and id, and " expired" or " revoked" */
#define WHY_MOVED "moved from "    /* and the scope */

bool history_next(struct json_iter *it,
                  struct event *e); /* the next event that has a time; it: json_each(timeline) */
/* Is an event what a tool said, and not what an exception or a move added here? */
bool history_is_tool(const struct event *e);
/* What the tool says, given the record's state: without what exceptions made of it. */
enum state history_tool_state(json_val *timeline, enum state state);

#endif
