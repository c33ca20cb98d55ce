#pragma once

#include "table.h"

/* Takes datagrams on one port and answers requests of HTTP on the other, until a signal ends it. */
int serve(struct table *table, unsigned short statsd, unsigned short http);

/* The whole answer to the first line of a request; the caller frees it. */
char *answer(const struct table *table, const char *request, size_t *size);
