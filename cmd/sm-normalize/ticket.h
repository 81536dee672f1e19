/* Tickets that are really an exception or an incident: what the tag `kind` says, else the dictionary's exception_ticket
 * and incident_ticket. An exception's id is the ticket's key; "done" means in force, or refused, by its resolution. */
#ifndef NORMALIZE_TICKET_H
#define NORMALIZE_TICKET_H

#include "build.h"
#include "dictionary.h"
#include "jq/programs.h"
#include "stage.h"

struct ticket_kinds;

/* A predicate that does not compile is exit 2. */
struct ticket_kinds *ticket_kinds_new(const struct dictionary *d, const struct program_variable *as_of);
void ticket_kinds_free(struct ticket_kinds *t);

/* Makes a ticket the exception or incident that it is. said: the kind that the tag names, or NULL. A predicate that
 * fails is a note and counts as false. */
void ticket_kinds_settle(struct ticket_kinds *t, struct built *b, const struct kind *said, struct stage *s);

#endif
