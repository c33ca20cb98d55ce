import type { ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Trouble } from './fault-proxy.ts';

const status =
  (code: number, headers = {}): Trouble =>
  (answer) =>
    void answer.writeHead(code, headers).end('{"errors": []}');

/** Sends the first part of an answer, and does something in place of the rest. */
const half =
  (then: (answer: ServerResponse) => void): Trouble =>
  (answer, { status, headers, body }) => {
    answer.writeHead(status, { ...headers, 'content-length': body.length });
    answer.write(body.subarray(0, body.length >> 1), () => then(answer));
  };

const redirected: Trouble = (answer) =>
  void answer.writeHead(302, { location: answer.req.url }).end();

const page: Trouble = (answer) =>
  void answer.writeHead(200, { 'content-type': 'text/html' }).end('<html>Sign in</html>');

const changed: Trouble = (answer, { status, headers, body }) => {
  const other = Buffer.from(body);
  const last = Math.max(0, other.length - 1);
  if (other.length > 0) other.writeUInt8((other.at(-1) ?? 0) ^ 1, last);
  answer.writeHead(status, { ...headers, 'content-length': other.length }).end(other);
};

const slow: Trouble = async (answer, { status, headers, body }) => {
  answer.writeHead(status, { ...headers, 'content-length': body.length });
  for (let at = 0; at < 10; at++) {
    answer.write(body.subarray((body.length * at) / 10, (body.length * (at + 1)) / 10));
    await sleep(200);
  }
  answer.end();
};

/** What another try mends comes once, anything else each time. */
export const TROUBLES: { what: string; once: boolean; trouble: Trouble; seconds?: number }[] = [
  { what: 'closes the connection', once: true, trouble: (answer) => void answer.destroy() },
  { what: 'closes it in the middle', once: true, trouble: half((answer) => void answer.destroy()) },
  { what: 'ends too early', once: true, trouble: half((answer) => void answer.socket?.end()) },
  { what: 'is slow', once: true, trouble: slow },
  { what: 'answers 500', once: true, trouble: status(500) },
  { what: 'answers 502', once: true, trouble: status(502) },
  { what: 'answers 503 for a second', once: true, trouble: status(503, { 'retry-after': '1' }) },
  { what: 'answers 429 for a second', once: true, trouble: status(429, { 'retry-after': '1' }) },
  { what: 'always closes the connection', once: false, trouble: (answer) => void answer.destroy() },
  { what: 'says nothing', once: false, trouble: () => {}, seconds: 45 },
  { what: 'answers 403', once: false, trouble: status(403) },
  { what: 'answers 404', once: false, trouble: status(404) },
  { what: 'leads in a circle', once: false, trouble: redirected },
  { what: 'answers with a page', once: false, trouble: page },
  {
    what: 'answers with nothing',
    once: false,
    trouble: (answer) => void answer.writeHead(200).end(),
  },
  { what: 'changes a bit', once: false, trouble: changed },
];
