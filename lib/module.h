/* The `module { … };` directive at the head of a format or metric: a constant object that says what the program is
 * for. It is read here, as JSON, and its bytes are blanked before the program is compiled. */
#ifndef SM_MODULE_H
#define SM_MODULE_H

#include "buf.h"

/* Reads the directive of a program. Returns false with *why ("line 3: …", valid until the next call) when there is a
 * directive and it is no constant object; true otherwise. json receives the object's JSON text (nothing when there is
 * no directive). Every byte of the directive in text becomes a blank, newlines stay. */
bool module_read(char *text, size_t n, struct buf *json, const char **why);

/* The same, but text stays as it is, and take is given each member of the object when it has been read: its name, as it is
 * written in JSON without the quotes, and its value. Both stay as long as json's bytes. false of take: so of module_members,
 * without *why. */
typedef bool module_take(void *with, struct slice name, struct slice value);
bool module_members(struct slice text, struct buf *json, module_take *take, void *with, const char **why);

#endif
