import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, relative } from 'node:path';
import { expect, test } from 'vitest';

const SRC = join(import.meta.dirname, '..', 'src');
const PURE = [
  'spec',
  'base',
  'preset',
  'plan',
  'policy',
  'report',
  'diagnostics',
  'init',
  'statements',
  'compare',
  'explain',
  'completion',
  'ci',
];

interface Edge {
  from: string;
  to: string;
  kind: 'static' | 'dynamic' | 'type';
}

const files = readdirSync(SRC, { recursive: true })
  .map(String)
  .filter((name) => name.endsWith('.ts'));
const edges = files.flatMap(importsOf);

function importsOf(file: string): Edge[] {
  const text = readFileSync(join(SRC, file), 'utf8');
  const statements = text.matchAll(
    /(?:^|\n)\s*(?:import|export)\s+(type\s)?[^;]*?from\s+'([^']+)'|import\((?:\s*)'([^']+)'\)/g,
  );
  return [...statements].map(([, typeOnly, fixed, dynamic]) => {
    const target = fixed ?? dynamic ?? '';
    const local = target.startsWith('.')
      ? relative(SRC, normalize(join(SRC, dirname(file), target)))
      : target;
    const kind = typeOnly ? 'type' : dynamic ? 'dynamic' : 'static';
    return { from: file, to: local, kind };
  });
}

const show = (found: Edge[]) => found.map(({ from, to }) => `src/${from} imports ${to}`);
const folderOf = (path: string) => (path.includes('/') ? path.slice(0, path.indexOf('/')) : '');

test('the reader of imports sees the edges it has to judge', () => {
  expect(edges.length).toBeGreaterThan(100);
  expect(edges.some(({ to }) => to === '@dagger.io/dagger')).toBe(true);
});

test('only src/dagger imports the Dagger SDK', () => {
  const offending = edges.filter(
    ({ from, to }) => to.includes('@dagger.io/') && folderOf(from) !== 'dagger',
  );
  expect(show(offending)).toEqual([]);
});

test('the SDK is loaded only when a session is opened', () => {
  const loading = edges.filter(({ to, kind }) => to.includes('@dagger.io/') && kind !== 'type');
  expect(new Set(loading.map(({ from }) => from))).toEqual(new Set(['dagger/sdk.ts']));
  const asked = edges.filter(({ to, kind }) => to === 'dagger/sdk.ts' && kind !== 'type');
  expect(asked).toEqual([{ from: 'dagger/client.ts', to: 'dagger/sdk.ts', kind: 'dynamic' }]);
});

test('Sigstore is loaded only where somebody signs or verifies without a key', () => {
  const inside = (path: string) => path.startsWith('signing/keyless/');
  const entries = edges.filter(({ from, to }) => inside(to) && !inside(from));
  expect(entries.some(({ kind }) => kind === 'dynamic')).toBe(true);
  expect(show(entries.filter(({ kind }) => kind === 'static'))).toEqual([]);
});

test('commands are loaded only when they run', () => {
  const loaded = edges.filter(({ from }) => /^commands\/table(\/|\.ts$)/.test(from));
  expect(loaded.some(({ kind }) => kind === 'dynamic')).toBe(true);
  const early = loaded.filter(
    ({ kind, to }) => kind === 'static' && !to.startsWith('commands/table/'),
  );
  expect(show(early)).toEqual([]);
});

test('what only a build needs is loaded when one is made', () => {
  const loaded = loadedBy(['commands/build-targets.ts', 'commands/build-all.ts']);
  expect(loaded.has('unchanged/answer.ts')).toBe(true);
  const work =
    /^(?:build\.ts$|dagger\/|adapt\/|elf\/|inspect\/|smoke\/|engine\/open|debian\/assemble)/;
  expect([...loaded].filter((file) => work.test(file))).toEqual([]);
});

test('an unchanged build is answered without the compiler', () => {
  const loaded = loadedBy(['main.ts', 'commands/build.ts']);
  expect(loaded.has('unchanged/answer.ts')).toBe(true);
  const parsers = edges.filter(
    ({ from, to, kind }) => loaded.has(from) && kind === 'static' && /^(?:yaml|zod)$/.test(to),
  );
  expect(show(parsers)).toEqual([]);
});

/** All that is there once some files are. */
function loadedBy(files: readonly string[]): Set<string> {
  const loaded = new Set<string>();
  const load = (file: string) => {
    if (loaded.has(file)) return;
    loaded.add(file);
    const own = edges.filter(({ from, kind }) => from === file && kind === 'static');
    for (const { to } of own) if (to.endsWith('.ts')) load(to);
  };
  for (const file of files) load(file);
  return loaded;
}

