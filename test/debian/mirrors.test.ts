import { expect, test } from 'vitest';
import { debianMirrors } from '../../src/debian/mirrors.ts';
import { HardenError } from '../../src/diagnostics/diagnostic.ts';

const DEB822 = `# The archive
Types: deb deb-src
URIs: http://mirror.example/debian/
Suites: trixie trixie-updates
Components: main
Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg

Types: deb
URIs: http://mirror.example/debian-security
Suites: trixie-security
Components: main
`;

const pair = (archive: string, security = `${archive}-security`) => ({ archive, security });

const HOST: [what: string, name: string, text: string, archives: string[]][] = [
  ['paragraphs', 'debian.sources', DEB822, ['http://mirror.example/debian']],
  [
    'a line',
    'sources.list',
    'deb http://a.example/debian trixie main',
    ['http://a.example/debian'],
  ],
  [
    'a line with options',
    'sources.list',
    'deb [arch=amd64 signed-by=/k/debian-archive-keyring.gpg] https://a.example/pub/debian/ bookworm main contrib # mine',
    ['https://a.example/pub/debian'],
  ],
  [
    'the same archive once',
    'sources.list',
    'deb http://a.example/debian trixie main\ndeb http://a.example/debian trixie-updates main\n',
    ['http://a.example/debian'],
  ],
  ['no source packages', 'sources.list', 'deb-src http://a.example/debian trixie main', []],
  ['no comment', 'sources.list', '# deb http://a.example/debian trixie main', []],
  ['no CD', 'sources.list', 'deb cdrom:[Debian]/debian trixie main', []],
  ['no other path', 'sources.list', 'deb http://a.example/ubuntu noble main', []],
  ['no other component', 'x.list', 'deb http://vendor.example/linux/debian trixie stable', []],
  ['no other suite', 'x.list', 'deb http://vendor.example/debian any main', []],
  [
    'no other key',
    'x.list',
    'deb [signed-by=/k/vendor.gpg] http://vendor.example/debian trixie main',
    [],
  ],
  [
    'nothing disabled',
    'x.sources',
    DEB822.replace('Types: deb d', 'Enabled: no\nTypes: deb d'),
    [],
  ],
  ['nothing from an empty file', 'sources.list', '', []],
];

test.each(HOST)('reads %s from the host', (_what, name, text, archives) => {
  const fallback = archives.length === 0;
  const found = debianMirrors(undefined, {}, [{ name, text }]).map(({ archive }) => archive);
  expect(found).toEqual(fallback ? ['http://ftp.debian.org/debian'] : archives);
});

test('the spec comes before the environment, and that before the host', () => {
  const host = [{ name: 'sources.list', text: 'deb http://host.example/debian trixie main' }];
  const env = { HARDEN_DEBIAN_MIRROR: 'http://env.example/debian/' };
  expect(debianMirrors('http://spec.example/debian', env, host)).toEqual([
    pair('http://spec.example/debian'),
  ]);
  expect(debianMirrors(undefined, env, host)).toEqual([pair('http://env.example/debian')]);
  expect(debianMirrors(undefined, {}, host)).toEqual([pair('http://host.example/debian')]);
  expect(debianMirrors(undefined, {}, [])).toEqual([
    pair('http://ftp.debian.org/debian', 'http://security.debian.org/debian-security'),
  ]);
});

test('a second URL is the security archive', () => {
  const spec = 'http://a.example/debian http://b.example/security/';
  expect(debianMirrors(spec, {}, [])).toEqual([
    pair('http://a.example/debian', 'http://b.example/security'),
  ]);
});

test('the security archive of the host may be on another host', () => {
  const text = `deb http://a.example/debian trixie main
deb http://s.example/debian-security trixie-security main`;
  expect(debianMirrors(undefined, {}, [{ name: 'sources.list', text }])).toEqual([
    pair('http://a.example/debian', 'http://s.example/debian-security'),
  ]);
});

test.each(['mirror.example/debian', 'ftp://mirror.example/debian', '/srv/debian'])(
  '%s is no mirror',
  (spec) => {
    expect(() => debianMirrors(spec, {}, [])).toThrow(HardenError);
  },
);
