/* Where something is, in its parts.
 *
 * url  = scheme "://" [ user [ ":" password ] "@" ] host [ ":" port ] [ path ]
 * scp  = [ user "@" ] host ":" path
 * path = of a url: from "/", "?", "#" or "\" on; of scp: not from "/" or digits and "/" on */
#ifndef SM_ADDRESS_H
#define SM_ADDRESS_H

#include "buf.h"

struct address { /* parts of the text that was read, absent where there are none */
    struct slice scheme, host, port, path;
};

bool address_url(struct slice s, struct address *a);  /* false: it is none */
bool address_scp(struct slice s, struct address *a);  /* the same */
bool address_host(struct slice s, struct address *a); /* host[:port] alone; an IPv6 host keeps its brackets */
bool address_looks_like_host(struct slice s);         /* a dot in it, a port, `localhost` */

/* Not empty, and nothing but letters, digits, what is no ASCII, and any of `extra`. */
bool address_is_name(struct slice s, const char *extra);
bool address_is_digits(struct slice s); /* not empty, and nothing but digits */

#endif
