import { randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { assembleImage } from '../../src/oci/assemble.ts';
import { SCRATCH } from '../../src/oci/base-image.ts';
import { writeLayer } from '../../src/oci/layer.ts';
import type { Content } from '../../src/oci/types.ts';
import { packagePath } from '../../src/package-root.ts';

const CHUNK = randomBytes(1024 * 1024);
/** A report of a build that failed, which tests hold to what it is. */
const FAILED = 'test/report/golden/fail-fixable.golden.json';
const OWN = { uid: 0, gid: 0 };

/** A workspace of so many specs. */
export async function specs(folder: string, count: number): Promise<void> {
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'hardening.yaml'), 'version: 1\nworkspace: [services/*]\n');
  for (let at = 0; at < count; at++) {
    const own = join(folder, 'services', `service-${at}`);
    await mkdir(own, { recursive: true });
    await writeFile(join(own, 'go.mod'), `module example.com/service-${at}\n\ngo 1.26\n`);
    await writeFile(
      join(own, 'hardening.yaml'),
      `version: 1\nlanguage: go\nentrypoint: [/app/server]\nruntime: {ports: [${8000 + (at % 999)}]}\n`,
    );
  }
}

/** A layout of so many files of 200 bytes. */
export function files(folder: string, count: number): Promise<void> {
  return image(folder, async function* () {
    for (let at = 0; at < count; at++) {
      const path = `app/lib-${Math.floor(at / 500)}/file-${at}.js`;
      yield content(path, 200, [Buffer.alloc(200, `// ${at}\n`)]);
    }
  });
}

/** A layout of one program and so many megabytes that do not compress. */
export function megabytes(folder: string, count: number): Promise<void> {
  return image(folder, async function* () {
    for (let at = 0; at < count; at += 50) {
      const chunks = Array.from({ length: Math.min(50, count - at) }, () => CHUNK);
      yield content(`app/data-${at}`, chunks.length * CHUNK.length, chunks);
    }
  });
}

/** The report of a run with so many findings, where `harden report` looks for it. */
export async function findings(folder: string, count: number): Promise<void> {
  await mkdir(join(folder, '.harden'), { recursive: true });
  await writeFile(
    join(folder, 'hardening.yaml'),
    'version: 1\nlanguage: go\nentrypoint: [/app/x]\n',
  );
  const report = JSON.parse(await readFile(packagePath(FAILED), 'utf8'));
  const [first] = report.findings;
  report.findings = Array.from({ length: count }, (_, at) => ({
    ...first,
    id: `CVE-2026-${10_000 + at}`,
    package: `package-${at % 400}`,
  }));
  await writeFile(join(folder, '.harden', 'report.json'), JSON.stringify(report));
}

async function image(folder: string, contents: () => AsyncGenerator<Content>): Promise<void> {
  const blobs = join(folder, '..', 'blobs');
  await mkdir(blobs, { recursive: true });
  // Without compression: what is measured is the reading of it.
  const blob = await writeLayer(contents(), blobs, { level: 0 });
  await assembleImage({
    name: 'growth',
    config: {
      ...{ User: '65532:65532', Entrypoint: ['/app/x'], Cmd: [], Env: [], WorkingDir: '/' },
      ...{ ExposedPorts: [], Labels: {} },
    },
    platform: 'linux/amd64',
    base: SCRATCH,
    layers: [{ kind: 'app', blob }],
    layoutDir: folder,
  });
}

function content(path: string, size: number, chunks: Uint8Array[]): Content {
  return { entry: { path, type: 'file', mode: 0o644, size, ...OWN }, body: passed(chunks) };
}

async function* passed(chunks: Uint8Array[]): AsyncGenerator<Uint8Array> {
  yield* chunks;
}
