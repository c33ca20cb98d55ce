import { chmodSync, writeFileSync } from 'node:fs';
import type { Place } from './place.ts';

/** A project that somebody crafted, on top of one that is good. */
export interface Tree {
  name: string;
  make(place: Place): void | Promise<void>;
}

/** The spec of the good project. */
const SPEC = [
  'version: 1',
  'language: node',
  'entrypoint: [node, src/main.js]',
  'runtime: {ports: [8080]}',
  '',
].join('\n');

/** Names a file wherever a spec can name one. */
const NAMING = [
  'version: 1',
  'language: node',
  'entrypoint: [node, src/main.js]',
  'runtime: {ca: ca.pem}',
  'policy: {vex: [a.vex.json]}',
  '',
].join('\n');

export const GOOD: Record<string, string> = {
  'hardening.yaml': SPEC,
  'package.json': '{"name": "shop", "version": "1.0.0"}',
  'package-lock.json':
    '{"name": "shop", "version": "1.0.0", "lockfileVersion": 3, "packages": {"": {"name": "shop", "version": "1.0.0"}}}',
  'src/main.js': 'x\n',
};

/** Files that harden looks for by their names, each also as a link to a file of the host of that kind. */
const NAMES: [path: string, hostFile: string][] = [
  ['hardening.yaml', 'hardening.yaml'],
  ['hardening.lock', 'hardening.lock'],
  ['package.json', 'package.json'],
  ['package-lock.json', 'package-lock.json'],
  ['requirements.txt', 'requirements.txt'],
  ['go.mod', 'go.mod'],
  ['Dockerfile', 'Dockerfile'],
  ['.dockerignore', 'secret.txt'],
  ['.gitignore', 'secret.txt'],
  ['.nvmrc', 'secret.txt'],
  ['ca.pem', 'ca.pem'],
  ['a.vex.json', 'a.vex.json'],
  ['own/preset.yaml', 'preset.yaml'],
  ['.trivyignore', 'secret.txt'],
  ['Procfile', 'secret.txt'],
];

const linked: Tree[] = NAMES.map(([path, hostFile]) => ({
  name: `${path} is a link to the host`,
  make({ write, link }) {
    write('hardening.yaml', NAMING);
    link(path, `HOST/${hostFile}`);
  },
}));

/** Only who reads what is there, and not what it is, waits here. */
const endless: Tree[] = [
  ...['hardening.yaml', 'hardening.lock', 'package.json', 'package-lock.json', 'requirements.txt'],
  ...['Dockerfile', '.dockerignore', 'ca.pem', 'a.vex.json', 'src/pipe'],
].map((path) => ({
  name: `${path} is a FIFO`,
  make({ write, fifo }) {
    write('hardening.yaml', NAMING);
    fifo(path);
  },
}));

const within = (name: string, make: Tree['make']): Tree => ({ name, make });

/** No other system has such names. */
const bytes = within('a name that is not UTF-8', ({ folder }) => {
  const bytes = [Buffer.from(`${folder}/src/a`), Buffer.from([0xff, 0xfe])];
  writeFileSync(Buffer.concat(bytes), 'x');
});

