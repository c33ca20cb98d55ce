import { gzipSync } from 'node:zlib';
import { type Header, pack } from 'tar-stream';

/** An entry of a package the tests make: a tar header, and a body for files. */
export type Item = Partial<Header> & { name: string; body?: string | Buffer };

export interface Package {
  name: string;
  version?: string;
  architecture?: string;
  /** Further fields of the control paragraph. */
  fields?: Record<string, string>;
  files?: Item[];
}

export async function makeDeb(what: Package): Promise<Buffer> {
  const control = await makeTar([{ name: './control', body: controlOf(what) }]);
  const data = await makeTar(what.files ?? []);
  return makeAr([
    ['debian-binary', Buffer.from('2.0\n')],
    ['control.tar.gz', gzipSync(control)],
    ['data.tar.gz', gzipSync(data)],
  ]);
}

export function controlOf({
  name,
  version = '1.0-1',
  architecture = 'amd64',
  fields = {},
}: Package) {
  const all = { Package: name, Version: version, Architecture: architecture, ...fields };
  return Object.entries(all)
    .map(([key, value]) => `${key}: ${value}\n`)
    .join('');
}

export function makeAr(members: [name: string, bytes: Buffer][]): Buffer {
  const parts: Buffer[] = [Buffer.from('!<arch>\n')];
  for (const [name, bytes] of members) {
    parts.push(arHeader(name, String(bytes.length)), bytes);
    if (bytes.length % 2) parts.push(Buffer.from('\n'));
  }
  return Buffer.concat(parts);
}

export function arHeader(name: string, size: string): Buffer {
  const columns = [
    name.padEnd(16),
    '0'.padEnd(12),
    '0'.padEnd(6),
    '0'.padEnd(6),
    '100644'.padEnd(8),
  ];
  return Buffer.from(`${columns.join('')}${size.padEnd(10)}\`\n`);
}

export async function makeTar(items: Item[]): Promise<Buffer> {
  const tar = pack();
  for (const { body, ...header } of items) tar.entry({ mode: 0o644, ...header }, body ?? '');
  tar.finalize();
  const chunks: Buffer[] = [];
  for await (const chunk of tar as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks);
}
