import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { assembleImage } from '../../src/oci/assemble.ts';
import { SCRATCH } from '../../src/oci/base-image.ts';
import { writeLayer } from '../../src/oci/layer.ts';
import type { Content } from '../../src/oci/types.ts';

const PACKAGES = 300;
const FILES_OF_PACKAGE = 25;
const MODULES = 700;
const FILES_OF_MODULE = 31;

let seed = 1;

/** Writes an image of 300 MB and 31,000 files: packages of dpkg, modules of Node, and Node itself. */
const [folder = ''] = process.argv.slice(2);
const blobs = join(folder, 'blobs');
const base = await writeLayer(packages(), blobs);
const modules = await writeLayer(nodeModules(), blobs);
const app = await writeLayer(program(), blobs);
await assembleImage({
  name: 'large',
  platform: 'linux/amd64',
  base: { ...SCRATCH, kind: 'image', ref: 'large', layers: [{ blob: base }] },
  layers: [
    { kind: 'dependencies', blob: modules },
    { kind: 'app', blob: app },
  ],
  config: {
    ...{ User: '65532:65532', Entrypoint: ['/opt/node'], Cmd: [], Env: [] },
    ...{ WorkingDir: '/app', ExposedPorts: [], Labels: {} },
  },
  layoutDir: join(folder, 'image'),
});

async function* packages(): AsyncGenerator<Content> {
  yield* folders('etc', 'usr', 'usr/share', 'usr/share/doc');
  yield* folders('var', 'var/lib', 'var/lib/dpkg', 'var/lib/dpkg/info');
  yield file('etc/os-release', 'ID=debian\nVERSION_ID="13"\n');
  let status = '';
  for (let at = 0; at < PACKAGES; at++) {
    const name = `package${at}`;
    status += `Package: ${name}\nStatus: install ok installed\nVersion: 1.${at}\nArchitecture: amd64\n\n`;
    yield* folders(`usr/share/doc/${name}`);
    let list = '';
    let sums = '';
    for (let i = 0; i < FILES_OF_PACKAGE; i++) {
      const path = `usr/share/doc/${name}/${i}.txt`;
      const text = textOf(3000);
      list += `/${path}\n`;
      sums += `${createHash('md5').update(text).digest('hex')}  ${path}\n`;
      yield file(path, text);
    }
    yield file(`var/lib/dpkg/info/${name}.list`, list);
    yield file(`var/lib/dpkg/info/${name}.md5sums`, sums);
  }
  yield file('var/lib/dpkg/status', status);
}

async function* nodeModules(): AsyncGenerator<Content> {
  yield* folders('app', 'app/node_modules');
  for (let at = 0; at < MODULES; at++) {
    const name = `module${at}`;
    yield* folders(`app/node_modules/${name}`);
    yield file(`app/node_modules/${name}/package.json`, JSON.stringify({ name, version: '1.0.0' }));
    for (let i = 0; i < FILES_OF_MODULE; i++)
      yield file(`app/node_modules/${name}/${i}.js`, textOf(8000));
  }
}

/** A large ELF file that every machine with a Node has. */
async function* program(): AsyncGenerator<Content> {
  const { size } = await stat(process.execPath);
  yield* folders('opt');
  const entry = { path: 'opt/node', type: 'file' as const, mode: 0o755, uid: 0, gid: 0, size };
  yield { entry, body: createReadStream(process.execPath) };
}

function* folders(...paths: string[]): Generator<Content> {
  for (const path of paths)
    yield { entry: { path, type: 'directory', mode: 0o755, uid: 0, gid: 0, size: 0 } };
}

function file(path: string, text: string): Content {
  const bytes = Buffer.from(text);
  const body = (async function* () {
    yield bytes;
  })();
  return {
    entry: { path, type: 'file', mode: 0o644, uid: 0, gid: 0, size: bytes.length },
    body,
  };
}

/** Words that compress about as well as a program's text does, the same on every run. */
function textOf(length: number): string {
  let text = '';
  while (text.length < length) text += `${word()} `;
  return text;
}

function word(): string {
  seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31;
  return (seed % 2000).toString(36).padStart(6, 'abcdef');
}
