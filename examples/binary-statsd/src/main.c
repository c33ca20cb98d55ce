#include "server.h"

#include <stdlib.h>
#include <string.h>

static struct table table;

static unsigned short port_of(const char *variable, unsigned short otherwise)
{
	const char *text = getenv(variable);
	long port = text ? strtol(text, NULL, 10) : otherwise;
	return port > 0 && port < 65536 ? (unsigned short)port : otherwise;
}

static int check(int count, char **lines)
{
	for (int at = 0; at < count; at++) {
		struct line line;
		const char *wrong = read_line(lines[at], strlen(lines[at]), &line);
		if (wrong) {
			fprintf(stderr, "%s: %s\n", lines[at], wrong);
			return 1;
		}
		add_line(&table, &line);
	}
	write_table(&table, stdout);
	return 0;
}

int main(int count, char **words)
{
	if (count > 2 && strcmp(words[1], "check") == 0)
		return check(count - 2, words + 2);
	if (count > 1) {
		fputs("usage: statsd\n       statsd check LINE...\n", stderr);
		return 2;
	}
	return serve(&table, port_of("STATSD_PORT", 8125), port_of("PORT", 9102));
}
