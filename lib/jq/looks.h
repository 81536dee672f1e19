/* What a plan may look at: see programs_reads. */
#ifndef SM_JQ_LOOKS_H
#define SM_JQ_LOOKS_H

#include "eval.h"
#include "programs.h"

bool looks_of(const struct plan *p, size_t slots, const struct program_reader *who);

#endif
