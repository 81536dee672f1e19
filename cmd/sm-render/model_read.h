/* From records to the model. */
#ifndef RENDER_MODEL_READ_H
#define RENDER_MODEL_READ_H

#include "model.h"

void list_drop_rows(struct list *l); /* frees what a list keeps of its rows */

#endif
