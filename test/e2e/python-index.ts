import { createHash } from 'node:crypto';
import { zipSync } from 'fflate';
import { serveOnHost } from './host-server.ts';

export interface PythonIndex {
  host: string;
  /** `host:port`. */
  address: string;
  /** Paths that were asked for with the right password. */
  served: string[];
}

/** A package index with one package, team-greeting; with a password only for those who know it. */
export async function pythonIndex(host: string, password?: string): Promise<PythonIndex> {
  const served: string[] = [];
  const wanted = `Basic ${Buffer.from(`team:${password}`).toString('base64')}`;
  const address = await serveOnHost(host, (request, response) => {
    const path = request.url ?? '';
    if (password && request.headers.authorization !== wanted) {
      return response.writeHead(401, { 'www-authenticate': 'Basic realm="team"' }).end();
    }
    served.push(path);
    if (path === `/${WHEEL}`) return response.end(wheel());
    if (path !== '/simple/team-greeting/') return response.writeHead(404).end();
    response.setHeader('content-type', 'text/html');
    return response.end(`<a href="/${WHEEL}">${WHEEL}</a>`);
  });
  return { host, address, served };
}

export const WHEEL = 'team_greeting-1.0-py3-none-any.whl';

export function wheelDigest(): string {
  return createHash('sha256').update(wheel()).digest('hex');
}

function wheel(): Buffer {
  const info = 'team_greeting-1.0.dist-info';
  const files: Record<string, string> = {
    'team_greeting.py': 'def greet():\n    return "from the private index"\n',
    [`${info}/METADATA`]: 'Metadata-Version: 2.1\nName: team-greeting\nVersion: 1.0\n',
    [`${info}/WHEEL`]: 'Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n',
    [`${info}/RECORD`]: `team_greeting.py,,\n${info}/METADATA,,\n${info}/WHEEL,,\n${info}/RECORD,,\n`,
  };
  const entries = Object.entries(files).map(([name, text]) => [name, Buffer.from(text)]);
  return Buffer.from(zipSync(Object.fromEntries(entries), { mtime: '2026-01-01' }));
}
