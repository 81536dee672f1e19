#include "forms_tree.h"

#include "mem.h"

static uint32_t
new_node(struct forms *f)
{
    f->node = xgrow(f->node, &f->node_cap, f->nodes + 1, sizeof *f->node);
    f->node[f->nodes] = (struct form_node){0};
    return (uint32_t)f->nodes++;
}

static unsigned char
first_byte(const struct forms *f, uint32_t node)
{
    const struct form_node *n = &f->node[node];
    return n->n ? (unsigned char)f->text.p[n->text] : n->how;
}

/* The node's text behind its first `at` bytes becomes its only branch. */
static void
split(struct forms *f, uint32_t node, size_t at)
{
    uint32_t behind = new_node(f);
    struct form_node *n = &f->node[node], *b = &f->node[behind];
    *b = *n;
    b->text += (uint32_t)at;
    b->n -= (uint32_t)at;
    b->sibling = 0;
    b->first = first_byte(f, behind);
    n->n = (uint32_t)at;
    n->how = 0;
    n->next = behind;
}

/* Up to the next hole or the end. */
static size_t
text_before_hole(struct slice s)
{
    size_t n = 0;
    while (n < s.n && (unsigned char)s.p[n] >= ' ')
        n++;
    return n;
}

/* A chain of new nodes for the rest of a skeleton. */
static uint32_t
add_chain(struct forms *f, struct slice rest, uint32_t form)
{
    uint32_t first = (uint32_t)f->nodes, last = first;
    do {
        uint32_t node = new_node(f);
        size_t n = text_before_hole(rest);
        f->node[node].text = (uint32_t)f->text.n;
        f->node[node].n = (uint32_t)n;
        f->node[node].how = n < rest.n ? (unsigned char)rest.p[n] : HOW_END;
        buf_add(&f->text, rest.p, n);
        f->node[node].first = first_byte(f, node);
        f->node[last].next = node;
        last = node;
        rest.p += n + (n < rest.n);
        rest.n -= n + (n < rest.n);
    } while (f->node[last].how != HOW_END);
    f->node[last].next = form;
    return first;
}

void
forms_plant(struct forms *f, struct slice rest, uint32_t form)
{
    uint32_t node = 0;
    if (!f->nodes) {
        (void)add_chain(f, rest, form);
        return;
    }
    for (;;) {
        size_t text = text_before_hole(rest), n = f->node[node].n;
        size_t same =
            slice_common((struct slice){f->text.p + f->node[node].text, n}, (struct slice){rest.p, text});
        unsigned char how = same < rest.n ? (unsigned char)rest.p[same] : HOW_END;
        if (same < n)
            split(f, node, same);
        else if (f->node[node].how && f->node[node].how != how)
            split(f, node, n);
        rest.p += same;
        rest.n -= same;
        if (!rest.n && f->node[node].how)
            return;              /* it stands there */
        if (f->node[node].how) { /* the same hole */
            rest.p++;
            rest.n--;
            node = f->node[node].next;
            continue;
        }
        uint32_t next = f->node[node].next;
        while (next && f->node[next].first != how)
            next = f->node[next].sibling;
        if (!next) {
            next = add_chain(f, rest, form);
            f->node[next].sibling = f->node[node].next;
            f->node[node].next = next;
            return;
        }
        node = next;
    }
}
