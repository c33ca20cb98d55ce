import type { RawEntry } from '../../oci/raw-tar.ts';

/** What a build left as artifacts, on a base that may be as hostile. `HOST` in a target is a folder outside. */
export interface ArtifactTree {
  name: string;
  app: RawEntry[];
  base?: RawEntry[];
  /** Whether a layer may be made of it. */
  expected: 'refused' | 'read';
  /** Paths that the image then has, as they are written here. */
  has?: string[];
}

const dir = (name: string, mode = 0o755): RawEntry => ({ name, type: '5', mode });
const file = (name: string, body = 'x', mode = 0o644): RawEntry => ({ name, body, mode });
const link = (name: string, to: string): RawEntry => ({ name, type: '2', link: to });
const hard = (name: string, to: string): RawEntry => ({ name, type: '1', link: to });

const refused = (name: string, ...app: RawEntry[]): ArtifactTree => ({
  name,
  app,
  expected: 'refused',
});
const read = (name: string, has: string[], ...app: RawEntry[]): ArtifactTree => ({
  name,
  app,
  has,
  expected: 'read',
});
const APP = [dir('app/'), file('app/server')];
/** An app on a base of somebody else, which is taken as it is. */
const on = (name: string, has: string[], ...base: RawEntry[]): ArtifactTree => ({
  name: `on a base with ${name}`,
  app: APP,
  base,
  has,
  expected: 'read',
});

const CHAIN = Array.from({ length: 60 }, (_, index) => link(`l${index}`, `l${index + 1}`));
const DEEP = `${'d/'.repeat(1000)}x`;

