#include "join.h"

#include <stdlib.h>

#include "join/assets.h"
#include "join/exceptions.h"
#include "join/intel.h"
#include "join/tickets.h"

struct references {
    const struct dictionary *dictionary;
    struct assets assets;
    struct exceptions exceptions;
    struct tickets tickets;
    struct intels intels;
    struct pool kept; /* strings for the run */
    struct json_doc doc;
    bool any; /* an asset, ticket or intel */
};

struct references *
references_new(const struct dictionary *d)
{
    struct references *refs = xcalloc(1, sizeof *refs);
    refs->dictionary = d;
    refs->assets.kept = refs->exceptions.kept = refs->tickets.kept = refs->intels.kept = &refs->kept;
    return refs;
}

void
references_free(struct references *refs)
{
    if (!refs)
        return;
    assets_free(&refs->assets);
    exceptions_free(&refs->exceptions);
    tickets_free(&refs->tickets);
    intels_free(&refs->intels);
    pool_free(&refs->kept);
    json_free(&refs->doc);
    free(refs);
}

bool
references_take(struct references *refs, struct record *r, struct tally *notes)
{
    const char *why;
    bool asset = slice_is(r->kind, "asset"), exception = slice_is(r->kind, "exception");
    bool ticket = slice_is(r->kind, "ticket"), intel = slice_is(r->kind, "intel");
    if (!asset && !exception && !ticket && !intel)
        return false;
    json_val *root = json_parse(&refs->doc, r->text.p, r->text.n, &why);
    if (!root)
        return false;
    refs->any |= !exception;
    if (asset)
        assets_take(&refs->assets, root, notes);
    else if (exception)
        exceptions_take(&refs->exceptions, root);
    else if (ticket)
        tickets_take(&refs->tickets, root);
    else
        intels_take(&refs->intels, root);
    return true;
}

void
references_take_intel(struct references *refs, const struct intel_said *said)
{
    refs->any = true;
    intels_take_said(&refs->intels, said);
}

bool
references_any(const struct references *refs)
{
    return refs->any;
}

bool
references_any_asset(const struct references *refs)
{
    return refs->assets.n > 0;
}

bool
references_any_exception(const struct references *refs)
{
    return refs->exceptions.n > 0;
}

void
references_fill(struct references *refs, struct finding *f, struct pool *pool, struct tally *notes)
{
    bool by_hand = false;
    assets_fill(&refs->assets, f, pool, notes, &by_hand);
    tickets_fill(&refs->tickets, f, pool, &by_hand);
    intels_fill(&refs->intels, f, &by_hand);
    if (by_hand && (!finding_has(f, F_PROVENANCE) || slice_is(f->f[F_PROVENANCE], "\"system\"")))
        f->f[F_PROVENANCE] = SLICE("\"partial\"");
}

bool
references_exception(struct references *refs, const struct finding *f, int64_t as_of,
                     struct exception_match *out)
{
    return exceptions_match(&refs->exceptions, f, as_of, out);
}

void
references_report(struct references *refs, struct tally *notes)
{
    exceptions_report(&refs->exceptions, notes);
    tickets_report(&refs->tickets, notes);
}
