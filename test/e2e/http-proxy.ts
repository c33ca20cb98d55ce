import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { onTestFinished } from 'vitest';

export interface HttpProxy {
  /** `host:port`. */
  address: string;
  /** What it was asked to connect to, by those with the right password. */
  connected: string[];
}

/**
 * A proxy for TLS until the test ends, for user and password only. `elsewhere` gives targets that
 * nobody could reach without it, and what stands behind them.
 */
export async function httpProxy(
  host: string,
  credentials: { user: string; password: string } | undefined,
  elsewhere: Record<string, string>,
): Promise<HttpProxy> {
  const wanted =
    credentials &&
    `Basic ${Buffer.from(`${credentials.user}:${credentials.password}`).toString('base64')}`;
  const connected: string[] = [];
  const server = createServer((_request, response) => response.writeHead(405).end());
  server.on('connect', (request, client) => {
    client.on('error', () => {});
    if (wanted && request.headers['proxy-authorization'] !== wanted) {
      client.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n');
      return;
    }
    const target = request.url ?? '';
    connected.push(target);
    const [name = '', port] = (elsewhere[target] ?? target).split(':');
    const upstream = connect(Number(port), name, () => {
      client.write('HTTP/1.1 200 Connection established\r\n\r\n');
      upstream.pipe(client);
      client.pipe(upstream);
    });
    upstream.on('error', () => client.destroy());
    client.once('close', () => upstream.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, host, resolve));
  onTestFinished(() => void server.close());
  return { address: `${host}:${(server.address() as AddressInfo).port}`, connected };
}
