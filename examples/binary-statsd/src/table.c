#include "table.h"

#include <string.h>

static struct series *find(struct table *table, const struct line *line)
{
	for (size_t at = 0; at < table->used; at++)
		if (strcmp(table->series[at].name, line->name) == 0)
			return table->series[at].kind == line->kind ? &table->series[at] : NULL;
	if (table->used == TABLE_LIMIT)
		return NULL;
	struct series *fresh = &table->series[table->used++];
	memset(fresh, 0, sizeof *fresh);
	strcpy(fresh->name, line->name);
	fresh->kind = line->kind;
	return fresh;
}

bool add_line(struct table *table, const struct line *line)
{
	struct series *series = find(table, line);
	if (!series)
		return false;
	bool replace = line->kind == GAUGE && !line->relative;
	series->value = replace ? line->value : series->value + line->value;
	series->count += 1;
	return true;
}

void add_datagram(struct table *table, const char *text, size_t length)
{
	while (length > 0) {
		const char *end = memchr(text, '\n', length);
		size_t size = end ? (size_t)(end - text) : length;
		struct line line;
		if (size > 0 && (read_line(text, size, &line) || !add_line(table, &line)))
			table->rejected++;
		size_t step = end ? size + 1 : size;
		text += step;
		length -= step;
	}
}

void write_table(const struct table *table, FILE *to)
{
	for (size_t at = 0; at < table->used; at++) {
		const struct series *one = &table->series[at];
		if (one->kind == COUNTER)
			fprintf(to, "# TYPE %s_total counter\n%s_total %.15g\n", one->name, one->name, one->value);
		else if (one->kind == GAUGE)
			fprintf(to, "# TYPE %s gauge\n%s %.15g\n", one->name, one->name, one->value);
		else
			fprintf(to, "# TYPE %s_seconds summary\n%s_seconds_sum %.15g\n%s_seconds_count %.15g\n",
				one->name, one->name, one->value / 1000, one->name, one->count);
	}
	fprintf(to, "# TYPE statsd_rejected_lines_total counter\nstatsd_rejected_lines_total %zu\n",
		table->rejected);
}
