import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { onTestFinished } from 'vitest';
import { pushImage } from '../../src/engine/image.ts';
import { writeLayer } from '../../src/oci/layer.ts';
import type { Content } from '../../src/oci/types.ts';
import type { ScannerName } from '../../src/plan/types.ts';
import { SCANNERS } from '../../src/scan/scanners.ts';
import { harden } from '../program.ts';
import { countingRegistry } from './counting-registry.ts';

const run = promisify(execFile);
/** Where harden looks for the program in its image. */
const PROGRAMS: Record<ScannerName, string> = { trivy: 'usr/local/bin/trivy', grype: 'grype' };
/** Under another tag, so that nobody else meets it. */
const TAG = 'harden-test';

/**
 * An image in the place of a scanner's, whose program writes these answers: `report` for Trivy,
 * `json` and `cyclonedx-json` for Grype, or ends as `killed` says. Gives the mirrors that lead a
 * build to it.
 */
export async function falseScanner(
  name: ScannerName,
  answers: Record<string, string>,
): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'harden-false-scanner-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const program = join(folder, name);
  const env = { ...process.env, CGO_ENABLED: '0', GO111MODULE: 'off' };
  const source = join(import.meta.dirname, 'false-scanner', 'main.go');
  await run('go', ['build', '-trimpath', '-o', program, source], { env });
  const { registry } = JSON.parse((await harden(['engine', 'status', '--json'])).stdout);
  const layer = await writeLayer(
    contents(PROGRAMS[name], await readFile(program), answers),
    join(folder, 'blobs'),
  );
  const [repository = '', tag] = SCANNERS[name].image.replace(/^docker.io\//, '').split(':');
  const target = { registry: registry.replace('http://', ''), name: repository };
  await pushImage({ ...target, signal: undefined }, TAG, [layer], {
    Entrypoint: [`/${PROGRAMS[name]}`],
  });
  const { move, mirrors } = await countingRegistry();
  move(`${repository}:${tag}`, `${repository}:${TAG}`);
  return mirrors;
}

async function* contents(
  path: string,
  program: Buffer,
  answers: Record<string, string>,
): AsyncGenerator<Content> {
  yield { entry: { path: 'answer', type: 'directory', mode: 0o755, uid: 0, gid: 0, size: 0 } };
  for (const [name, text] of Object.entries(answers)) {
    yield file(`answer/${name}`, 0o644, Buffer.from(text));
  }
  yield file(path, 0o755, program);
  yield { entry: { path: 'tmp', type: 'directory', mode: 0o1777, uid: 0, gid: 0, size: 0 } };
}

function file(path: string, mode: number, bytes: Buffer): Content {
  const body = (async function* () {
    yield bytes;
  })();
  return { entry: { path, type: 'file', mode, uid: 0, gid: 0, size: bytes.length }, body };
}
