/** A table of an SQLite database: the text that makes it, and its rows by number from 1. */
export interface Table {
  name: string;
  sql: string;
  rows: Value[][];
}

/** `undefined` stands where the number of the row is the value. */
export type Value = string | number | Buffer | undefined;

const PAGE = 65_536;
const HEADER = 100;
const LEAF = 13;

/**
 * A database of small tables, a page each, in SQLite's file format 3: a program to make one would be
 * larger than this. Indexes only save time, so there are none.
 */
export function sqliteFile(tables: readonly Table[]): Buffer {
  const schema = tables.map(({ name, sql }, i): Value[] => ['table', name, name, i + 2, sql]);
  const pages = [page(schema, HEADER), ...tables.map(({ rows }) => page(rows, 0))];
  header(pages.length).copy(pages[0] as Buffer);
  return Buffer.concat(pages);
}

function header(pages: number): Buffer {
  const bytes = Buffer.alloc(HEADER);
  bytes.write('SQLite format 3\0', 'latin1');
  // A page size of 65,536 is written as 1; then the fixed fractions of a page.
  bytes.set([0, 1, 1, 1, 0, 64, 32, 32], 16);
  bytes.writeUInt32BE(1, 24);
  bytes.writeUInt32BE(pages, 28);
  bytes.writeUInt32BE(1, 40);
  bytes.writeUInt32BE(4, 44);
  bytes.writeUInt32BE(1, 56);
  bytes.writeUInt32BE(1, 92);
  bytes.writeUInt32BE(3_045_000, 96);
  return bytes;
}

/** A leaf of a table: its cells from the end of the page, and where each is from the beginning. */
function page(rows: readonly Value[][], offset: number): Buffer {
  const bytes = Buffer.alloc(PAGE);
  let end = PAGE;
  rows.forEach((row, index) => {
    const cell = cellOf(index + 1, row);
    end -= cell.length;
    const pointer = offset + 8 + 2 * index;
    if (end < pointer + 2) throw new Error(`${rows.length} rows do not fit into a page`);
    cell.copy(bytes, end);
    bytes.writeUInt16BE(end, pointer);
  });
  bytes.writeUInt8(LEAF, offset);
  bytes.writeUInt16BE(rows.length, offset + 3);
  bytes.writeUInt16BE(end % PAGE, offset + 5);
  return bytes;
}

function cellOf(row: number, values: readonly Value[]): Buffer {
  const fields = values.map(fieldOf);
  const types = Buffer.concat(fields.map(({ type }) => varint(type)));
  const bodies = fields.map(({ body }) => body);
  // The length of the record's header counts itself; it is one byte for all that fits in here.
  const record = Buffer.concat([varint(types.length + 1), types, ...bodies]);
  return Buffer.concat([varint(record.length), varint(row), record]);
}

function fieldOf(value: Value): { type: number; body: Buffer } {
  if (value === undefined) return { type: 0, body: Buffer.alloc(0) };
  if (Buffer.isBuffer(value)) return { type: 12 + 2 * value.length, body: value };
  if (typeof value === 'number') {
    const body = Buffer.alloc(4);
    body.writeInt32BE(value);
    return { type: 4, body };
  }
  const body = Buffer.from(value);
  return { type: 13 + 2 * body.length, body };
}

/** Seven bits a byte, the highest first. */
function varint(value: number): Buffer {
  const bytes = [value & 0x7f];
  for (let rest = value >>> 7; rest > 0; rest >>>= 7) bytes.unshift((rest & 0x7f) | 0x80);
  return Buffer.from(bytes);
}
