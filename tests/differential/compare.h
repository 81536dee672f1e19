/* Many programs on many inputs through both engines, in one process. */
#ifndef SM_DIFFERENTIAL_COMPARE_H
#define SM_DIFFERENTIAL_COMPARE_H

#include "buf.h"

/* Programs and inputs one a line. Prints "not ok PROGRAM" with the first difference of each, at last "ok N
 * programs, N not native"; returns the number of programs that differ. */
size_t compare_all(struct slice programs, struct slice inputs);

#endif