const DOORS: [what: string, modules: RegExp, allowed: RegExp][] = [
  ['the command line parser', /^cac$/, /^commands\//],
  ['the YAML parser', /^yaml$/, /^(spec|preset)\//],
  ['OpenPGP', /^openpgp$/, /^debian\//],
  ['xz', /^xz-decompress$/, /^debian\//],
  ['gzip by fflate, and the one zip', /^fflate$/, /^(?:oci\/|self-test\/planted\.ts$)/],
  ['proxies', /^undici$/, /^web-fetch\.ts$/],
  ['Sigstore', /^@sigstore\//, /^signing\/keyless\//],
];

test.each(DOORS)('%s has its one place', (_what, modules, allowed) => {
  const users = edges.filter(({ to }) => modules.test(to));
  expect(users).not.toEqual([]);
  expect(show(users.filter(({ from }) => !allowed.test(from)))).toEqual([]);
});

/** The files of the pure folders that read what a user wrote; nothing else in them does I/O. */
const READERS = ['spec/text.ts', 'base/find.ts', 'preset/text.ts', 'preset/package.ts'];

test.each(PURE)('src/%s is pure: no I/O, no process, no engine', (folder) => {
  const impure = /^node:(fs|child_process|net|http|https|os|process|dns|worker_threads)/;
  const offending = edges.filter(
    ({ from, to }) => folderOf(from) === folder && !READERS.includes(from) && impure.test(to),
  );
  expect(show(offending)).toEqual([]);
  const outward = edges.filter(
    ({ from, to, kind }) =>
      folderOf(from) === folder &&
      kind !== 'type' &&
      ['engine', 'registry', 'debian', 'oci', 'inspect', 'commands', 'inputs'].includes(
        folderOf(to),
      ),
  );
  expect(show(outward)).toEqual([]);
});

test('src/audit judges what others have read: no I/O', () => {
  const impure = /^node:(?!path$)/;
  const own = edges.filter(({ from }) => folderOf(from) === 'audit');
  expect(own.length).toBeGreaterThan(20);
  expect(show(own.filter(({ to }) => impure.test(to)))).toEqual([]);
  const outward = own.filter(
    ({ to, kind }) =>
      kind !== 'type' &&
      ['engine', 'registry', 'debian', 'oci', 'commands', 'inputs', 'dagger'].includes(
        folderOf(to),
      ),
  );
  expect(show(outward)).toEqual([]);
});

test('src/eject/render makes texts of what was gathered: no I/O', () => {
  const own = edges.filter(({ from }) => from.startsWith('eject/render/'));
  expect(own.length).toBeGreaterThan(20);
  const outward = /^(?:node:|(?:engine|registry|debian|oci|inspect|commands|inputs|dagger)\/)/;
  expect(show(own.filter(({ to, kind }) => kind !== 'type' && outward.test(to)))).toEqual([]);
});

test('console and process.exit stay in the program', () => {
  const offending = files.filter((file) => {
    const text = readFileSync(join(SRC, file), 'utf8');
    return /\bconsole\.|process\.exit\(/.test(text) && file !== 'main.ts';
  });
  expect(offending).toEqual([]);
});

test('the API looks at the process in one place, and the commands do not need it', () => {
  const own = files.filter((file) => folderOf(file) === 'api');
  const looking = own.filter((file) => /\bprocess\./.test(readFileSync(join(SRC, file), 'utf8')));
  expect(looking).toEqual(['api/options.ts']);
  const offending = edges.filter(
    ({ from, to }) =>
      (folderOf(from) === 'api' && folderOf(to) === 'commands') ||
      (folderOf(from) !== 'api' && from !== 'index.ts' && folderOf(to) === 'api'),
  );
  expect(show(offending)).toEqual([]);
});

test('no shell text: no file runs a shell with a command line', () => {
  const offending = files.filter((file) => {
    const text = readFileSync(join(SRC, file), 'utf8');
    return /['"](?:sh|bash)['"],\s*['"]-c['"]|shell:\s*true|\bexec(?:Sync)?\(\s*`/.test(text);
  });
  expect(offending).toEqual([]);
});

test('no file of code is longer than 250 lines', () => {
  const long = files.filter(
    (file) => readFileSync(join(SRC, file), 'utf8').split('\n').length > 251,
  );
  expect(long).toEqual([]);
});

test('there is no folder for things without a name', () => {
  expect(files.filter((file) => /\b(utils?|helpers?|common|misc)\b/.test(file))).toEqual([]);
});
