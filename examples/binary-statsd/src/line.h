#pragma once

#include <stdbool.h>
#include <stddef.h>

#define NAME_LIMIT 128

enum kind { COUNTER = 'c', GAUGE = 'g', TIMER = 'm' };

/* One measurement, as clients of StatsD send it: api.requests:3|c|@0.1 */
struct line {
	char name[NAME_LIMIT];
	enum kind kind;
	double value;
	bool relative; /* a gauge with a sign changes by its value */
};

/* Reads a line of that length; what is wrong with it, or NULL. */
const char *read_line(const char *text, size_t length, struct line *into);