export const TREES: Tree[] = [
  ...linked,
  ...endless,
  // Ways out.
  within('a link that goes up', ({ link }) =>
    link('package-lock.json', '../host/package-lock.json'),
  ),
  within('a chain of links', ({ link }) => {
    link('package-lock.json', 'a');
    link('a', 'src/b');
    link('src/b', '../../host/package-lock.json');
  }),
  within('a file through a folder that is a link', ({ link, write }) => {
    link('src', '../host');
    write('hardening.yaml', `${SPEC}source: {include: [src/**]}\n`);
  }),
  within('all folders are links', ({ link }) => {
    for (const name of ['src', 'lib', 'test', 'node_modules', 'packages']) link(name, 'HOST/deep');
  }),
  within('a workspace of npm in a folder that is a link', ({ link, write }) => {
    write('package.json', '{"name": "a", "version": "1.0.0", "workspaces": ["packages/*", "one"]}');
    link('packages', '../host');
    link('one', '../host/deep');
  }),
  within('a workspace of harden in a folder that is a link', ({ link, write }) => {
    write('hardening.yaml', 'version: 1\nworkspace: [services/*, one]\n');
    link('services', '../host/deep');
    link('one', '../host/deep/api');
  }),
  within('a preset in a folder that is a link', ({ link, write }) => {
    write('hardening.yaml', 'version: 1\nlanguage: ./own\nentrypoint: [/app/server]\n');
    link('own', '../host');
  }),
  within('a preset that is named with ..', ({ write }) =>
    write(
      'hardening.yaml',
      'version: 1\nlanguage: ../host/secret.txt\nentrypoint: [/app/server]\n',
    ),
  ),
  within('a preset of a package that is a link', ({ link, write }) => {
    write('hardening.yaml', 'version: 1\nlanguage: harden-preset-x\nentrypoint: [/app/server]\n');
    write(
      'node_modules/harden-preset-x/package.json',
      '{"name": "harden-preset-x", "version": "1.0.0", "exports": "./preset.yaml"}',
    );
    link('node_modules/harden-preset-x/preset.yaml', 'HOST/preset.yaml');
  }),
  within('a package.json of a preset that is a link', ({ link, write }) => {
    write('hardening.yaml', 'version: 1\nlanguage: harden-preset-x\nentrypoint: [/app/server]\n');
    link('node_modules/harden-preset-x/package.json', 'HOST/package.json');
  }),
  within('a CA that is named with ..', ({ write }) =>
    write('hardening.yaml', `${SPEC}network: {ca: ../host/ca.pem}\n`),
  ),
  within('a lock of requirements below a link', ({ link, write }) => {
    write('requirements.txt', '-r deps/requirements.txt\n-c deps/secret.txt\n');
    link('deps', '../host');
  }),
  within('a link to what a process knows', ({ link }) => {
    link('package-lock.json', '/proc/self/environ');
    link('.dockerignore', '/proc/self/cmdline');
  }),
  within('links to passwords', ({ link }) => {
    for (const name of ['requirements.txt', 'Dockerfile', '.nvmrc']) link(name, '/etc/passwd');
  }),
  within('links to devices', ({ link }) => {
    for (const name of ['package-lock.json', 'ca.pem', 'hardening.lock']) link(name, '/dev/zero');
  }),
  within('a link to itself', ({ link }) => link('package-lock.json', 'package-lock.json')),
  within('two links to each other', ({ link }) => {
    link('hardening.lock', 'other');
    link('other', 'hardening.lock');
  }),
  within('a circle of folders', ({ link }) => {
    link('src/up', '..');
    link('src/self', '.');
  }),
  within('a link to nothing', ({ link }) => link('package-lock.json', 'HOST/none')),
  within('a link of 4,000 letters', ({ link }) => link('src/long', 'a/'.repeat(2000))),
  // Kinds.
  within('a socket', ({ socket }) => socket('src/s')),
  within('a FIFO that is uploaded', ({ fifo, write }) => {
    write('hardening.yaml', `${SPEC}source: {include: [pipe, src/**]}\n`);
    fifo('pipe');
  }),
  within('a folder in the place of each file', ({ write, remove }) => {
    for (const [path] of NAMES.slice(1)) {
      remove(path);
      write(`${path}/x`);
    }
  }),
  within('a setuid program', ({ write, folder }) => {
    write('src/su');
    chmodSync(`${folder}/src/su`, 0o6755);
  }),
  // Names.
  within('names that differ in case alone', ({ write, link }) => {
    write('A/x');
    link('a', 'HOST/deep');
    link('PACKAGE-LOCK.JSON', 'HOST/package-lock.json');
    link('dockerfile', 'HOST/Dockerfile');
  }),
  within('names with line ends and signs of terminals', ({ write }) => {
    write('src/a\nb');
    write('src/a\r\u001b[2Jb');
    write('src/\u202ecba');
    write('\u001b]0;x\u0007/package.json', '{"name": "x", "version": "1.0.0"}');
  }),
  within('names of 255 bytes', ({ write }) => write(`src/${'n'.repeat(255)}`)),
  ...(process.platform === 'linux' ? [bytes] : []),
  within('a name that begins as an option', ({ write }) => {
    write('--output=x');
    write('-rf');
  }),
  within('folders in folders, 200 deep', ({ write }) => write(`${'d/'.repeat(200)}x`)),
  within('names of prototypes', ({ write }) => {
    for (const name of ['__proto__', 'constructor', 'toString']) write(`src/${name}`);
  }),
  // Outputs.
  within('.harden is a link to the host', ({ link }) => link('.harden', '../host')),
  within('.harden is a link to nothing', ({ link }) => link('.harden', '../host/new')),
  within('.harden is a link to a folder of the project', ({ link }) => link('.harden', 'src')),
  within('.harden is a file', ({ write }) => write('.harden')),
  within('.harden/.gitignore is a link', ({ link }) =>
    link('.harden/.gitignore', 'HOST/secret.txt'),
  ),
  within('.harden/.gitignore is a FIFO', ({ fifo }) => fifo('.harden/.gitignore')),
  within('.harden/.gitignore is a file of the host', ({ hard }) =>
    hard('.harden/.gitignore', 'notes'),
  ),
  within('reports that are links', ({ link }) => {
    for (const name of ['report.json', 'inputs.json', 'inputs-before.json', 'stamp.json']) {
      link(`.harden/${name}`, 'HOST/report.json');
    }
  }),
  within('reports that are FIFOs', ({ fifo }) => {
    for (const name of ['report.json', 'inputs.json', 'inputs-before.json', 'stamp.json']) {
      fifo(`.harden/${name}`);
    }
  }),
  within('reports that are files of the host', ({ hard }) => {
    for (const name of ['report.json', 'inputs.json', 'hardening.schema.json']) {
      hard(`.harden/${name}`, 'notes');
    }
  }),
  within('the image is a link', ({ link }) => link('.harden/image', 'HOST/deep')),
  within('the folder of images is a link', ({ link }) => link('.harden/images', 'HOST/deep')),
  within('the schema is a link', ({ link }) =>
    link('.harden/hardening.schema.json', 'HOST/secret.txt'),
  ),
  within('what is beside the lock is a link', ({ link }) => {
    link(`hardening.lock.${process.pid}`, 'HOST/secret.txt');
    link(`hardening.yaml.${process.pid}`, 'HOST/secret.txt');
  }),
  within('a report that is asked for is a link', ({ link }) => {
    link('out.html', '../host/secret.txt');
    link('out', '../host');
  }),
];
