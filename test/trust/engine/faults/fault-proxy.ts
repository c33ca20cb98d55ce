import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What becomes of an answer on its way; nothing is passed on where it gives nothing. */
export type Trouble = (answer: ServerResponse, upstream: Upstream) => Promise<void> | void;

interface Upstream {
  status: number;
  headers: Record<string, string>;
  body: Buffer;
}

export interface FaultProxy {
  address: string;
  close(): Promise<void>;
}

/** Headers of one connection alone, and of a coding that is undone here. */
const HOP = /^(?:connection|keep-alive|transfer-encoding|content-encoding|content-length)$/;

/**
 * A server on loopback that asks another one, and gives its answers to paths of a kind with trouble: the
 * first ones, or all.
 */
export async function faultProxy(
  upstream: string,
  trouble: Trouble,
  { paths, times }: { paths: RegExp; times: number },
): Promise<FaultProxy> {
  let left = times;
  const server = createServer((asked, answer) => {
    const isStruck = paths.test(asked.url ?? '') && left > 0;
    if (isStruck) left -= 1;
    passOn(upstream, asked)
      .then((found) => (isStruck ? trouble : whole)(answer, found))
      .catch(() => answer.destroy());
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const close = async () => {
    server.closeAllConnections();
    server.close();
  };
  return { address: `127.0.0.1:${(server.address() as AddressInfo).port}`, close };
}

async function passOn(upstream: string, { method = 'GET', url = '/', headers }: IncomingMessage) {
  const { accept, range, authorization } = headers;
  const given = Object.entries({ accept, range, authorization });
  const found = await fetch(new URL(upstream.replace(/\/$/, '') + url), {
    method,
    headers: given.flatMap(([name, value]): [string, string][] => (value ? [[name, value]] : [])),
  });
  const kept = [...found.headers].filter(([name]) => !HOP.test(name));
  const body = Buffer.from(await found.arrayBuffer());
  return { status: found.status, headers: Object.fromEntries(kept), body };
}

const whole: Trouble = (answer, { status, headers, body }) => {
  answer.writeHead(status, { ...headers, 'content-length': body.length }).end(body);
};
