import { createHash } from 'node:crypto';
import {
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { HardenError } from '../../../src/diagnostics/diagnostic.ts';
import { layerIndexes } from '../../../src/elf/layer-index.ts';
import { checkImage } from '../../../src/inspect/checks.ts';
import { imageRoot } from '../../../src/inspect/image-root.ts';
import { readInventory } from '../../../src/inspect/inventory.ts';
import { normalizeLayer, ROOT_OWNED } from '../../../src/oci/artifacts.ts';
import { assembleImage } from '../../../src/oci/assemble.ts';
import { type BaseImage, SCRATCH } from '../../../src/oci/base-image.ts';
import { writeLayer } from '../../../src/oci/layer.ts';
import { readLayout } from '../../../src/oci/layout.ts';
import type { LayerBlob } from '../../../src/oci/types.ts';
import type { ImageConfig } from '../../../src/plan/types.ts';
import { rawTar } from '../../oci/raw-tar.ts';
import { refusal } from '../refusal.ts';
import { type Case, type Outcome, section } from '../section.ts';
import { ARTIFACT_TREES, type ArtifactTree } from './artifact-trees.ts';
import { hashOf, SECRET } from './place.ts';
import { unpackNaively } from './unpack.ts';

interface Input {
  tree: ArtifactTree;
  around: string;
}

/** Makes a layer of what the engine gave. */
type Make = (tar: Buffer, work: string) => Promise<LayerBlob>;

export const escapedArtifacts = section<Input, Make>({
  name: 'artifacts that lead out of an image',
  promise: 'refused, or a layer that is safe to whoever unpacks it; none of it is followed',
  meaning:
    'Trees in which links, hard links, kinds, rights and names act together, and bases of that kind: a layer that is made is unpacked beside a host by an unpacker without any care, and the image is assembled and inspected.',
  cases,
  defence: (tar, work) =>
    writeLayer(normalizeLayer(once(tar), ROOT_OWNED, work), join(work, 'blobs')),
  attempt,
  sabotage: { takenOut: 'the rules of layers', defence: async (tar, work) => asItIs(tar, work) },
});

function* cases(): Generator<Case<Input>> {
  for (const tree of ARTIFACT_TREES) {
    const around = mkdtempSync(join(tmpdir(), 'harden-trust-'));
    try {
      yield { name: tree.name, input: { tree, around } };
    } finally {
      rmSync(around, { recursive: true, force: true });
    }
  }
}

async function attempt(make: Make, { tree, around }: Input): Promise<Outcome> {
  const host = join(around, 'host');
  const root = join(around, 'root');
  const work = join(around, 'work');
  for (const folder of [host, root, work]) mkdirSync(folder);
  writeFileSync(join(host, 'secret'), SECRET);
  const before = hashOf(host);
  const tarOf = (entries: ArtifactTree['app']) =>
    rawTar(
      entries.map((one) => ({ ...one, ...(one.link && { link: one.link.replace('HOST', host) }) })),
    );
  try {
    const blob = await make(tarOf(tree.app), work);
    if (tree.expected === 'refused') return { got: 'read', broke: 'made a layer of it' };
    const wrong =
      (await wrongUnpacked(blob, root)) ??
      (await wrongImage(tree, blob, { work, base: tree.base && asItIs(tarOf(tree.base), work) }));
    const changed = hashOf(host) === before ? undefined : 'changed a file outside';
    const broke = changed ?? wrong;
    return { got: 'safe', ...(broke !== undefined && { broke }) };
  } catch (thrown) {
    if (!(thrown instanceof HardenError)) throw thrown;
    const outcome = refusal(thrown.diagnostics, new Map());
    return tree.expected === 'refused' ? outcome : { ...outcome, broke: thrown.message };
  }
}

/** Of what an unpacker without care leaves. */
async function wrongUnpacked({ file }: LayerBlob, root: string): Promise<string | undefined> {
  // Elsewhere names that differ in case are one name, which no container has.
  if (process.platform !== 'linux') return undefined;
  const failed = await unpackNaively(gunzipped(readFileSync(file)), root);
  if (failed) return failed;
  for (const one of readdirSync(root, { recursive: true, withFileTypes: true })) {
    const path = join(one.parentPath, one.name);
    const { mode } = lstatSync(path);
    if (one.isSymbolicLink()) continue;
    if (!one.isFile() && !one.isDirectory()) return `${path} is of a kind of its own`;
    if ((mode & 0o6022) !== 0) return `${path} has the mode ${mode.toString(8)}`;
    if (one.isFile() && readFileSync(path, 'utf8').includes(SECRET))
      return `${path} has a file of the host`;
  }
  return undefined;
}

const CONFIG: ImageConfig = {
  ...{ User: '65532:65532', Entrypoint: ['/app/server'], Cmd: [], Env: [], WorkingDir: '/app' },
  ...{ ExposedPorts: [], Labels: {} },
};

async function wrongImage(
  { has = [], base: written = [] }: ArtifactTree,
  blob: LayerBlob,
  { work, base }: { work: string; base: LayerBlob | undefined },
): Promise<string | undefined> {
  const layoutDir = join(work, 'image');
  await assembleImage({
    ...{ config: CONFIG, platform: 'linux/amd64', name: 'shop', layoutDir },
    base: base ? baseOf(base) : SCRATCH,
    layers: [{ kind: 'app', blob }],
  });
  const layout = await readLayout(layoutDir);
  const inventory = await readInventory(layout);
  const paths = inventory.files.map(({ path }) => path);
  const outside = paths.find((path) => /^\/|(?:^|\/)\.\.?(?:\/|$)|\/\/|^$/.test(path));
  if (outside !== undefined) return `the image has ${JSON.stringify(outside)}`;
  const lost = has.find((path) => !paths.includes(path));
  if (lost !== undefined) return `lost ${JSON.stringify(lost)}`;
  const owned = inventory.files.find(
    ({ kind, uid, gid, capabilities }) =>
      kind === 'app' && (uid !== 0 || gid !== 0 || capabilities),
  );
  if (owned) return `${owned.path} is of ${owned.uid}:${owned.gid}, or has capabilities`;
  const root = imageRoot(await layerIndexes(layout, join(work, 'blobs')), inventory);
  // Ends, and finds nothing beside the root. Of a thousand folders each in the other a few are enough.
  const apart = Math.ceil(paths.length / 100);
  for (let at = 0; at < paths.length; at += apart) root.has(`/${paths[at]}`);
  if (root.has('/../host/secret') !== paths.includes('host/secret'))
    return 'found a file of the host';
  const checks = checkImage(inventory, layout.config);
  const rights = checks.find(({ id }) => id === 'no-setuid');
  const gains = written.some(({ mode = 0 }) => (mode & 0o6000) !== 0);
  return rights?.pass === !gains ? undefined : `says of setuid: ${rights?.evidence}`;
}

function baseOf(blob: LayerBlob): BaseImage {
  const rootfs = { type: 'layers' as const, diff_ids: [blob.diffId] };
  const config = { architecture: 'amd64', os: 'linux', config: {}, rootfs, history: [] };
  return {
    kind: 'image',
    ref: 'a:1',
    digest: `sha256:${'b'.repeat(64)}`,
    config,
    layers: [{ blob }],
  };
}

/** The bytes as they came, as a layer. */
function asItIs(tar: Buffer, work: string): LayerBlob {
  const hex = createHash('sha256').update(tar).digest('hex');
  const folder = join(work, 'blobs', 'sha256');
  mkdirSync(folder, { recursive: true });
  const path = join(folder, hex);
  writeFileSync(path, tar);
  const digest = `sha256:${hex}`;
  const mediaType = 'application/vnd.oci.image.layer.v1.tar';
  return {
    digest,
    diffId: digest,
    size: tar.length,
    uncompressed: tar.length,
    file: path,
    ...{ mediaType },
  };
}

function gunzipped(bytes: Buffer): Buffer {
  return bytes[0] === 0x1f ? gunzipSync(bytes) : bytes;
}

async function* once(bytes: Buffer): AsyncGenerator<Uint8Array> {
  yield bytes;
}
