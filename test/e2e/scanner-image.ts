import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pushImage } from '../../src/engine/image.ts';
import { writeLayer } from '../../src/oci/layer.ts';
import type { Content } from '../../src/oci/types.ts';
import type { ScannerName } from '../../src/plan/types.ts';
import { SCANNERS } from '../../src/scan/scanners.ts';
import { harden } from '../program.ts';
import type { LookedUp } from './moving-registry.ts';

/** Where harden looks for the program in its image. */
const PROGRAMS: Record<ScannerName, string> = { trivy: 'usr/local/bin/trivy', grype: 'grype' };

/**
 * Pushes an image with this program in a scanner's place, and files below /answer, under another tag
 * to the lab's registry; from then on `moved` gives it for the scanner's own.
 */
export async function replaceScanner(
  name: ScannerName,
  program: Buffer,
  answers: Record<string, string>,
  { move, tag }: Pick<LookedUp, 'move'> & { tag: string },
): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'harden-scanner-'));
  try {
    const { registry } = JSON.parse((await harden(['engine', 'status', '--json'])).stdout);
    const layer = await writeLayer(contents(PROGRAMS[name], program, answers), folder);
    const [repository = '', own] = SCANNERS[name].image.replace(/^docker.io\//, '').split(':');
    const target = { registry: registry.replace('http://', ''), name: repository };
    await pushImage({ ...target, signal: undefined }, tag, [layer], {
      Entrypoint: [`/${PROGRAMS[name]}`],
    });
    move(`${repository}:${own}`, `${repository}:${tag}`);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
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
