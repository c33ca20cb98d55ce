#include "../src/server.h"

#include <stdlib.h>
#include <string.h>

static int failed;

static void holds(bool true_, const char *what)
{
	printf("%s %s\n", true_ ? "ok  " : "FAIL", what);
	failed += !true_;
}

static const char *wrong(const char *text)
{
	struct line line;
	return read_line(text, strlen(text), &line);
}

static bool shows(const char *datagram, const char *text)
{
	static struct table table;
	memset(&table, 0, sizeof table);
	add_datagram(&table, datagram, strlen(datagram));
	size_t size = 0;
	char *all = answer(&table, "GET /metrics HTTP/1.1\r\n", &size);
	bool found = all && strstr(all, text);
	free(all);
	return found;
}

int main(void)
{
	holds(shows("api.hits:3|c\napi.hits:4|c", "\napi_hits_total 7\n"), "counters add up");
	holds(shows("api.hits:1|c|@0.1", "\napi_hits_total 10\n"), "a sampled counter stands for more");
	holds(shows("load:5|g\nload:-2|g\nload:+1|g", "\nload 4\n"), "a gauge with a sign changes by it");
	holds(shows("db:250|ms\ndb:750|ms", "\ndb_seconds_sum 1\ndb_seconds_count 2\n"), "times are summed");
	holds(shows("a:1|c\na:1|g", "\nstatsd_rejected_lines_total 1\n"), "a name has one kind");
	holds(shows("nonsense\n\nb:1|c\n", "\nstatsd_rejected_lines_total 1\n"), "bad lines are counted");
	holds(wrong("9lives:1|c") != NULL, "no name begins with a digit");
	holds(wrong("a:nan|g") != NULL && wrong("a:1x|g") != NULL, "a value is a number");
	holds(wrong("a:-1|c") != NULL, "no counter goes backwards");
	holds(wrong("a:1|c|@0") != NULL && wrong("a:1|c|@2") != NULL, "a rate is a share");
	size_t size;
	static struct table empty;
	char *none = answer(&empty, "GET / HTTP/1.1\r\n", &size);
	holds(none && strncmp(none, "HTTP/1.1 404", 12) == 0, "other addresses are not there");
	free(none);
	return failed > 0;
}
