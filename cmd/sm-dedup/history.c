#include "history.h"

bool
history_next(struct json_iter *it, struct event *e)
{
    json_val *v;
    while (!it->object && json_next(it, NULL, &v)) {
        int64_t at = date_parse(json_get_str(v, "at"));
        if (at == DATE_NONE)
            continue;
        *e = (struct event){at, state_of(json_get_str(v, "state")), json_get_str(v, "why")};
        return true;
    }
    return false;
}

bool
history_is_tool(const struct event *e)
{
    return !slice_starts(e->why, WHY_ACCEPTED) && !slice_starts(e->why, WHY_EXCEPTION) &&
           !slice_starts(e->why, WHY_MOVED);
}

enum state
history_tool_state(json_val *timeline, enum state state)
{
    struct json_iter it = json_each(timeline);
    struct event e;
    enum state tool = STATE_NONE;
    bool ours = false;
    while (history_next(&it, &e)) {
        ours = !history_is_tool(&e);
        if (!ours)
            tool = e.state;
    }
    return ours && tool != STATE_NONE ? tool : state;
}
