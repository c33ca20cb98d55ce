import { expect, test } from 'vitest';
import { openIndex, shortenIndex } from '../../src/debian/packages-index.ts';
import { resolve, resolveExactly } from '../../src/debian/resolve.ts';
import type { PresentPackage } from '../../src/debian/types.ts';
import { universeOf } from '../../src/debian/universe.ts';
import { HardenError } from '../../src/diagnostics/diagnostic.ts';

/** One package a line: `name version depends ; provides`, where the last two may be left out. */
async function universe(...suites: string[][]) {
  const indexes = suites.map(async (lines, i) => {
    const text = lines.map(stanza).join('\n');
    const index = openIndex(await shortenIndex(chunks(text)));
    return { root: `http://suite-${i}`, index };
  });
  return universeOf(await Promise.all(indexes), 'amd64');
}

function stanza(line: string): string {
  const [, name, version, depends, provides = ''] =
    /^(\S+) (\S+) ?([^;]*?)(?: ?; ?(.*))?$/.exec(line) ?? [];
  return `Package: ${name}\nVersion: ${version}\nArchitecture: amd64\nDepends: ${depends}\nProvides: ${provides}\n`;
}

/** In pieces of seven bytes, so that fields and stanzas are cut anywhere. */
async function* chunks(text: string) {
  const bytes = Buffer.from(text);
  for (let i = 0; i < bytes.length; i += 7) yield bytes.subarray(i, i + 7);
}

const show = ({ packages }: ReturnType<typeof resolve>) =>
  packages.map(({ name, version }) => `${name} ${version}`).join(', ');

const CASES: [what: string, suites: string[][], names: string[], result: string][] = [
  ['a closure', [['a 1 b', 'b 1 c', 'c 1']], ['a'], 'a 1, b 1, c 1'],
  ['a circle', [['a 1 b', 'b 1 a']], ['a'], 'a 1, b 1'],
  ['the highest version of all suites', [['a 1'], ['a 1.10'], ['a 1.9']], ['a'], 'a 1.10'],
  ['of one suite as well', [['a 1', 'a 3', 'a 2']], ['a'], 'a 3'],
  ['a version that is asked for', [['a 1 b (>= 2)', 'b 2']], ['a'], 'a 1, b 2'],
  ['the first alternative', [['a 1 b | c', 'b 1', 'c 1']], ['a'], 'a 1, b 1'],
  ['an alternative that is named', [['a 1 b | c', 'b 1', 'c 1']], ['a', 'c'], 'a 1, c 1'],
  ['one that another needs', [['a 1 b | c, d', 'b 1', 'c 1', 'd 1 c']], ['a'], 'a 1, c 1, d 1'],
  ['the next if the first does not exist', [['a 1 x | c', 'c 1']], ['a'], 'a 1, c 1'],
  ['the next if the first is too old', [['a 1 b (>= 2) | c', 'b 1', 'c 1']], ['a'], 'a 1, c 1'],
  ['a provider', [['a 1 v', 'p 1 ; v']], ['a'], 'a 1, p 1'],
  ['a provider that is there', [['a 1 v', 'p 1 ; v', 'q 1 ; v']], ['a', 'q'], 'a 1, q 1'],
  ['the first provider by name', [['a 1 v', 'q 1 ; v', 'p 1 ; v']], ['a'], 'a 1, p 1'],
  ['the pinned provider', [['a 1 awk', 'gawk 1 ; awk', 'mawk 1 ; awk']], ['a'], 'a 1, mawk 1'],
  [
    'no provider in part of a name',
    [['a 1 v', 'p 1 ; vv, xv, v-x', 'q 1 ; y, v']],
    ['a'],
    'a 1, q 1',
  ],
  [
    'a provider with a version',
    [['a 1 v (>= 2)', 'p 1 ; v (= 1)', 'q 1 ; v (= 3)']],
    ['a'],
    'a 1, q 1',
  ],
  ['the real one before a provider', [['a 1 v', 'p 1 ; v', 'v 1']], ['a'], 'a 1, v 1'],
  ['a virtual package by name', [['p 1 ; v']], ['v'], 'p 1'],
];

test.each(CASES)('takes %s', async (_what, suites, names, result) => {
  expect(show(resolve(await universe(...suites), names))).toBe(result);
});

test('names the suite a package is from', async () => {
  const all = await universe(['a 1 b', 'b 1'], ['b 2']);
  expect(resolve(all, ['a']).packages.map(({ root }) => root)).toEqual([
    'http://suite-0',
    'http://suite-1',
  ]);
});

