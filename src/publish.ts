import { HardenError } from './diagnostics/diagnostic.ts';
import type { Descriptor } from './oci/types.ts';
import type { Platform } from './plan/types.ts';
import type { Progress } from './progress.ts';
import { destinationsOf } from './publish/destinations.ts';
import type { Passed, Wanted } from './publish/find.ts';
import { publicationOf } from './publish/platforms.ts';
import { imageOf, prepare } from './publish/prepare.ts';
import { type Signing, signing } from './publish/sign.ts';
import { type BesideImage, statementsOf } from './publish/statements.ts';
import { fetchBeside } from './registry/beside.ts';
import { createRegistryClient } from './registry/client.ts';
import { Unreachable } from './registry/http.ts';
import { type Arrivals, type Pushed, pushImage, tagImage } from './registry/push/image.ts';
import { pushReferrers, type Statement } from './registry/push/referrers.ts';
import type { PushOptions, Repository } from './registry/push/repository.ts';
import type { Signer } from './statements/attestation.ts';

export interface PublishRequest extends PushOptions, Wanted {
  /** References with a tag. */
  to: readonly string[];
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
  /** Of an index, the images in it. */
  platforms?: { platform: Platform; digest: string }[];
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
export function publish(request: PublishRequest): Promise<Published> {
  return publishAll(request).catch((thrown: unknown) => {
    throw thrown instanceof Unreachable ? pushAgain(thrown) : thrown;
  });
}

/** A mirror, which helps to read, takes nothing. */
function pushAgain({ diagnostics }: Unreachable): HardenError {
  const hint = 'check the network, and run it again: what has arrived is not sent again';
  return new HardenError(...diagnostics.map((one) => ({ ...one, hint })));
}

async function publishAll(request: PublishRequest): Promise<Published> {
  const destinations = destinationsOf(request.to);
  const { signer } = request;
  const { name, parts, index } = await publicationOf(request, signer);
  const images = await Promise.all(parts.map((one) => ready(one, signer)));
  const [first] = images;
  const digest = index?.digest ?? first?.subject.digest ?? '';
  const top = index?.manifest ?? (first as Ready).image.manifest;
  const ofIndex = index && besideOf(index.beside, { digest, signer });
  const targets: { repository: Repository; tags: string[] }[] = [];
  const sums: Arrivals[] = [];
  let referrers: string[] = [];
  const patience = { ...request.patience, waiting: tellWaits(request.progress) };
  for (const destination of destinations) {
    const done = targets.map(({ repository }) => repository);
    const options = { ...request, patience };
    referrers = [];
    let target: Repository | undefined;
    for (const { image, report, subject, beside } of images) {
      const { repository, content } = prepare(destination, image, report, done, options);
      sums.push(await pushImage(repository, content, { told: tellBytes(request, repository) }));
      referrers.push(...(await pushBeside(repository, subject, beside, request)));
      target = repository;
    }
    if (!target) continue;
    if (ofIndex) {
      // A registry takes an index only when it has what is in it.
      await pushImage(target, { manifest: top, blobs: [] });
      const subject = { mediaType: top.mediaType, digest, size: top.bytes.length };
      referrers.push(...(await pushBeside(target, subject, ofIndex, request)));
    }
    targets.push({ repository: target, tags: destination.tags });
  }
  const tags: string[] = [];
  for (const { repository, tags: names } of targets) {
    for (const tag of names) {
      request.progress({ phase: 'tag', message: `${repository.name}:${tag}` });
      await tagImage(repository, tag, top);
      tags.push(`${repository.name}:${tag}@${digest}`);
    }
  }
  const platforms = images.map(({ report: { image } }) => ({
    platform: image.platform,
    digest: image.digest,
  }));
  return {
    ...{ schemaVersion: 1, image: name, digest, ...(index && { platforms }) },
    ...{ tags, ...added(sums), referrers },
  };
}

/** An image and its documents, as they are pushed. */
interface Ready extends Pick<Passed, 'report'> {
  image: Pushed;
  subject: Descriptor;
  beside: Beside;
}

/** Documents that are there, and those that are to be signed for each repository. */
interface Beside {
  documents: Statement[];
  toSign: Signing | undefined;
}

async function ready({ report, file, layout }: Passed, signer: Signer | undefined): Promise<Ready> {
  const { digest } = report.image;
  const beside = besideOf(await statementsOf(report, file, signer), { digest, signer });
  const image = await imageOf(layout);
  const { mediaType, bytes } = image.manifest;
  return { report, image, subject: { mediaType, digest, size: bytes.length }, beside };
}

function besideOf(
  { plain, signed, unsigned }: BesideImage,
  { digest, signer }: { digest: string; signer: Signer | undefined },
): Beside {
  const toSign = signer && unsigned.length > 0 ? signing(unsigned, signer, digest) : undefined;
  return { documents: [...plain, ...signed], toSign };
}

async function pushBeside(
  repository: Repository,
  subject: Descriptor,
  { documents, toSign }: Beside,
  request: PublishRequest,
): Promise<string[]> {
  const ref = `${repository.name}@${subject.digest}`;
  const now = toSign ? await signedBeside(toSign, ref, request) : [];
  const statements = [...documents, ...now];
  request.progress({ phase: 'documents', message: `${statements.length} beside the image` });
  return pushReferrers(repository, subject, statements);
}

/** Bytes as they arrive; those that need not be sent are there at once. */
function tellBytes({ progress }: PublishRequest, { name }: Repository) {
  const message = `pushing to ${name}`;
  progress({ phase: 'push', message });
  return (done: number, total: number) =>
    progress({ phase: 'push', message, done, total, unit: 'bytes' });
}

/** What the registry itself has counts, and not what a mirror of it has. */
async function signedBeside(
  toSign: Signing,
  ref: string,
  { env, patience, signal, progress }: PublishRequest,
): Promise<Statement[]> {
  progress({ phase: 'sign', message: 'signing the image and its documents' });
  const registry = createRegistryClient({
    env: { ...env, HARDEN_REGISTRY_MIRRORS: '' },
    ...(patience && { patience }),
    ...(signal && { signal }),
  });
  const { bundles } = await fetchBeside(ref, registry);
  return toSign.besides(bundles);
}

/** A registry that asks for patience gets it, and people are told. */
function tellWaits(progress: Progress): (milliseconds: number) => void {
  return (milliseconds) => {
    const seconds = Math.ceil(milliseconds / 1000);
    if (seconds > 1) progress({ phase: 'push', message: `waiting ${seconds} s for the registry` });
  };
}

function added(sums: readonly Arrivals[]): Arrivals {
  const total = (of: (sum: Arrivals) => number) => sums.reduce((all, sum) => all + of(sum), 0);
  return {
    total: {
      blobs: total((sum) => sum.total.blobs),
      bytes: total((sum) => sum.total.bytes),
    },
    uploaded: {
      blobs: total(({ uploaded }) => uploaded.blobs),
      bytes: total(({ uploaded }) => uploaded.bytes),
    },
    mounted: total(({ mounted }) => mounted),
    existing: total(({ existing }) => existing),
  };
}
