import { readFile } from 'node:fs/promises';
import { join, normalize } from 'node:path';
import { serveOnHost } from './host-server.ts';

/** A web server that gives the files of a folder as they are when they are asked for; its URL. */
export async function serveFolder(folder: string, host: string): Promise<string> {
  const address = await serveOnHost(host, async (request, response) => {
    const path = normalize(new URL(request.url ?? '/', 'http://x').pathname);
    const bytes = await readFile(join(folder, path)).catch(() => undefined);
    if (bytes) response.end(bytes);
    else response.writeHead(404).end();
  });
  return `http://${address}`;
}