const DROPS: [what: string, lines: string[], drop: string[], kept: string, dropped: string][] = [
  ['a dependency and what only it needs', ['a 1 b', 'b 1 c', 'c 1'], ['b'], 'a 1', 'b<a'],
  ['by the virtual name', ['a 1 awk', 'mawk 1 ; awk'], ['awk'], 'a 1', 'awk<a'],
  ['by the provider', ['a 1 awk', 'mawk 1 ; awk'], ['mawk'], 'a 1', 'mawk<a'],
  ['and not another alternative instead', ['a 1 b | c', 'b 1', 'c 1'], ['b'], 'a 1', 'b<a'],
  ['for each that asks', ['a 1 b, c', 'b 1 c', 'c 1'], ['c'], 'a 1, b 1', 'c<a c<b'],
  ['what is in no index', ['a 1 x'], ['x'], 'a 1', 'x<a'],
];

test.each(DROPS)('leaves out %s', async (_what, lines, drop, kept, dropped) => {
  const reasons = Object.fromEntries(drop.map((name) => [name, 'not needed']));
  const resolution = resolve(await universe(lines), ['a'], reasons);
  expect(show(resolution)).toBe(kept);
  expect(resolution.dropped.map(({ name, by }) => `${name}<${by}`).join(' ')).toBe(dropped);
  expect(resolution.dropped.every(({ reason }) => reason === 'not needed')).toBe(true);
});

/** As `name version ; provides`. */
function presentOf(line: string): PresentPackage {
  const [, name = '', version = '', provides = ''] = /^(\S+) (\S+)(?: ; (.*))?$/.exec(line) ?? [];
  return { name, version, provides: provides ? provides.split(', ') : [] };
}

const PRESENT: [what: string, lines: string[], there: string[], names: string, result: string][] = [
  ['what a package needs', ['a 1 b', 'b 1'], ['b 1'], 'a', 'a 1'],
  ['in an older version that will do', ['a 1 b (>= 1)', 'b 2'], ['b 1'], 'a', 'a 1'],
  ['and not what only it needs', ['a 1 b', 'b 1 c', 'c 1'], ['b 1'], 'a', 'a 1'],
  ['but not when it is too old', ['a 1 b (>= 2)', 'b 2 c', 'c 1'], ['b 1', 'c 1'], 'a', 'a 1, b 2'],
  ['by what it provides', ['a 1 v', 'p 1 ; v'], ['q 1 ; v'], 'a', 'a 1'],
  ['the second alternative', ['a 1 b | c', 'b 1', 'c 1'], ['c 1'], 'a', 'a 1'],
  ['a named one', ['a 1 b', 'b 1'], ['a 1'], 'a', ''],
  ['a named one that is newer than the index', ['a 1'], ['a 2'], 'a', ''],
  ['but not a named one that is older', ['a 2'], ['a 1'], 'a', 'a 2'],
  ['no version by what it provides', ['a 1 v (>= 1)', 'v 1'], ['q 9 ; v'], 'a', 'a 1, v 1'],
];

test.each(PRESENT)('takes as present %s', async (_what, lines, there, name, result) => {
  const all = await universe(lines);
  expect(show(resolve(all, [name], {}, there.map(presentOf)))).toBe(result);
});

test('takes exactly the named packages, in their highest versions', async () => {
  const all = await universe(['a 1 b', 'b 1', 'c 1'], ['c 2 x']);
  expect(show(resolveExactly(all, ['c', 'a', 'c']))).toBe('a 1, c 2');
  expect(() => resolveExactly(all, ['a', 'x'])).toThrow('"x" is no package');
});

async function refusal(lines: string[], names: string[]) {
  const all = await universe(lines);
  try {
    resolve(all, names);
  } catch (thrown) {
    if (thrown instanceof HardenError) return thrown.diagnostics;
  }
  throw new Error('it was resolved');
}

test('unknown names are all told at once, with what may be meant', async () => {
  const diagnostics = await refusal(['libssl3t64 1', 'tzdata 1'], ['tzdtaa', 'libssl3t46', 'zzz']);
  expect(diagnostics.map(({ code }) => code)).toEqual(Array(3).fill('debian/unknown-package'));
  expect(diagnostics.map(({ hint }) => hint)).toEqual([
    'did you mean libssl3t64?',
    'did you mean tzdata?',
    'look the name up in the package list of the release',
  ]);
});

test('an unmet version names the chain that asked and what there is', async () => {
  const [first] = await refusal(['a 1 b', 'b 1 c (>= 2) | d', 'c 1.5'], ['a']);
  expect(first?.code).toBe('debian/unsatisfiable');
  expect(first?.message).toBe('a > b depends on c (>= 2) | d, but c is 1.5 and there is no d');
});

test('a provider without a version does not meet one that is asked for', async () => {
  const [first] = await refusal(['a 1 v (>= 1)', 'p 9 ; v'], ['a']);
  expect(first?.code).toBe('debian/unsatisfiable');
});

test('a field that cannot be read names the package', async () => {
  const [first] = await refusal(['a 1 b c'], ['a']);
  expect(first).toMatchObject({
    code: 'debian/bad-package',
    message: 'a 1: "b c" is not a dependency',
  });
});
