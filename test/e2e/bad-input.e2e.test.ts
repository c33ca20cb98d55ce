import { appendFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { harden } from '../program.ts';
import { copyExample } from './copy.ts';
import { engineGateway } from './host-server.ts';
import { npmRegistry } from './npm-registry.ts';
import { projectOf } from './temporary.ts';

type Files = Record<string, string>;

/** A Node project with one package for development. */
const NODE: Files = {
  'hardening.yaml':
    'version: 1\nlanguage: node\nentrypoint: [node, src/main.js]\nsmoke:\n  - run: [/nodejs/bin/node, src/main.js]\n',
  'package.json': `{
  "name": "greeter",
  "version": "1.0.0",
  "private": true,
  "type": "module",
  "devDependencies": {
    "ms": "2.1.3"
  }
}
`,
  'package-lock.json': JSON.stringify({
    name: 'greeter',
    version: '1.0.0',
    lockfileVersion: 3,
    requires: true,
    packages: {
      '': { name: 'greeter', version: '1.0.0', devDependencies: { ms: '2.1.3' } },
      'node_modules/ms': {
        version: '2.1.3',
        integrity:
          'sha512-6FlzubTLZG3J2a/NVCAleEhjzq5oxgHyaCU9yYXvcLsvoVaHJq/s5xXI6/XXP6tz7R9xAOtHnSO/tXtF3WRTlA==',
        dev: true,
        license: 'MIT',
      },
    },
  }),
  'src/main.js': 'console.log("up");\n',
};

/** A Python project that needs no package. */
const PYTHON: Files = {
  'hardening.yaml':
    'version: 1\nlanguage: python\nbase: debian\nentrypoint: [python3, -m, app.main]\nsmoke:\n  - run: [python3, -m, app.main]\n',
  'requirements.txt': '# none\n',
  'app/__init__.py': '',
  'app/main.py': 'print("up")\n',
};

/** What a build of these files says, as one line of text: messages are wrapped. */
async function said(base: Files, own: Files = {}): Promise<{ code: number | null; text: string }> {
  const { code, stderr } = await harden(['build', await projectOf({ ...base, ...own })]);
  return { code, text: stderr.replace(/\s+/g, ' ') };
}

const spec = (text: string): Files => ({ 'hardening.yaml': text });

test('a Node program that imports a package for development: its line, and where it belongs', async () => {
  const { code, text } = await said(NODE, { 'src/main.js': 'import ms from "ms";\nms("1d");\n' });
  expect(text).toContain('smoke/failed');
  expect(text).toContain(
    'the Node module ms is not in the image: it is a dependency for development (package.json:7), and these do not ship: move it to dependencies',
  );
  expect(code).toBe(8);
});

test('a Python program that imports a package of a group: its line, and where it belongs', async () => {
  const { code, text } = await said(PYTHON, {
    'pyproject.toml':
      '[project]\nname = "greeter"\nversion = "1.0.0"\n\n[dependency-groups]\ndev = [\n  "idna>=3",\n]\n',
    'app/main.py': 'import idna\n\nprint(idna.encode("up"))\n',
  });
  expect(text).toContain('smoke/failed');
  expect(text).toContain('idna is in the group dev (pyproject.toml:7), which does not ship');
  expect(code).toBe(8);
});

test('an entrypoint with a mistake names the file that is there', async () => {
  const node = await said(NODE, spec('version: 1\nlanguage: node\nentrypoint: [node, main.js]\n'));
  expect(node.text).toContain('/app/main.js is not in the image; there is /app/src/main.js');
  expect(node.text).toContain('correct `entrypoint` in the spec');
  expect(node.code).toBe(1);
  const python = await said(
    PYTHON,
    spec(`version: 1
language: python
base: debian
entrypoint: [python3, -m, main]
smoke:
  - run: [python3, -m, main]
`),
  );
  expect(python.text).toContain('main is not in the image, but /app/src/app/main.py is');
});

test('a build that writes another folder: what is there, and the input that names it', async () => {
  const { code, text } = await said(NODE, {
    'tsconfig.json': '{"compilerOptions": {\n  "outDir": "dist"\n}}\n',
    'src/main.js': 'console.log("up");\n',
  });
  expect(text).toContain('build/artifact-missing');
  expect(text).toContain('/src has package-lock.json, package.json, src/');
  expect(text).toContain('with: {output: …}');
  expect(code).toBe(3);
});

test('a package that is compiled without the tool that it wants: its line, and the Debian package', async () => {
  const { code, text } = await said(PYTHON, {
    ...spec(`version: 1
language: python
base: debian
toolchain: {debian: trixie}
entrypoint: [python3, -m, app.main]
`),
    'requirements.txt': '# from source\n--no-binary psycopg2\npsycopg2==2.9.10\n',
  });
  expect(text).toContain('build/step-failed');
  expect(text).toContain(
    'psycopg2 (requirements.txt:3) wants pg_config, which the toolchain does not have: add libpq-dev to toolchain.packages: [base-files,',
  );
  expect(code).toBe(3);
});

test('node-gyp on an image without Python: the package, and another image', async () => {
  const folder = await copyExample('node-sqlite');
  const image = 'docker.io/library/node:24-trixie-slim';
  await appendFile(join(folder, 'hardening.yaml'), `toolchain: {image: ${image}}\n`);
  const { code, stderr } = await harden(['build', folder]);
  expect(stderr.replace(/\s+/g, ' ')).toContain(
    `better-sqlite3 wants python3, which the toolchain ${image} does not have: take an image that has it`,
  );
  expect(code).toBe(3);
});

const gateway = engineGateway() ?? '';

test.runIf(gateway)('an install script without its host: the package, and what to do', async () => {
  const download = 'node -e "fetch(\'http://downloads.invalid\').catch((e) => { throw e.cause })"';
  const registry = await npmRegistry(gateway, 'token', download);
  const { code, text } = await said(NODE, {
    'package.json': JSON.stringify({
      name: 'app',
      version: '1.0.0',
      dependencies: { '@team/greeting': '1.0.0' },
      allowScripts: { '@team/greeting': true },
    }),
    'package-lock.json': registry.lock,
    '.npmrc': `@team:registry=http://${registry.address}/\n//${registry.address}/:_authToken=token\n`,
    ...spec(`version: 1
language: node
entrypoint: [node, src/main.js]
build:
  secrets:
    - {file: .npmrc, to: /tmp/.npmrc}
`),
  });
  expect(text).toContain('build/step-failed');
  expect(text).toContain(
    'the install script of @team/greeting wants downloads.invalid and does not reach it',
  );
  expect(code).toBe(3);
});

const OUTDATED: [manager: string, base: Files, own: Files, says: string][] = [
  [
    'npm',
    NODE,
    { 'package.json': '{"name": "greeter", "version": "1.0.0", "dependencies": {"ms": "2.1.2"}}' },
    'package-lock.json is not what package.json asks for: run npm install, and commit',
  ],
  [
    'uv',
    { ...PYTHON, ...project('idna>=3') },
    {
      'uv.lock':
        'version = 1\nrevision = 3\nrequires-python = ">=3.13"\n\n[[package]]\nname = "greeter"\nversion = "1.0.0"\nsource = { virtual = "." }\n',
    },
    'uv.lock is not what pyproject.toml asks for: run uv lock, and commit',
  ],
  [
    'Poetry',
    { ...PYTHON, ...project('idna>=3') },
    {
      'poetry.lock':
        'package = []\n\n[metadata]\nlock-version = "2.1"\npython-versions = ">=3.13"\ncontent-hash = "0"\n',
    },
    'poetry.lock is not what pyproject.toml asks for: run poetry lock, and commit',
  ],
  [
    'pip',
    PYTHON,
    { 'requirements.txt': '# a release that nobody made\nidna==0.0.1\n' },
    'no index has idna==0.0.1 for this Python: ask for another release, and write requirements.txt',
  ],
];

test.each(OUTDATED)('a lock file of %s that is out of date: the command', async (...outdated) => {
  const [, base, own, says] = outdated;
  const { 'requirements.txt': _, ...files } = base;
  const { code, text } = await said(files, own);
  expect(text).toContain('build/step-failed');
  expect(text).toContain(says);
  expect(code).toBe(3);
});

function project(dependency: string): Files {
  return {
    'pyproject.toml': `[project]\nname = "greeter"\nversion = "1.0.0"\nrequires-python = ">=3.13"\ndependencies = ["${dependency}"]\n`,
  };
}
