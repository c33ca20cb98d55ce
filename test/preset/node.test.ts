import { expect, test } from 'vitest';
import { codesOf, NODE_FILES, resolved, unwrap } from './project.ts';

type Files = Record<string, string>;

const PACKAGE = { 'package.json': NODE_FILES['package.json'] };
const node = (files: Files = NODE_FILES, lines = '') => unwrap(resolved('node', lines, files));
const inputOf = (name: string, files: Files) => node(files).language.inputs[name]?.value;

/** The manager and its command, of the steps that are about packages. */
function commands({ dependencies, build }: ReturnType<typeof node>): string[] {
  return [...dependencies.steps, ...build.steps].flatMap(({ run, workdir }) => {
    const at = run.indexOf('--');
    const flags = run.slice(at + 1).filter((one) => /^[a-z]|^--(prod|production)$/.test(one));
    return run[1] === 'exec' ? [`${workdir} ${flags.join(' ')}`] : [];
  });
}

test('a program starts with the Node of the base', () => {
  const { entrypoint, base, toolchain, env } = node();
  expect(entrypoint.value).toEqual(['/nodejs/bin/node', 'server.js']);
  expect(base).toMatchObject({ ref: 'gcr.io/distroless/nodejs24-debian13:nonroot' });
  expect(toolchain).toMatchObject({ ref: 'docker.io/library/node:24' });
  expect(env).toMatchObject({ NODE_ENV: 'production' });
  const slim = node(NODE_FILES, 'base: slim\n');
  expect(slim.entrypoint.value).toEqual(['/usr/local/bin/node', 'server.js']);
  expect(slim.base).toMatchObject({ ref: 'docker.io/library/node:24-trixie-slim' });
});

test.each<[string, string, Files]>([
  ['22', 'nvm', { '.nvmrc': 'v22.11.0\n' }],
  ['24', 'nvm, but a name', { '.nvmrc': 'lts/*\n' }],
  ['26', 'a file of other managers', { '.node-version': '26.1.0\n' }],
  ['22', 'exact engines', { 'package.json': '{"engines": {"npm": ">=10", "node": "^22.1.0"}}' }],
  ['22', 'wild engines', { 'package.json': '{"engines": {"node": "22.x"}}' }],
  ['24', 'a range', { 'package.json': '{"engines": {"node": ">=20"}}' }],
])('Node is %s by %s', (version, _why, files) => {
  expect(inputOf('version', { ...NODE_FILES, ...files })).toBe(version);
});

const BUILT = { 'package.json': '{"scripts": {"build": "tsc"}}' };

test.each<[string, string[]]>([
  ['package-lock.json', ['/out npm ci', '/out npm rebuild']],
  ['npm-shrinkwrap.json', ['/out npm ci', '/out npm rebuild']],
  ['pnpm-lock.yaml', ['/out pnpm install --prod']],
  ['yarn.lock', ['/out yarn install']],
  ['bun.lock', ['/out bun install --production']],
])('%s says how packages are installed', (lock, expected) => {
  const spec = node({ ...PACKAGE, [lock]: 'x' });
  expect(commands(spec)).toEqual(expected);
  const [manager] = expected[0]?.split(' ').slice(1) ?? [];
  const built = commands(node({ ...BUILT, [lock]: 'x' }));
  const dev = expected.map((one) => one.replace('/out', '/src').replace(/ --prod.*/, ''));
  expect(built).toEqual([...expected, ...dev, `/src ${manager} run build`]);
});

test('a yarn.lock of Yarn 2 or later is checked, then what is for production is installed', () => {
  const files = { ...PACKAGE, 'yarn.lock': '__metadata:\n  version: 8\n' };
  const expected = ['/src yarn install', '/out yarn workspaces focus --production'];
  expect(commands(node(files))).toEqual(expected);
  expect(inputOf('berry', { ...PACKAGE, 'yarn.lock': '', '.yarnrc.yml': '' })).toBe('true');
});

test('packageManager says which version installs', () => {
  const files = (manager: string, lock: string) => ({
    'package.json': `{"packageManager": "${manager}+sha512.abc"}`,
    [lock]: '',
  });
  expect(node(files('pnpm@9.1.2', 'pnpm-lock.yaml')).dependencies.steps[2]?.run).toContain(
    '--package=pnpm@9.1.2',
  );
  expect(inputOf('npm', files('npm@11.0.0', 'package-lock.json'))).toBe('11.0.0');
  expect(inputOf('yarn', files('yarn@4.1.0', 'yarn.lock'))).toBe('1.22.22');
  expect(inputOf('yarnBerry', files('yarn@4.1.0', 'yarn.lock'))).toBe('4.1.0');
});

test('no lock file and two of them are errors that say what to do', () => {
  expect(resolved('node', '', PACKAGE)).toMatchObject({
    diagnostics: [{ code: 'preset/bad-input', hint: expect.stringContaining('commit the lock') }],
  });
  expect(resolved('node', '', { ...NODE_FILES, 'yarn.lock': '' })).toMatchObject({
    diagnostics: [
      {
        code: 'preset/bad-input',
        message: 'package-lock.json says that manager is npm, and yarn.lock that it is yarn',
        hint: expect.stringContaining('with: {manager: npm}'),
      },
    ],
  });
  expect(codesOf(resolved('node', '', { 'yarn.lock': '' }))).toEqual(['plan/missing-source']);
});

test.each<[string, Files]>([
  ['', {}],
  ['dist', { 'tsconfig.json': '{\n  "compilerOptions": {"outDir": "./dist/"}\n}' }],
  ['lib/js', { 'tsconfig.json': '"outDir": "lib/js"', 'tsconfig.build.json': '{}' }],
  ['', { 'tsconfig.json': '  // "outDir": "./dist",\n' }],
  ['', { 'tsconfig.json': '"outDir": "./"' }],
  ['build', { 'package.json': '{"devDependencies": {"@sveltejs/adapter-node": "5.0.0"}}' }],
])('what ships of the project is %j', (output, files) => {
  const spec = node({ ...NODE_FILES, ...files });
  expect(spec.artifacts.map(({ from, to }) => [from, to])).toEqual([
    ['/out', '/app'],
    [`/src/${output}`, `/app/${output}`],
  ]);
});

test('Next ships its standalone output, and what lies beside it', () => {
  const spec = node({ ...NODE_FILES, ...BUILT, 'next.config.ts': '' });
  expect(spec.artifacts.map(({ to }) => to)).toEqual([
    '/app/node_modules',
    '/app',
    '/app/.next/static',
    '/app/public',
  ]);
  expect(spec.expect).toEqual([{ kind: 'node-modules', path: '/app' }]);
});

test('the scanner has to see what is in the image and what the lock file has', () => {
  expect(node().expect).toEqual([
    { kind: 'node-modules', path: '/app' },
    { kind: 'npm-lock', path: 'package-lock.json' },
  ]);
});

test.each([
  ['base: alpine', ['plan/base-unfit', 'plan/base-unfit']],
  ['base: scratch', ['plan/base-unfit']],
  ['with: {version: "24.1"}', ['preset/bad-input']],
  ['with: {output: ../other}', ['preset/bad-input']],
])('%s is refused', (lines, codes) => {
  expect(codesOf(resolved('node', lines))).toEqual(codes);
});

test.each([
  ['base: debian', 'use one of: base: distroless, base: {image: …}'],
  ['base: scratch', 'take a base that has it: base: distroless has what the language needs'],
])('%s is refused with a base that works', (lines, hint) => {
  expect(resolved('node', lines)).toMatchObject({ diagnostics: [{ hint }] });
});
