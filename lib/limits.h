/* Every bound on hostile input, in one place. Each is tested; sm(7) lists them. */
#ifndef SM_LIMITS_H
#define SM_LIMITS_H

#define LINE_MAX_BYTES (64u << 20)      /* one record or entry; a longer line is a reject, skipped without buffering */
#define DEPTH_MAX 200                   /* nesting of a record or an entry */
#define DOCUMENT_DEPTH_MAX 256          /* nesting of an export around and inside its entries */
#define MEMBERS_MAX 65536               /* members of one record's object */
#define READ_BLOCK (1u << 20)           /* one read(2) */
#define WRITE_BLOCK (256u << 10)        /* output is written when this much is waiting */
#define SKETCH_BYTES (64u << 10)        /* what recognition looks at */
#define SKETCH_STRING_MAX 256           /* a longer string is cut in the sketch */
#define CONTEXT_VALUE_MAX (64u << 10)   /* one context value */
#define CONTEXT_DISTINCT_MAX 64         /* distinct values of one context name in a report line */
#define FIELD_MAX (1u << 20)            /* one CSV cell */
#define COLUMNS_MAX 16384               /* columns of a CSV row */
#define EXPANSION_MAX 1000              /* decompressed : compressed, checked beyond 64 MiB of output */
#define REJECT_TEXT_MAX 4096            /* `text` of a reject record */
#define NOTES_MAX 1000                  /* distinct notes in one tally; more are counted */
#define TITLE_MAX 500                   /* characters of a finding's title */
#define PROGRAM_MAX (1u << 20)          /* one jq program */
#define JQ_OUTPUTS_MAX 10000            /* outputs of one program for one record */
#define JQ_OUTPUT_BYTES_MAX (64u << 20) /* their text, together */

#endif
