import { expect, test } from 'vitest';
import { formatLock } from '../../src/lock/format.ts';
import { parseLock } from '../../src/lock/parse.ts';
import { contentFor, digest, planOf } from './locks.ts';

const HINT = 'write it anew with: harden lock';
const TEXT = formatLock(contentFor(planOf('base: {debian: trixie}')));

/** What is wrong with the lock after an edit by hand. */
function problems(from: string | RegExp, to: string) {
  const edited = TEXT.replace(from, to);
  expect(edited).not.toBe(TEXT);
  const read = parseLock(edited, 'hardening.lock');
  return read.ok ? [] : read.diagnostics;
}

test.each<[string, string | RegExp, string]>([
  ['another digest', digest('a'), digest('e')],
  ['another tag', 'aquasec/trivy:1', 'aquasec/trivy:2'],
  ['another version of a package', '"version": "1"', '"version": "2"'],
  ['no packages', /"packages": \[[\s\S]*?\n {6}\]/, '"packages": []'],
  ['another day', '2026-01-31T06', '2026-01-30T06'],
  ['another platform', 'linux/amd64', 'linux/arm64'],
  ['a base for base: auto', '"images":', '"base": "scratch",\n  "images":'],
  ['another integrity', /"integrity": "[^"]+"/, `"integrity": "${digest('e')}"`],
])('%s, written by hand, does not go with the integrity', (_what, from, to) => {
  expect(problems(from, to)).toMatchObject([
    {
      code: 'lock/edited',
      message: expect.stringMatching(/by hand: its integrity is sha256:\w{12}, .* sha256:\w{12}$/),
      span: { file: 'hardening.lock', line: 3, column: 3 },
      hint: HINT,
    },
  ]);
});

test.each<[string, string | RegExp, string, string | RegExp, number]>([
  ['another format', '"lockVersion": 1', '"lockVersion": 2', /lockVersion is 2, expected 1/, 2],
  ['a platform nobody builds', 'linux/amd64', 'linux/riscv64', /platform is "linux\/riscv64"/, 4],
  ['a digest cut short', /sha256:c+/, 'sha256:cccc', /preset.digest .*64 hexadecimal digits/, 5],
  ['a key too many', '"images":', '"note": "",\n  "images":', /"note" is no key/, 6],
  ['no images', /"images": \[[\s\S]*?\n {2}\],/, '', /images/, 1],
  ['a path out of the mirror', 'pool/main/', '../', /below the root of a mirror/, 50],
  ['a merge that failed', /( {2}"integ.*\n)/, '<<<<<<< HEAD\n$1=======\n$1>>>>>>> it\n', /./, 7],
])('%s is no lock', (_what, from, to, message, line) => {
  const [first] = problems(from, to);
  expect(first).toMatchObject({ code: 'lock/invalid', hint: HINT, span: { line } });
  expect(first?.message).toMatch(message);
});

test.each(['', '\n', '[]', 'null', '{'])('the text %j is no lock', (text) => {
  const read = parseLock(text, 'hardening.lock');
  expect(read.ok ? [] : read.diagnostics.map(({ code }) => code)).toEqual(['lock/invalid']);
});

test.each<[string, string | RegExp, string]>([
  ['line ends of Windows', /\n/g, '\r\n'],
  ['another indentation', /\n {2,}/g, '\n '],
  ['a package on many lines', /, "/g, ',\n"'],
])('%s change nothing', (_what, from, to) => {
  expect(problems(from, to)).toEqual([]);
});

test.each<[string, (lock: Record<string, unknown[]>) => void]>([
  ['images in another order', ({ images }) => images?.reverse()],
  ['an image twice', ({ images }) => images?.push(images[0])],
  ['packages in another order', ({ debian }) => reversePackages(debian)],
  ['no list of apk packages', (lock) => delete lock['apk']],
  ['presets that are none', (lock) => Object.assign(lock, { presets: [] })],
  ['a platform where none needs one', (lock) => nameAll(lock, 'linux/amd64')],
])('%s, with the same integrity, are the same lock', (_what, change) => {
  const lock = JSON.parse(TEXT);
  change(lock);
  const read = parseLock(JSON.stringify(lock), 'hardening.lock');
  expect(read).toEqual(parseLock(TEXT, 'hardening.lock'));
  expect(read.ok).toBe(true);
});

function reversePackages(sets: unknown[] = []): void {
  for (const set of sets as { packages: unknown[] }[]) set.packages.reverse();
}

function nameAll({ images = [] }: Record<string, unknown[]>, platform: string): void {
  for (const image of images) Object.assign(image as object, { platform });
}
