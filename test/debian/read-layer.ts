import { readFile } from 'node:fs/promises';
import { gunzipSync } from 'node:zlib';
import { extract, type Header } from 'tar-stream';
import type { LayerBlob } from '../../src/oci/types.ts';

export interface Read {
  header: Header;
  text: string;
}

/** The entries of a layer by path, without the slash that ends a folder's. */
export async function readLayer({ file }: LayerBlob): Promise<Map<string, Read>> {
  const reader = extract();
  reader.end(gunzipSync(await readFile(file)));
  const entries = new Map<string, Read>();
  for await (const entry of reader) {
    const chunks: Buffer[] = [];
    for await (const chunk of entry as AsyncIterable<Buffer>) chunks.push(chunk);
    const path = entry.header.name.replace(/\/$/, '');
    if (entries.has(path)) throw new Error(`${path} is there twice`);
    entries.set(path, { header: entry.header, text: Buffer.concat(chunks).toString() });
  }
  return entries;
}
