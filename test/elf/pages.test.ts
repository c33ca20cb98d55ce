import { expect, test } from 'vitest';
import { MOST_READ, PAGE, pagesOf } from '../../src/elf/pages.ts';

/** A file of numbered bytes, and the reads it sees. */
function numbered(size: number) {
  const reads: [offset: number, length: number][] = [];
  const pages = pagesOf({
    size,
    read(offset, length) {
      reads.push([offset, length]);
      return Uint8Array.from({ length }, (_, index) => (offset + index) % 251);
    },
  });
  return { pages, reads };
}

const expected = (offset: number, length: number) =>
  Buffer.from(Array.from({ length }, (_, index) => (offset + index) % 251));

test.each([
  [0, 1],
  [PAGE - 1, 2],
  [PAGE, PAGE],
  [100, 3 * PAGE],
  [4 * PAGE + 9, 1],
])('gives what is at %i, %i bytes long', async (offset, length) => {
  const { pages } = numbered(4 * PAGE + 10);
  expect(await pages.read(offset, length)).toEqual(expected(offset, length));
});

test('reads each page once, the last one only as far as it goes', async () => {
  const { pages, reads } = numbered(PAGE + 10);
  for (let turn = 0; turn < 3; turn++) await pages.read(PAGE - 5, 10);
  expect(reads).toEqual([
    [0, PAGE],
    [PAGE, 10],
  ]);
});

test.each([
  ['nothing', 0, 0],
  ['less than nothing', 10, -1],
  ['what ends behind the file', 0, PAGE + 11],
  ['what starts behind the file', 2 ** 63, 1],
])('refuses %s', async (_name, offset, length) => {
  const { pages, reads } = numbered(PAGE + 10);
  expect(await pages.read(offset, length)).toBeUndefined();
  expect(reads).toEqual([]);
});

test('gives nothing new after the limit, but still what it has', async () => {
  const { pages, reads } = numbered(2 * MOST_READ);
  expect(await pages.read(0, MOST_READ + 1)).toBeUndefined();
  for (let at = 0; at < 2 * MOST_READ; at += PAGE) await pages.read(at, 1);
  expect(reads).toHaveLength(MOST_READ / PAGE);
  expect(await pages.read(MOST_READ, 1)).toBeUndefined();
  expect(await pages.read(MOST_READ - 1, 1)).toEqual(expected(MOST_READ - 1, 1));
});

test('a file that turns out shorter than it claims ends the read', async () => {
  const pages = pagesOf({ size: 100, read: () => new Uint8Array(50) });
  expect(await pages.read(0, 10)).toBeUndefined();
});
