import { createHash, randomBytes } from 'node:crypto';
import { zipSync } from 'fflate';
import { serveOnHost } from './host-server.ts';

export interface GoProxy extends Pick<GoModule, 'module' | 'sum'> {
  /** `host:port`. */
  address: string;
  /** Paths that were asked for with the right password. */
  served: string[];
}

const VERSION = 'v1.0.0';

/** A module proxy with one module, a greeting v1.0.0, for team and its password only. */
export async function goProxy(
  host: string,
  password: string,
  tls: { cert: string; key: string },
): Promise<GoProxy> {
  const { module, files, sum } = goModule('from the private proxy');
  const served: string[] = [];
  const wanted = `Basic ${Buffer.from(`team:${password}`).toString('base64')}`;
  const answers: Record<string, string | Uint8Array> = {
    info: JSON.stringify({ Version: VERSION, Time: '2026-01-01T00:00:00Z' }),
    mod: files['go.mod'] ?? '',
    zip: zipSync(
      Object.fromEntries(
        Object.entries(files).map(([name, text]) => [
          `${module}@${VERSION}/${name}`,
          Buffer.from(text),
        ]),
      ),
    ),
  };
  const answer: Parameters<typeof serveOnHost>[1] = (request, response) => {
    const { url = '', headers } = request;
    if (headers.authorization !== wanted) return response.writeHead(401).end();
    served.push(url);
    const bytes = answers[url.replace(`/${module}/@v/${VERSION}.`, '')];
    return bytes === undefined ? response.writeHead(404).end() : response.end(bytes);
  };
  return { address: await serveOnHost(host, answer, tls), served, module, sum };
}

export interface GoModule {
  /** Its path, new each time: no cache has it. */
  module: string;
  files: Record<string, string>;
  /** The lines of go.sum for its version v1.0.0. */
  sum: string;
}

/** A module whose function Greet gives these words; `ending` is that of its path. */
export function goModule(words: string, ending = ''): GoModule {
  const module = `team.example/greeting-${randomBytes(6).toString('hex')}${ending}`;
  const files = {
    'go.mod': `module ${module}\n\ngo 1.24\n`,
    'greeting.go': `package greeting\n\nfunc Greet() string { return "${words}" }\n`,
  };
  const all = Object.entries(files).map(([name, text]): [string, string] => [
    `${module}@${VERSION}/${name}`,
    text,
  ]);
  const sum = `${module} ${VERSION} ${h1(all)}\n${module} ${VERSION}/go.mod ${h1([['go.mod', files['go.mod']]])}\n`;
  return { module, files, sum };
}

/** Go's dirhash: the digests of the files and their names, sorted by name. */
function h1(files: [name: string, text: string][]): string {
  const lines = files
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, text]) => `${createHash('sha256').update(text).digest('hex')}  ${name}\n`);
  return `h1:${createHash('sha256').update(lines.join('')).digest('base64')}`;
}

/** A program that prints what the module greets with. */
export const goMain = (module: string) => `package main

import (
	"fmt"

	greeting "${module}"
)

func main() { fmt.Println(greeting.Greet()) }
`;