export const ARTIFACT_TREES: ArtifactTree[] = [
  // Through links.
  refused(
    'a file through a link far up',
    dir('a/'),
    dir('a/b/'),
    link('a/b/c', 'HOST'),
    file('a/b/c/d/x'),
  ),
  refused('a file through a link that comes later', file('a/x'), link('a', 'HOST')),
  refused('a file through a relative link', link('a', '../host'), file('a/x')),
  refused('a file through two links', link('a', 'b'), link('b', 'HOST'), file('a/b/x')),
  refused('a folder through a link', link('a', 'HOST'), dir('a/new/')),
  refused('a hard link through a link', link('l', 'HOST'), hard('h', 'l/secret')),
  refused('a file under a file', file('a'), file('a/x')),
  refused('a file in a circle of links', link('a', 'b'), link('b', 'a'), file('a/x')),
  read('a link that becomes a folder', ['a/x'], link('a', 'HOST'), dir('a/'), file('a/x')),
  read('a link that becomes a file', ['a'], link('a', 'HOST/secret'), file('a', 'mine')),
  read('a file that becomes a link', ['a'], file('a', 'mine'), link('a', 'b')),
  // Links.
  refused(
    'a link above the root, far down',
    dir('x/'),
    dir('x/y/'),
    link('x/y/l', '../../../host/secret'),
  ),
  read('a link to the root', ['x/y/l'], link('x/y/l', '../..')),
  read('a link to an absolute path', ['l'], link('l', 'HOST/secret')),
  read('links in a circle', ['a', 'b'], link('a', 'b'), link('b', 'a')),
  read('a link to itself, in a folder', ['d/a'], link('d/a', 'a')),
  read('60 links in a chain', ['l0', 'l59'], ...CHAIN),
  read('a folder that leads to itself', ['d/d'], link('d/d', '.'), file('d/x')),
  read('a link by way of another', ['d/m'], link('d/l', '/'), link('d/m', 'l/../host')),
  // Hard links.
  refused('a hard link to outside', hard('h', '../host/secret')),
  refused('a hard link to a folder below', dir('d/'), hard('d/h', 'd')),
  read('hard links in a chain', ['f', 'g', 'h'], file('f'), hard('g', 'f'), hard('h', 'g')),
  read('a hard link to what is replaced', ['f', 'h'], file('f'), hard('h', 'f'), file('f', 'new')),
  read('a hard link to a setuid program', ['h', 'su'], file('su', 'x', 0o4755), hard('h', 'su')),
  // Kinds and rights.
  refused('a device in a folder', dir('dev/'), { name: 'dev/sda', type: '4' }),
  refused('a FIFO in a folder', dir('run/'), { name: 'run/p', type: '6' }),
  refused('a kind that nobody knows, in a folder', dir('run/'), { name: 'run/s', type: 's' }),
  refused('a whiteout in a folder', dir('etc/'), file('etc/.wh.passwd')),
  refused('an opaque folder', dir('etc/'), file('etc/.wh..wh..opq')),
  read(
    'setuid, setgid and sticky',
    ['bin/su', 'bin/wall'],
    file('bin/su', 'x', 0o6755),
    file('bin/wall', 'x', 0o2755),
  ),
  read('a folder for everybody', ['tmp'], dir('tmp/', 0o7777)),
  read('files of somebody', ['a'], { ...file('a'), uid: 12_345 }),
  read('a capability', ['a'], {
    ...file('a', 'x', 0o755),
    pax: { 'SCHILY.xattr.security.capability': 'all' },
  }),
  read('a root with rights', ['a'], dir('./', 0o7777), file('a')),
  // Names.
  read(
    'names that differ in case alone',
    ['A/x', 'a/x', 'a/X'],
    file('A/x'),
    file('a/x'),
    file('a/X'),
  ),
  read(
    'a link and a file that differ in case alone',
    ['Etc', 'etc/x'],
    link('Etc', 'HOST'),
    file('etc/x'),
  ),
  read(
    'names that look alike',
    ['e\u0301', '\u00e9', 'I', '\u0131'],
    ...['e\u0301', '\u00e9', 'I', '\u0131'].map((name) => file(name)),
  ),
  read('one path in several ways', ['a/b'], file('./a/b'), file('a//b'), file('a/./b', 'last')),
  read(
    'names of prototypes',
    ['__proto__/x', 'constructor', 'toString'],
    file('__proto__/x'),
    file('constructor'),
    file('toString'),
  ),
  read(
    'names that Windows has',
    ['CON', 'a:b', 'aux.txt', 'end. '],
    ...['CON', 'a:b', 'aux.txt', 'end. '].map((name) => file(name)),
  ),
  read(
    'names as options',
    ['--checkpoint-action=exec=x', '-rf'],
    file('--checkpoint-action=exec=x'),
    file('-rf'),
  ),
  read('a name of 255 bytes', ['n'.repeat(255)], { ...file('a'), pax: { path: 'n'.repeat(255) } }),
  refused('a name of 256 bytes', { ...file('a'), pax: { path: `d/${'n'.repeat(256)}` } }),
  refused('a name with a line end, in a folder', { ...file('a'), pax: { path: 'd/a\nb' } }),
  refused('a name that is not UTF-8, in a folder', file('d/a', 'x'), {
    ...file('d/b'),
    patch: { 2: Buffer.from([0xff]) },
  }),
  refused('a name that goes up far down', file('a/b/c/../../../../host/secret')),
  read('folders in folders, 1,000 deep', [DEEP], { ...file('a'), pax: { path: DEEP } }),
  refused('folders in folders, 3,000 deep', {
    ...file('a'),
    pax: { path: `${'d/'.repeat(3000)}x` },
  }),
  // Bases.
  on('a link in the place of the app', ['app/server'], link('app', 'HOST')),
  on('a link of the app that goes up', ['app/server'], link('app', '../../..')),
  on('a link to itself in the place of the app', ['app/server'], link('app', 'app')),
  on('a file in the place of the app', ['app/server'], file('app')),
  on(
    'names that go up',
    ['app/server', 'host/secret'],
    file('../host/secret'),
    file('/../../host/secret'),
  ),
  on('absolute names', ['app/server', 'etc/shadow'], file('/etc/shadow')),
  on('files through links', ['app/server', 'b/x'], link('a', 'b'), dir('b/'), file('a/x')),
  on('files in a circle', ['app/server'], link('a', 'b'), link('b', 'a'), file('a/x')),
  on('hard links to outside', ['app/server', 'h'], hard('h', '../../host/secret')),
  on(
    'devices, a FIFO and what nobody knows',
    ['app/server'],
    { name: 'dev/sda', type: '4' },
    { name: 'p', type: '6' },
    { name: 's', type: 's' },
  ),
  on('a setuid program', ['app/server', 'su'], file('su', 'x', 0o4755)),
  on('whiteouts', ['app/server'], file('.wh.app'), file('.wh..wh..opq')),
];
