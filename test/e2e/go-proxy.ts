import { createHash, randomBytes } from 'node:crypto';
import { zipSync } from 'fflate';
import { serveOnHost } from './host-server.ts';

export interface GoProxy {
  /** `host:port`. */
  address: string;
  /** Paths that were asked for with the right password. */
  served: string[];
  /** The path of the module, new each time: no cache has it. */
  module: string;
  /** The lines of go.sum for it. */
  sum: string;
}

const VERSION = 'v1.0.0';

/** A module proxy with one module, a greeting v1.0.0, for team and its password only. */
export async function goProxy(
  host: string,
  password: string,
  tls: { cert: string; key: string },
): Promise<GoProxy> {
  const module = `team.example/greeting-${randomBytes(6).toString('hex')}`;
  const goMod = `module ${module}\n\ngo 1.24\n`;
  const greet = 'func Greet() string { return "from the private proxy" }';
  const files: [string, string][] = [
    ['go.mod', goMod],
    ['greeting.go', `package greeting\n\n${greet}\n`],
  ].map(([name, text]) => [`${module}@${VERSION}/${name}`, text ?? '']);
  const served: string[] = [];
  const wanted = `Basic ${Buffer.from(`team:${password}`).toString('base64')}`;
  const answers: Record<string, string | Uint8Array> = {
    info: JSON.stringify({ Version: VERSION, Time: '2026-01-01T00:00:00Z' }),
    mod: goMod,
    zip: zipSync(Object.fromEntries(files.map(([name, text]) => [name, Buffer.from(text)]))),
  };
  const answer: Parameters<typeof serveOnHost>[1] = (request, response) => {
    const { url = '', headers } = request;
    if (headers.authorization !== wanted) return response.writeHead(401).end();
    served.push(url);
    const bytes = answers[url.replace(`/${module}/@v/${VERSION}.`, '')];
    return bytes === undefined ? response.writeHead(404).end() : response.end(bytes);
  };
  const sum = `${module} ${VERSION} ${h1(files)}\n${module} ${VERSION}/go.mod ${h1([['go.mod', goMod]])}\n`;
  return { address: await serveOnHost(host, answer, tls), served, module, sum };
}

/** Go's dirhash: the digests of the files and their names, sorted by name. */
function h1(files: [name: string, text: string][]): string {
  const lines = files
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, text]) => `${createHash('sha256').update(text).digest('hex')}  ${name}\n`);
  return `h1:${createHash('sha256').update(lines.join('')).digest('base64')}`;
}
