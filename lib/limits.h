/* Every bound on hostile input in one place, and how much is read and written at a time. The manual pages name those that
 * people may meet. */
#ifndef SM_LIMITS_H
#define SM_LIMITS_H

#define LINE_MAX_BYTES (64u << 20)      /* one record or entry; a longer line is a reject, skipped without buffering */
#define DEPTH_MAX 200                   /* nesting of a record or an entry */
#define DOCUMENT_DEPTH_MAX 256          /* nesting of an export around and inside its entries */
#define MEMBERS_MAX 65536               /* members of one record's object */
#define READ_BLOCK (1u << 20)           /* one read(2) */
#define WINDOW_BLOCK (256u << 10)       /* one read of an export or of lines: what was read is still near when it is looked at */
#define READ_AHEAD_FROM (1u << 20)      /* bytes of a file from which on a thread may read it */
#define READ_AHEAD_BATCHES 8            /* reads that it may be ahead by … */
#define READ_AHEAD_LINES 4096           /* … and lines that one of them is cut into */
#define WRITE_BLOCK (256u << 10)        /* output is written when this much is waiting */
#define PIPE_SIZE (1u << 20)            /* what a pipe to the next stage should hold */
#define SKETCH_BYTES (64u << 10)        /* what recognition looks at */
#define SKETCH_STRING_MAX 256           /* a longer string is cut in the sketch */
#define CONTEXT_VALUE_MAX (64u << 10)   /* one context value */
#define CONTEXT_DISTINCT_MAX 64         /* distinct values of one context name in a report line */
#define FIELD_MAX (1u << 20)            /* one CSV cell */
#define COLUMNS_MAX 16384               /* columns of a CSV row */
#define EXPANSION_MAX 1000              /* decompressed : compressed … */
#define EXPANSION_FREE (64u << 20)      /* … beyond this much output */
#define REJECT_TEXT_MAX 4096            /* `text` of a reject record */
#define KIND_MAX 64                     /* bytes of a kind that a tally shows */
#define KINDS_MAX 200                   /* distinct kinds in one tally; others are counted together */
#define NOTES_MAX 1000                  /* distinct notes in one tally; more are counted */
#define TITLE_MAX 500                   /* characters of a finding's title */
#define TEXT_MAX 4000                   /* characters of any other text field */
#define PROGRAM_MAX (1u << 20)          /* one jq program */
#define JQ_OUTPUTS_MAX 10000            /* outputs of one program for one record */
#define JQ_OUTPUT_BYTES_MAX (64u << 20) /* their text, together */
#define ARENA_MAX (256u << 20)          /* memory of one native program for one record; more goes to libjq */
#define LIBJQ_MEMORY_MAX (1u << 30)      /* what libjq may take beside it; then the record fails */
#define STACK_DEPTH_MAX 200             /* nesting of what a native program builds; deeper goes to libjq */
#define NODES_MAX 40000                 /* of a native plan: definitions stand in place of their calls */
#define NESTING_MAX 150                 /* brackets, pipes and operands of a native program within each other */
#define CHAINED_MAX 3000                /* suffixes and operators of a native program: each makes its tree one deeper */
#define ARRAY_INDEX_MAX (16u << 20)     /* a native program fills an array up to here */
#define STACK_ITEMS_MAX (4u << 20)      /* items of arrays that a native program is collecting; more goes to libjq */
#define PAIRING_MAX (16u << 20)          /* old lines × new lines of one rule in one file that are compared by distance */
#define MATCHING_MAX 128                /* pairs of two tools that compete with each other, beyond which all stay apart */
#define NEAR_KEYS_MAX 8                 /* weaknesses of one finding that are compared with those of other tools */
#define NEAR_SPOTS_MAX 4096             /* findings within three lines, beyond which none is paired with another tool's */
#define PERIODS_MAX 120                 /* periods of one sm-derive run */
#define CELLS_MAX 1000                  /* values of one breakdown of one metric that are written */
#define DIMENSION_VALUE_MAX 1000        /* bytes of one value that a metric is broken down by; longer ones are cut */
#define DIMENSION_VALUES_MAX 256        /* values of one record for one breakdown (CWEs, components) */
#define LIST_ROWS_MAX 1000              /* rows of one list that are written; `total` counts all */
#define CHECK_EXAMPLES_MAX 5            /* examples of one check */
#define KEY_MAX_BYTES (64u << 10)       /* a member name; a longer one matches no path */
#define SKETCH_DEPTH_MAX 64             /* nesting in a sketch; what is deeper is left out */
#define SKETCH_MEMBER_MAX (4u << 10)    /* bytes looked at of a top-level value that lies beyond SKETCH_BYTES */
#define PIPE_LOOK_MAX (1u << 30)        /* bytes of a pipe that are spooled to find them */
#define LOOK_AHEAD_OPTIONAL (1u << 20)  /* bytes behind an entry in which its optional contexts are looked for */
#define SKETCH_NAMES_MAX 4096           /* top-level names added to a sketch */
#define LOOKUP_ELEMENT_MAX (1u << 20)   /* one element of an array that a format looks things up in */
#define LOOKUP_BYTES_MAX (64u << 20)    /* all such elements of one report */
#define HEADER_ROWS_MAX 20              /* rows among which a table's header is looked for */
#define XML_DEPTH_MAX (DEPTH_MAX / 2 - 2) /* nesting of an entry of an XML document, where each level may get an array */
#define XML_TAG_MAX (8u << 20)          /* one tag or comment of an XML document */
#define ATTRIBUTES_MAX 4096             /* attributes of one XML element */
#define YAML_DOCUMENT_MAX (64u << 20)   /* one YAML document as JSON, aliases expanded */
#define YAML_ANCHORS_MAX 10000          /* anchors of one YAML document */
#define SQLITE_STEPS_MAX 100000000ull   /* virtual machine steps of a query without a row */
#define SQLITE_TABLES_MAX 10000         /* tables of one SQLite database that are looked at */
#define XLSX_SHEETS_MAX 1000            /* sheets of a workbook */
#define XLSX_ROWS_MAX 1048576           /* rows of a sheet */
#define XLSX_STYLES_MAX 65536           /* styles of a workbook */
#define XLSX_STRINGS_MAX 16777216       /* strings that the cells of a workbook share */
#define PATTERN_MAX 4096                /* a --path pattern */

#define RECORD_SHAPES_MAX 8192         /* different orders of keys that a set of programs remembers, each prefix counted; the
                                   objects of any more are looked through */
#define SHAPE_KEYS_MAX 256      /* keys of an object that it remembers so */
#define SHAPE_BRANCHES_MAX 64   /* keys that may follow one and the same */
#define SHAPE_KEY_MAX 256       /* bytes of such a key */

#endif
