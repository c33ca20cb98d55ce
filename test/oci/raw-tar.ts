/** One header as anyone may write it, right or wrong. */
export interface RawEntry {
  name: string;
  type?: string;
  mode?: number;
  uid?: number;
  link?: string;
  body?: string | Uint8Array;
  /** The size in the header, when it is not that of the body. */
  size?: number;
  /** Records of a pax header before it. */
  pax?: Record<string, string>;
  /** Bytes to write over the header, by offset; the checksum is made afterwards. */
  patch?: Record<number, string | Uint8Array>;
  /** Leaves the checksum wrong. */
  badSum?: boolean;
}

export function rawTar(entries: RawEntry[], end = true): Buffer {
  const parts = entries.flatMap((entry) => [
    ...(entry.pax ? [raw({ name: 'pax', type: 'x', body: paxBody(entry.pax) })] : []),
    raw(entry),
  ]);
  return Buffer.concat(end ? [...parts, Buffer.alloc(1024)] : parts);
}

function raw(entry: RawEntry): Buffer {
  const body = Buffer.from(entry.body ?? '');
  const header = Buffer.alloc(512);
  const octal = (value: number, digits: number) => value.toString(8).padStart(digits, '0');
  header.write(entry.name, 0, 100, 'utf8');
  header.write(octal(entry.mode ?? 0o644, 7), 100);
  header.write(octal(entry.uid ?? 0, 7), 108);
  header.write(octal(0, 7), 116);
  header.write(octal(entry.size ?? body.length, 11), 124);
  header.write(octal(1_700_000_000, 11), 136);
  header.write(entry.type ?? '0', 156);
  header.write(entry.link ?? '', 157, 100, 'utf8');
  header.write('ustar\x0000', 257);
  header.write('user', 265);
  for (const [at, bytes] of Object.entries(entry.patch ?? {})) {
    Buffer.from(bytes as string).copy(header, Number(at));
  }
  header.fill(' ', 148, 156);
  const sum = header.reduce((total, byte) => total + byte, 0) + (entry.badSum ? 1 : 0);
  header.write(`${octal(sum, 6)}\0 `, 148);
  return Buffer.concat([header, body, Buffer.alloc(-body.length & 511)]);
}

function paxBody(records: Record<string, string>): string {
  return Object.entries(records)
    .map(([key, value]) => {
      const rest = ` ${key}=${value}\n`;
      let length = Buffer.byteLength(rest) + 1;
      while (String(length).length + Buffer.byteLength(rest) !== length) length += 1;
      return length + rest;
    })
    .join('');
}
