import { expect, test } from 'vitest';
import { faults } from '../../scripts/bench/check.mjs';

const FILE = { type: 'file', mode: 0o644, uid: 0, gid: 0, target: '', content: 'aa' };
const expected = new Map([
  ['etc/passwd', FILE],
  ['app/server', { ...FILE, mode: 0o755 }],
]);
const asked = { expected, free: ['app/server'], changes: [] as string[] };

function changed(path: string, facts: Partial<typeof FILE> | undefined) {
  const files = new Map(expected);
  if (!facts) files.delete(path);
  else files.set(path, { ...(files.get(path) ?? FILE), ...facts });
  return files;
}

test.each([
  ['the same files', changed('etc/passwd', {}), []],
  ['another program', changed('app/server', { content: 'bb' }), []],
  ['other bytes', changed('etc/passwd', { content: 'bb' }), ['/etc/passwd has another content']],
  ['no program', changed('app/server', undefined), ['/app/server is missing']],
  ['another mode', changed('app/server', { mode: 0o777 }), ['/app/server has another mode']],
  ['another owner', changed('etc/passwd', { uid: 1 }), ['/etc/passwd has another uid']],
  ['a file more', changed('x', {}), ["/x is there, harden's image has no such file"]],
])('an image with %s', (_, files, lines) => {
  expect(faults({ ...asked, files })).toEqual(lines);
});

test('a build that did nothing is no build of a change', () => {
  const [same, other] = [new Map([['app/server', 'aa']]), new Map([['app/server', 'bb']])];
  const seen = { ...asked, files: expected };
  const change = { ...seen, changes: ['app/server'] };
  expect(faults({ ...change, before: same })).toEqual(['/app/server is that of the last build']);
  expect(faults({ ...change, before: other })).toEqual([]);
  expect(faults({ ...seen, before: same })).toEqual([]);
  expect(faults({ ...seen, before: other })).toEqual(['/app/server changed, expected the same']);
});

test('an image of nothing is told in a few lines', () => {
  const many = new Map(Array.from({ length: 50 }, (_, at) => [`f${at}`, FILE]));
  const lines = faults({ ...asked, expected: many, files: new Map() });
  expect(lines).toHaveLength(6);
  expect(lines.at(-1)).toBe('and 45 more');
});
