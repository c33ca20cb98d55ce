import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { cacheDir } from '../cache.ts';
import { assembleDebian } from '../debian/assemble.ts';
import { debianMirrors } from '../debian/mirrors.ts';
import type { DebianRoot } from '../debian/types.ts';
import { HardenError } from '../diagnostics/diagnostic.ts';
import { writeRootArchive } from '../oci/root-archive.ts';
import { canonicalJson } from '../plan/digest.ts';
import { architectureOf } from '../plan/platform.ts';
import { readRecord, writeRecord } from '../records.ts';
import type { InputContext } from './context.ts';
import { eachTime } from './once.ts';

/** What runs a finished image, and scanners, as a container: no image of a registry is needed for it. */
const PACKAGES = ['crun', 'python3.13-minimal'];
const DROP = { libssl3t64: 'the probe needs neither ssl nor hashlib' };

export type HelperContext = Pick<
  InputContext,
  'builder' | 'debianMirror' | 'once' | 'progress' | 'signal' | 'offline'
>;

/**
 * The root with crun and Python, as an OCI archive that the engine imports. It is made at once, beside
 * whatever else a run does, and a failure is that of who asks for it.
 */
export function smokeHelper(context: HelperContext): () => Promise<string> {
  const { once = eachTime, debianMirror = '' } = context;
  const making = once(`helper ${debianMirror}`, () => makeHelper(context));
  making.catch(() => undefined);
  return () => making;
}

/** What was made last, of which packages, and on which day. */
interface Made {
  file: string;
  of: string;
  day: string;
}

/** Packages are asked for once a day; without a mirror what there was before does the same. */
async function makeHelper(context: HelperContext): Promise<string> {
  const folder = join(cacheDir(), 'toolchains');
  const record = join(folder, 'harden-smoke.json');
  const made = { of: canonicalJson([context.builder, PACKAGES, DROP]), day: today() };
  const last = await lastOf(record, made.of);
  if (last?.day === made.day && !context.offline) return last.file;
  try {
    const file = await assembleHelper(context, folder);
    await writeRecord(record, { ...made, file } satisfies Made);
    return file;
  } catch (thrown) {
    if (last && isUnreachable(thrown)) return last.file;
    throw thrown;
  }
}

async function lastOf(record: string, of: string): Promise<Made | undefined> {
  const last = await readRecord<Made>(record);
  if (last?.of !== of) return undefined;
  const isThere = await stat(last.file).catch(() => undefined);
  return isThere && last;
}

function today(): string {
  return new Date().toISOString().slice(0, 10);
}

function isUnreachable(thrown: unknown): boolean {
  return (
    thrown instanceof HardenError &&
    ['debian/mirror-unreachable', 'offline/missing'].includes(thrown.diagnostics[0]?.code ?? '')
  );
}

async function assembleHelper(context: HelperContext, folder: string): Promise<string> {
  const root = await helperRoot(context);
  return writeRootArchive({
    layer: root.layer,
    ref: 'harden-smoke',
    platform: context.builder,
    folder,
  });
}

/** The newest packages of the release, or those of a bundle. */
export function helperRoot(context: HelperContext): Promise<DebianRoot> {
  const { builder, debianMirror, progress, signal, offline } = context;
  return assembleDebian(
    {
      release: 'trixie',
      architecture: architectureOf(builder),
      packages: PACKAGES,
      drop: DROP,
      links: {},
      purpose: 'toolchain',
      mirrors: debianMirrors(debianMirror),
      ...(offline?.helper && { locked: offline.helper }),
    },
    { progress, signal },
  );
}
