/*
 * The health check of an image without a shell: one GET request to a port of its own machine.
 *
 *   healthcheck PORT PATH
 *
 * Exit code 0 is an answer of 200 to 399, 1 anything else; a line says what was seen. It is linked to
 * no library, not even the C library, so nothing of anybody else's is in it: 1.5 kB that make system
 * calls.
 */

#if defined(__x86_64__)
enum { WRITE = 1, CLOSE = 3, SOCKET = 41, CONNECT = 42, READ = 0, SETSOCKOPT = 54, EXIT = 231 };
__asm__(".globl _start\n_start: xor %ebp, %ebp; mov %rsp, %rdi; and $-16, %rsp; call start\n");
static long call(long n, long a, long b, long c, long d, long e) {
  register long r10 __asm__("r10") = d;
  register long r8 __asm__("r8") = e;
  long result;
  __asm__ volatile("syscall"
                   : "=a"(result)
                   : "a"(n), "D"(a), "S"(b), "d"(c), "r"(r10), "r"(r8)
                   : "rcx", "r11", "memory");
  return result;
}
#elif defined(__aarch64__)
enum { WRITE = 64, CLOSE = 57, SOCKET = 198, CONNECT = 203, READ = 63, SETSOCKOPT = 208, EXIT = 94 };
__asm__(".globl _start\n_start: mov x29, #0; mov x0, sp; and sp, x0, #-16; bl start\n");
static long call(long n, long a, long b, long c, long d, long e) {
  register long x8 __asm__("x8") = n;
  register long x0 __asm__("x0") = a;
  register long x1 __asm__("x1") = b;
  register long x2 __asm__("x2") = c;
  register long x3 __asm__("x3") = d;
  register long x4 __asm__("x4") = e;
  __asm__ volatile("svc 0" : "+r"(x0) : "r"(x8), "r"(x1), "r"(x2), "r"(x3), "r"(x4) : "memory");
  return x0;
}
#endif

enum { AF_INET = 2, AF_INET6 = 10, STREAM = 1, SOL_SOCKET = 1, RECEIVE_TIMEOUT = 20, SEND_TIMEOUT = 21 };

static long length(const char *text) {
  long n = 0;
  while (text[n]) n++;
  return n;
}

static void end(const char *line, int code) {
  call(WRITE, 1, (long)line, length(line), 0, 0);
  for (;;) call(EXIT, code, 0, 0, 0, 0);
}

static int send(int to, const char *text) {
  long left = length(text);
  while (left > 0) {
    long sent = call(WRITE, to, (long)text, left, 0, 0);
    if (sent <= 0) return 0;
    text += sent;
    left -= sent;
  }
  return 1;
}

/* A connection to the port on 127.0.0.1, else on ::1; negative for none. */
static long reach(int port) {
  unsigned char v4[16] = {AF_INET, 0, port >> 8, port, 127, 0, 0, 1};
  unsigned char v6[28] = {AF_INET6, 0, port >> 8, port};
  long seconds[2] = {30, 0};
  v6[23] = 1;
  for (int family = 0; family < 2; family++) {
    long to = call(SOCKET, family ? AF_INET6 : AF_INET, STREAM, 0, 0, 0);
    if (to < 0) continue;
    call(SETSOCKOPT, to, SOL_SOCKET, RECEIVE_TIMEOUT, (long)seconds, sizeof seconds);
    call(SETSOCKOPT, to, SOL_SOCKET, SEND_TIMEOUT, (long)seconds, sizeof seconds);
    if (call(CONNECT, to, (long)(family ? v6 : v4), family ? sizeof v6 : sizeof v4, 0, 0) == 0) return to;
    call(CLOSE, to, 0, 0, 0, 0);
  }
  return -1;
}

/* The stack as the kernel leaves it: the count of the arguments, and the arguments. */
__attribute__((used, noreturn)) void start(long *stack) {
  char **arguments = (char **)(stack + 1);
  char answer[12];
  long port = 0, got = 0;
  if (stack[0] != 3) end("usage: healthcheck PORT PATH\n", 1);
  for (const char *digit = arguments[1]; *digit; digit++) port = port * 10 + *digit - '0';
  long to = reach(port);
  if (to < 0) end("nothing listens\n", 1);
  /* HTTP/1.0: the server closes the connection, and sends no chunks. */
  if (!send(to, "GET ") || !send(to, arguments[2]) ||
      !send(to, " HTTP/1.0\r\nHost: localhost\r\nUser-Agent: harden-healthcheck\r\n\r\n"))
    end("the connection was lost\n", 1);
  while (got < (long)sizeof answer) {
    long more = call(READ, to, (long)(answer + got), sizeof answer - got, 0, 0);
    if (more <= 0) end("no answer\n", 1);
    got += more;
  }
  /* HTTP/1.1 200 */
  char line[] = "answered 000\n";
  for (int digit = 0; digit < 3; digit++) line[9 + digit] = answer[9 + digit];
  int http = answer[0] == 'H' && answer[1] == 'T' && answer[2] == 'T' && answer[3] == 'P' && answer[8] == ' ';
  end(line, http && (answer[9] == '2' || answer[9] == '3') ? 0 : 1);
  __builtin_unreachable();
}
