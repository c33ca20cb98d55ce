import { createServer, type RequestListener } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { networkInterfaces } from 'node:os';
import { onTestFinished } from 'vitest';

/** The host's own address on the network of the native engine's containers. */
export function engineGateway(): string | undefined {
  const bridges = Object.entries(networkInterfaces()).filter(([name]) => /^hdn/.test(name));
  return bridges.flatMap(([, found = []]) => found).find(({ family }) => family === 'IPv4')
    ?.address;
}

/** A web server until the test ends; `host:port`. With a certificate it speaks TLS only. */
export async function serveOnHost(
  host: string,
  answer: RequestListener,
  tls?: { cert: string; key: string },
): Promise<string> {
  const server = tls ? createTlsServer(tls, answer) : createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, host, resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `${host}:${(server.address() as AddressInfo).port}`;
}
