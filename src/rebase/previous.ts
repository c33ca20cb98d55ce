import type { KeyObject } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { error, HardenError } from '../diagnostics/diagnostic.ts';
import type { BuildInputs } from '../explain/types.ts';
import { findImage } from '../find-image.ts';
import { type Layout, readLayout } from '../oci/layout.ts';
import type { Workspace } from '../output.ts';
import type { Platform } from '../plan/types.ts';
import { readRecord } from '../records.ts';
import type { RegistryClient } from '../registry/client.ts';
import type { Image, RunReport } from '../report/types.ts';
import { storedReport } from '../stored-report.ts';
import { publishedRecords } from './published-records.ts';
import { type BuildRecord, readRecordOf } from './record.ts';

/** The image whose app is put on another base, and what is known of its build. */
export interface Previous {
  image: Image;
  layout: Layout;
  record: BuildRecord;
  /** Of the project's own last build. */
  report?: RunReport;
  inputs?: BuildInputs;
}

interface PreviousRequest {
  /** An image; absent: the one that the last build of the project made. */
  image?: string;
  /** Whose provenance alone counts; absent: anybody's. */
  key?: KeyObject;
  /** The project. */
  folder: string;
  /** Where its last build is. */
  output: string;
  cwd: string;
  platform: Platform;
}

/** @throws HardenError rebase/unknown-build where nothing says how the image was built. */
export function previousImage(
  request: PreviousRequest,
  registry: RegistryClient,
  workspace: Workspace,
): Promise<Previous> {
  const { image, folder, output } = request;
  if (image === undefined) return ofProject(folder, output);
  return ofImage({ ...request, image }, registry, workspace);
}

async function ofProject(folder: string, output: string): Promise<Previous> {
  const { report, file } = await storedReport(output, folder);
  const layout = await readLayout(join(dirname(file), basename(report.image.layout)));
  const image = { ...report.image, layout: layout.dir };
  const [record, inputs] = await Promise.all([
    recordBeside(layout),
    readRecord<BuildInputs>(join(output, 'inputs.json')),
  ]);
  if (!record || image.digest !== layout.manifestDigest) throw unknownBuild(folder);
  return { image, layout, record, report, ...(inputs && { inputs }) };
}

async function ofImage(
  request: PreviousRequest & { image: string },
  registry: RegistryClient,
  workspace: Workspace,
): Promise<Previous> {
  const { image, layout } = await findImage(request, registry, workspace);
  const local = await stat(resolve(request.cwd, request.image)).catch(() => undefined);
  const record = local
    ? await recordBeside(layout)
    : await publishedRecords(image.name, registry, workspace.path('records'), request.key);
  if (record?.digest !== layout.manifestDigest) throw unknownBuild(request.image);
  return { image, layout, record };
}

/** The provenance that a build writes beside its layout. */
async function recordBeside({ dir, manifestDigest }: Layout): Promise<BuildRecord | undefined> {
  const text = await readFile(join(dirname(dir), 'provenance.json'), 'utf8').catch(() => '');
  const record = readRecordOf(text);
  return record?.digest === manifestDigest ? record : undefined;
}

function unknownBuild(image: string): HardenError {
  return new HardenError(
    error('rebase/unknown-build', `${image} has no provenance that says how its app was built`, {
      hint: 'name an image that harden published or built, with the documents beside it, or run: harden build',
    }),
  );
}
