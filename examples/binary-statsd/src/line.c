#include "line.h"

#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Prometheus takes letters, digits and _ in names, and no digit first. */
static bool take_name(const char *text, size_t length, char *into)
{
	if (length == 0 || length >= NAME_LIMIT || isdigit((unsigned char)text[0]))
		return false;
	for (size_t at = 0; at < length; at++) {
		unsigned char sign = text[at];
		if (!isalnum(sign) && !strchr("._-/", sign))
			return false;
		into[at] = isalnum(sign) ? (char)sign : '_';
	}
	into[length] = '\0';
	return true;
}

static bool take_number(const char *text, double *into)
{
	char *end;
	*into = strtod(text, &end);
	return end != text && *end == '\0' && isfinite(*into);
}

const char *read_line(const char *text, size_t length, struct line *into)
{
	char copy[256];
	if (length >= sizeof copy || memchr(text, '\0', length))
		return "the line is longer than 255 bytes, or has a zero in it";
	memcpy(copy, text, length);
	copy[length] = '\0';

	char *colon = strchr(copy, ':');
	if (!colon || !take_name(copy, (size_t)(colon - copy), into->name))
		return "a line begins with a name of letters, digits, '.', '-', '_' and '/', and ':'";
	char *value = colon + 1, *kind = strchr(value, '|');
	if (!kind)
		return "after the value has to be its kind: |c, |g or |ms";
	*kind++ = '\0';
	char *rate = strchr(kind, '|');
	if (rate)
		*rate++ = '\0';

	if (strcmp(kind, "c") == 0)
		into->kind = COUNTER;
	else if (strcmp(kind, "g") == 0)
		into->kind = GAUGE;
	else if (strcmp(kind, "ms") == 0)
		into->kind = TIMER;
	else
		return "the kind is none of c, g and ms";
	if (!take_number(value, &into->value))
		return "the value is no number";
	if (into->kind != GAUGE && into->value < 0)
		return "counters and times do not go backwards";
	into->relative = into->kind == GAUGE && (*value == '+' || *value == '-');

	if (!rate)
		return NULL;
	double sampled;
	if (rate[0] != '@' || !take_number(rate + 1, &sampled) || sampled <= 0 || sampled > 1)
		return "the rate has to be more than 0 and at most 1: |@0.1";
	if (into->kind == COUNTER)
		into->value /= sampled;
	return NULL;
}
