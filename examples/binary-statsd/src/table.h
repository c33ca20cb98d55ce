#pragma once

#include "line.h"

#include <stdio.h>

/* So many names at most: a client cannot fill the memory with names it makes up. */
#define TABLE_LIMIT 4096

struct series {
	char name[NAME_LIMIT];
	enum kind kind;
	double value; /* a sum, for counters and timers */
	double count; /* of times */
};

struct table {
	struct series series[TABLE_LIMIT];
	size_t used;
	size_t rejected;
};

/* Adds what a line says; false where the table is full, or the name is of another kind. */
bool add_line(struct table *table, const struct line *line);

/* Every line of a datagram. */
void add_datagram(struct table *table, const char *text, size_t length);

/* All series in the text format of Prometheus. */
void write_table(const struct table *table, FILE *to);
