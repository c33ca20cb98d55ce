import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { onTestFinished } from 'vitest';
import { pushImage } from '../../src/engine/image.ts';
import { writeLayer } from '../../src/oci/layer.ts';
import type { Content } from '../../src/oci/types.ts';
import { harden } from '../program.ts';
import { countingRegistry } from './counting-registry.ts';

const run = promisify(execFile);
const REPOSITORY = 'anchore/grype';
/** Under another tag, so that nobody else meets it. */
const TAG = 'harden-test';

/**
 * An image in the place of Grype's, whose program writes these answers: `json` and
 * `cyclonedx-json`, or ends as `killed` says. Gives the mirrors that lead a build to it.
 */
export async function falseGrype(answers: Record<string, string>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'harden-false-grype-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const program = join(folder, 'grype');
  const env = { ...process.env, CGO_ENABLED: '0', GO111MODULE: 'off' };
  const source = join(import.meta.dirname, 'false-scanner', 'main.go');
  await run('go', ['build', '-trimpath', '-o', program, source], { env });
  const { registry } = JSON.parse((await harden(['engine', 'status', '--json'])).stdout);
  const layer = await writeLayer(contents(await readFile(program), answers), join(folder, 'blobs'));
  const target = { registry: registry.replace('http://', ''), name: REPOSITORY };
  await pushImage({ ...target, signal: undefined }, TAG, [layer], { Entrypoint: ['/grype'] });
  const { move, mirrors } = await countingRegistry();
  move(`${REPOSITORY}:v0.118.0`, `${REPOSITORY}:${TAG}`);
  return mirrors;
}

async function* contents(
  program: Buffer,
  answers: Record<string, string>,
): AsyncGenerator<Content> {
  yield { entry: { path: 'answer', type: 'directory', mode: 0o755, uid: 0, gid: 0, size: 0 } };
  for (const [name, text] of Object.entries(answers)) {
    yield file(`answer/${name}`, 0o644, Buffer.from(text));
  }
  yield file('grype', 0o755, program);
  yield { entry: { path: 'tmp', type: 'directory', mode: 0o1777, uid: 0, gid: 0, size: 0 } };
}

function file(path: string, mode: number, bytes: Buffer): Content {
  const body = (async function* () {
    yield bytes;
  })();
  return { entry: { path, type: 'file', mode, uid: 0, gid: 0, size: bytes.length }, body };
}
