import { expect, test } from 'vitest';
import { timezoneFiles } from '../../src/settings/timezone.ts';
import { collectContents, filesOf } from './files.ts';

const origin = { file: 'hardening.yaml', line: 5, column: 21, length: 10 };
const ZONES = ['America/New_York', 'Asia/Tokyo', 'Europe/Berlin', 'Europe/Dublin'].map((name) => ({
  path: `usr/share/zoneinfo/${name}`,
  type: 'file' as const,
}));
const FILES = filesOf(
  ...ZONES,
  { path: 'etc', type: 'directory' },
  { path: 'usr/share/zoneinfo/Japan', type: 'symlink', target: 'Asia/Tokyo' },
);

test.each(['Europe/Berlin', 'Japan'])('%s is linked and named', async (name) => {
  const written = timezoneFiles({ name, origin }, FILES);
  expect(await collectContents(written, FILES)).toEqual([
    `etc/localtime -> /usr/share/zoneinfo/${name}`,
    'etc/timezone 644 0',
  ]);
});

test.each([
  [
    'US/Eastern',
    /^the image has 5 time zones, and none is called US\/Eastern$/,
    /^write America\/New_York; Debian keeps old names in the package tzdata-legacy/,
  ],
  ['Europe', /none is called Europe$/, /tzdata-legacy/],
])('%s is a mistake at its line, with a near name', (name, message, hint) => {
  expect(problemOf(name)).toMatchObject({ code: 'runtime/unknown-timezone', span: origin });
  expect(problemOf(name).message).toMatch(message);
  expect(problemOf(name).hint).toMatch(hint);
});

test('an image without time zones is told as that', () => {
  const problem = problemOf('Europe/Berlin', filesOf({ path: 'app', type: 'directory' }));
  expect(problem.message).toBe('the image has no time zones, so Europe/Berlin would mean UTC');
  expect(problem.hint).toContain('write runtime: {env: {TZ: Europe/Berlin}}');
});

function problemOf(name: string, files = FILES) {
  try {
    timezoneFiles({ name, origin }, files);
  } catch (thrown) {
    return (thrown as { diagnostics: { message: string; hint: string }[] })
      .diagnostics[0] as never as {
      message: string;
      hint: string;
    };
  }
  throw new Error('it was taken');
}
