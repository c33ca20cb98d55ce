import { readFile, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { error, HardenError } from '../diagnostics/diagnostic.ts';
import { digestOf } from '../oci/digest.ts';
import { MEDIA, type OciIndex } from '../oci/spec.ts';
import { OUTPUT } from '../output.ts';
import { placeOf } from '../platforms/places.ts';
import type { Manifest } from '../registry/push/manifest.ts';
import { isPlatformsReport, type PlatformsReport } from '../report/platforms.ts';
import { type Signer, signatureOf } from '../statements/attestation.ts';
import { findPassed, type Passed, type Wanted } from './find.ts';
import { type BesideImage, bundled } from './statements.ts';

/** What may be published: an image, or those of several platforms and their index. */
export interface Publication {
  name: string;
  parts: Passed[];
  /** Pushed after them, and what the tags lead to; its own documents are signatures. */
  index?: { digest: string; manifest: Manifest; beside: BesideImage };
}

/**
 * The last build of a project, or the layout of one. Of several platforms all have to have passed, and
 * the index has to be of these images and no other.
 * @throws HardenError publish/*.
 */
export async function publicationOf(wanted: Wanted, signer?: Signer): Promise<Publication> {
  const found = await platformsReport(wanted);
  if (!found) {
    const passed = await findPassed(wanted);
    return { name: passed.report.image.name, parts: [passed] };
  }
  const { report, folder } = found;
  const parts: Passed[] = [];
  for (const { platform } of report.image.platforms) {
    const path = join(folder, placeOf(platform), 'image');
    parts.push(await findPassed({ ...wanted, path }));
  }
  const { name, digest } = report.image;
  const manifest = await indexOf(report, folder, parts);
  const beside = await signatures(report, folder, signer);
  return { name, parts, index: { digest, manifest, beside } };
}

/** Where a report may lie that a path stands for; the folder is that of its images. */
async function platformsReport({ path, cwd }: Wanted) {
  const absolute = resolve(cwd, path);
  const isLayout = await stat(join(absolute, 'index.json')).catch(() => undefined);
  const places = isLayout
    ? [join(dirname(absolute), 'report.json')]
    : [absolute, join(absolute, 'report.json'), join(absolute, OUTPUT, 'report.json')];
  for (const file of places) {
    const text = await readFile(file, 'utf8').catch(() => undefined);
    const report = text === undefined ? undefined : parsed(text);
    if (
      isPlatformsReport(report) &&
      (!isLayout || basename(report.image.layout) === basename(absolute))
    )
      return { report, folder: dirname(file) };
  }
  return undefined;
}

async function indexOf(
  { image }: PlatformsReport,
  folder: string,
  parts: readonly Passed[],
): Promise<Manifest> {
  const file = join(folder, basename(image.layout), 'blobs', image.digest.replace(':', '/'));
  const bytes = await readFile(file).catch(() => undefined);
  if (!bytes) throw changed(`${file} is missing, which the report names`);
  const digest = digestOf(bytes);
  if (digest !== image.digest) throw changed(`${file} has the digest ${digest}`);
  const index = parsed(bytes.toString()) as Partial<OciIndex> | undefined;
  const listed = index?.manifests?.map((one) => one.digest).join(' ');
  const built = parts.map(({ layout }) => layout.manifestDigest).join(' ');
  if (listed !== built) throw changed(`the index ${image.digest} is not of the images beside it`);
  return { mediaType: MEDIA.index, bytes };
}

/** That of the build, unless somebody else is to sign now. */
async function signatures(
  { image }: PlatformsReport,
  folder: string,
  signer: Signer | undefined,
): Promise<BesideImage> {
  const none = { plain: [], signed: [], unsigned: [] };
  const now = signer ? { ...none, unsigned: [Buffer.from(signatureOf(image))] } : none;
  if (image.signature === undefined) return now;
  const file = join(folder, basename(image.signature));
  const text = await readFile(file, 'utf8').catch(() => undefined);
  if (text === undefined) throw changed(`${file} is missing, which the report names`);
  if (signer && !(await signer.made(text))) return now;
  return { ...none, signed: [bundled(text, image.digest)] };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function changed(message: string): HardenError {
  const hint = 'build again, and publish what came of it';
  return new HardenError(error('publish/changed', message, { hint }));
}
