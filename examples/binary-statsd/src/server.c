#include "server.h"

#include <errno.h>
#include <netinet/in.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

char *answer(const struct table *table, const char *request, size_t *size)
{
	char *body = NULL, *all = NULL;
	size_t length = 0;
	const char *status = "404 Not Found";
	FILE *to = open_memstream(&body, &length);
	if (!to)
		return NULL;
	if (strncmp(request, "GET /metrics ", 13) == 0) {
		status = "200 OK";
		write_table(table, to);
	} else if (strncmp(request, "GET /healthz ", 13) == 0) {
		status = "200 OK";
		fputs("ok\n", to);
	} else {
		fputs("GET /metrics or /healthz\n", to);
	}
	fclose(to);

	FILE *whole = open_memstream(&all, size);
	if (whole) {
		fprintf(whole, "HTTP/1.1 %s\r\nContent-Type: text/plain; version=0.0.4\r\n"
			"Content-Length: %zu\r\nConnection: close\r\n\r\n%s", status, length, body);
		fclose(whole);
	}
	free(body);
	return all;
}

/* A socket for IPv4 and IPv6 alike. */
static int open_port(int type, unsigned short port)
{
	int descriptor = socket(AF_INET6, type | SOCK_CLOEXEC, 0), on = 1, off = 0;
	struct sockaddr_in6 address = { .sin6_family = AF_INET6, .sin6_port = htons(port) };
	if (descriptor < 0)
		return -1;
	setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
	setsockopt(descriptor, IPPROTO_IPV6, IPV6_V6ONLY, &off, sizeof off);
	if (bind(descriptor, (struct sockaddr *)&address, sizeof address) < 0 ||
	    (type == SOCK_STREAM && listen(descriptor, 16) < 0)) {
		close(descriptor);
		return -1;
	}
	return descriptor;
}

/* One request at a time, and no longer than a second for it: a scraper is no crowd. */
static void answer_one(int listener, const struct table *table)
{
	int client = accept4(listener, NULL, NULL, SOCK_CLOEXEC);
	struct timeval limit = { .tv_sec = 1 };
	char request[1024];
	if (client < 0)
		return;
	setsockopt(client, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
	setsockopt(client, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit);
	ssize_t got = recv(client, request, sizeof request - 1, 0);
	if (got > 0) {
		size_t size = 0, sent = 0;
		request[got] = '\0';
		char *text = answer(table, request, &size);
		while (text && sent < size) {
			ssize_t some = send(client, text + sent, size - sent, MSG_NOSIGNAL);
			if (some <= 0)
				break;
			sent += (size_t)some;
		}
		free(text);
	}
	close(client);
}

int serve(struct table *table, unsigned short statsd, unsigned short http)
{
	sigset_t ends;
	sigemptyset(&ends);
	sigaddset(&ends, SIGTERM);
	sigaddset(&ends, SIGINT);
	sigprocmask(SIG_BLOCK, &ends, NULL);
	struct pollfd ready[] = {
		{ .fd = signalfd(-1, &ends, SFD_CLOEXEC), .events = POLLIN },
		{ .fd = open_port(SOCK_DGRAM, statsd), .events = POLLIN },
		{ .fd = open_port(SOCK_STREAM, http), .events = POLLIN },
	};
	if (ready[0].fd < 0 || ready[1].fd < 0 || ready[2].fd < 0) {
		perror("statsd cannot listen");
		return 1;
	}
	printf("takes StatsD on port %u and shows it on port %u at /metrics\n", statsd, http);
	fflush(stdout);
	for (;;) {
		char datagram[65536];
		if (poll(ready, 3, -1) < 0 && errno != EINTR)
			return 1;
		if (ready[0].revents)
			return 0;
		if (ready[1].revents) {
			ssize_t got = recv(ready[1].fd, datagram, sizeof datagram, 0);
			if (got > 0)
				add_datagram(table, datagram, (size_t)got);
		}
		if (ready[2].revents)
			answer_one(ready[2].fd, table);
	}
}
