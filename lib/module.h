/* The `module { … };` directive at the head of a format or metric: a constant object that says what the program is
 * for. It is read here, as JSON, and its bytes are blanked before the program is compiled. */
#ifndef SM_MODULE_H
#define SM_MODULE_H

#include "buf.h"

/* Reads the directive of a program. Returns false with *why ("line 3: …", valid until the next call) when there is a
 * directive and it is no constant object; true otherwise. json receives the object's JSON text (nothing when there is
 * no directive). Every byte of the directive in text becomes a blank, newlines stay. */
bool module_read(char *text, size_t n, struct buf *json, const char **why);

#endif
