import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/**
 * A registry on this machine that takes one login, lets nobody push, and repeats the login that it got
 * where it says so.
 */
export async function repeatingRegistry(login: string): Promise<{ host: string; close(): void }> {
  const wanted = `Basic ${Buffer.from(login).toString('base64')}`;
  const server = createServer(async (request, response) => {
    await text(request);
    const got = request.headers.authorization;
    if (got !== wanted) {
      return response.writeHead(401, { 'www-authenticate': 'Basic realm="here"' }).end();
    }
    if (request.method !== 'POST') return response.writeHead(404).end();
    const message = `${login} may not push: ${got}`;
    const body = JSON.stringify({ errors: [{ code: 'DENIED', message }] });
    return response.writeHead(403, { 'content-type': 'application/json' }).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    host: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
