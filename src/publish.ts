import { readFile, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { error, HardenError } from './diagnostics/diagnostic.ts';
import { type Layout, readLayout } from './oci/layout.ts';
import { MEDIA } from './oci/spec.ts';
import type { Progress } from './progress.ts';
import { type Destination, destinationsOf } from './publish/destinations.ts';
import { refusals } from './publish/passed.ts';
import { statementsOf } from './publish/statements.ts';
import {
  type Arrivals,
  checkPlatform,
  type ImageBlob,
  type Pushed,
  pushImage,
  tagImage,
} from './registry/push/image.ts';
import { pushReferrers } from './registry/push/referrers.ts';
import { openRepository, type PushOptions, type Repository } from './registry/push/repository.ts';
import { parseReference } from './registry/reference.ts';
import type { RunReport } from './report/types.ts';
import type { Signer } from './statements/attestation.ts';
import { storedReport } from './stored-report.ts';

export interface PublishRequest extends PushOptions {
  /** The folder of a project, its output folder, or an OCI layout with its report beside it. */
  path: string;
  /** References with a tag. */
  to: readonly string[];
  cwd: string;
  now: Date;
  /** How old the report may be, in hours. */
  maxAge: number;
  /** Signs the image and its documents, unless its build did so with the same key. */
  signer?: Signer;
  progress: Progress;
}

/** What `harden publish --json` prints. */
export interface Published extends Arrivals {
  schemaVersion: 1;
  /** The name of the image. */
  image: string;
  digest: string;
  /** References with tag and digest. */
  tags: string[];
  /** Digests of the documents beside the image. */
  referrers: string[];
}

/**
 * Pushes the image of a build that passed: to all repositories first, and only then the tags. Nothing is
 * sent before the report has been held against the layout, of which every byte is verified.
 * @throws HardenError publish/*, registry/*.
 */
export async function publish(request: PublishRequest): Promise<Published> {
  const destinations = destinationsOf(request.to);
  const { report, file, layout } = await passed(request);
  const statements = await statementsOf(report, file, request.signer);
  const { digest } = report.image;
  const image = await imageOf(layout);
  const targets: { repository: Repository; tags: string[] }[] = [];
  const sums: Arrivals[] = [];
  const { mediaType, bytes } = image.manifest;
  const subject = { mediaType, digest, size: bytes.length };
  let referrers: string[] = [];
  for (const destination of destinations) {
    const done = targets.map(({ repository }) => repository);
    const { repository, content } = prepare(destination, image, report, done, request);
    request.progress({ phase: 'push', message: `pushing to ${repository.name}` });
    sums.push(await pushImage(repository, content));
    referrers = await pushReferrers(repository, subject, statements);
    targets.push({ repository, tags: destination.tags });
  }
  const tags: string[] = [];
  for (const { repository, tags: names } of targets) {
    for (const tag of names) {
      request.progress({ phase: 'tag', message: `${repository.name}:${tag}` });
      await tagImage(repository, tag, image.manifest);
      tags.push(`${repository.name}:${tag}@${digest}`);
    }
  }
  return { schemaVersion: 1, image: report.image.name, digest, tags, ...added(sums), referrers };
}

/** The report and the layout of an image that may be published. */
async function passed({
  path,
  cwd,
  now,
  maxAge,
}: PublishRequest): Promise<{ report: RunReport; file: string; layout: Layout }> {
  const absolute = resolve(cwd, path);
  const isLayout = await stat(join(absolute, 'index.json')).catch(() => undefined);
  const from = isLayout ? join(dirname(absolute), 'report.json') : absolute;
  const { report, file } = await storedReport(from, cwd).catch((thrown: unknown) => {
    throw isMissing(thrown) ? noReport(path) : thrown;
  });
  const layout = await wholeLayout(isLayout ? absolute : await layoutOf(report, file));
  const { digest, os, architecture } = { ...layout.config, digest: layout.manifestDigest };
  checkPlatform(report.image.name, os, architecture);
  const problems = refusals(report, { digest, now, maxAge, path });
  if (problems.length > 0) throw new HardenError(...problems);
  return { report, file, layout };
}

/** A damaged layout is not the one that was judged. */
function wholeLayout(dir: string): Promise<Layout> {
  return readLayout(dir).catch((thrown: unknown) => {
    if (!(thrown instanceof HardenError)) throw thrown;
    const hint = 'build again, and publish what came of it';
    throw new HardenError(
      ...thrown.diagnostics.map(({ message }) => error('publish/changed', message, { hint })),
    );
  });
}

/** Beside the report, where the output folder was moved; else where it was built. */
async function layoutOf({ image }: RunReport, file: string): Promise<string> {
  const beside = join(dirname(file), basename(image.layout));
  const found = await stat(join(beside, 'index.json')).catch(() => undefined);
  return found ? beside : image.layout;
}

async function imageOf(layout: Layout): Promise<Pushed> {
  const { manifest, manifestDigest, blobPath } = layout;
  const blobs = [manifest.config, ...manifest.layers].map(({ digest, size }) => ({
    ...{ digest, size },
    content: { file: blobPath(digest) },
  }));
  const bytes = await readFile(blobPath(manifestDigest));
  return { manifest: { mediaType: manifest.mediaType ?? MEDIA.manifest, bytes }, blobs };
}

/** A repository, and from where in its registry each blob can be had. */
function prepare(
  { reference }: Destination,
  image: Pushed,
  { image: { base, layers } }: RunReport,
  done: readonly Repository[],
  options: PushOptions,
): { repository: Repository; content: Pushed } {
  const { registry, repository } = reference;
  const same = done.find((one) => one.registry === registry)?.path;
  const parsed = base.kind === 'image' ? parseReference(base.ref) : undefined;
  const own =
    parsed?.ok && parsed.value.registry === registry ? parsed.value.repository : undefined;
  const ofBase = new Set(layers.filter(({ kind }) => kind === 'base').map(({ digest }) => digest));
  const from = ({ digest }: ImageBlob) => same ?? (ofBase.has(digest) ? own : undefined);
  const mounts = [same, own].filter((one) => one !== undefined && one !== repository);
  return {
    repository: openRepository(reference, mounts as string[], options),
    content: {
      ...image,
      blobs: image.blobs.map((blob) => {
        const source = from(blob);
        return { ...blob, ...(source !== repository && { from: source }) };
      }),
    },
  };
}

function added(sums: readonly Arrivals[]): Arrivals {
  const total = (of: (sum: Arrivals) => number) => sums.reduce((all, sum) => all + of(sum), 0);
  return {
    uploaded: {
      blobs: total(({ uploaded }) => uploaded.blobs),
      bytes: total(({ uploaded }) => uploaded.bytes),
    },
    mounted: total(({ mounted }) => mounted),
    existing: total(({ existing }) => existing),
  };
}

function isMissing(thrown: unknown): boolean {
  return thrown instanceof HardenError && thrown.diagnostics[0]?.code === 'cli/not-found';
}

function noReport(path: string): HardenError {
  return new HardenError(
    error('publish/no-report', `${path} has no report of a build, so nothing says that it passed`, {
      hint: 'run harden build, and name its project, or the layout in its .harden folder',
    }),
  );
}
