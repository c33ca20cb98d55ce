import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { MEDIA } from '../../../src/oci/spec.ts';
import { IN_TOTO } from '../../../src/statements/attestation.ts';
import type { Answers } from './servers.ts';

export const sha256 = (bytes: string | Uint8Array): string =>
  `sha256:${createHash('sha256').update(bytes).digest('hex')}`;

const EMPTY = 'application/vnd.oci.empty.v1+json';

/** The documents of an image; each is made of what the one before it came to. */
export type Layer = 'config' | 'manifest' | 'index' | 'referrers';

/** Writes a document otherwise than as it should be; digests above it follow. */
export type Rewrite = (document: Record<string, unknown>) => string | Uint8Array;

const PLAIN = Buffer.alloc(2048);
export const LAYER = gzipSync(PLAIN);
export const STATEMENT = Buffer.from('{"_type":"https://in-toto.io/Statement/v1"}');

export interface Published {
  answers: Answers;
  /** Of the index under the tag `1`. */
  digest: string;
  /** Of the manifest for linux/amd64. */
  image: string;
}

/** `app:1` as a registry has it, with a statement beside it. */
export function published(rewritten: Layer | undefined, rewrite: Rewrite): Published {
  const answers: Answers = new Map();
  const write = (layer: Layer, document: Record<string, unknown>) =>
    layer === rewritten ? rewrite(document) : JSON.stringify(document);
  const put = (kind: string, bytes: string | Uint8Array, type: string, tag?: string) => {
    const digest = sha256(bytes);
    const answer = { headers: { 'content-type': type }, body: bytes };
    for (const name of tag ? [digest, tag] : [digest]) {
      for (const method of ['GET', 'HEAD'])
        answers.set(`${method} /v2/app/${kind}/${name}`, answer);
    }
    return { mediaType: type, digest, size: Buffer.byteLength(bytes) };
  };
  const layer = put('blobs', LAYER, MEDIA.layerGzip);
  const config = put('blobs', write('config', configOf()), MEDIA.config);
  const manifest = { schemaVersion: 2, mediaType: MEDIA.manifest, config, layers: [layer] };
  const image = put('manifests', write('manifest', manifest), MEDIA.manifest);
  const platform = { os: 'linux', architecture: 'amd64' };
  const manifests = [{ ...image, platform }];
  const index = { schemaVersion: 2, mediaType: MEDIA.index, manifests };
  const { digest } = put('manifests', write('index', index), MEDIA.index, '1');
  const statement = put('blobs', STATEMENT, IN_TOTO);
  const beside = { ...manifest, config: put('blobs', '{}', EMPTY), layers: [statement] };
  const referrer = put('manifests', JSON.stringify({ ...beside, subject: image }), MEDIA.manifest);
  const listed = { ...index, manifests: [{ ...referrer, artifactType: IN_TOTO }] };
  answers.set(`GET /v2/app/referrers/${image.digest}`, { body: write('referrers', listed) });
  return { answers, digest, image: image.digest };
}

export const GOOD = published(undefined, JSON.stringify);

function configOf(): Record<string, unknown> {
  return {
    architecture: 'amd64',
    os: 'linux',
    config: {
      User: '1000',
      Env: ['PATH=/bin'],
      Labels: { [`org.opencontainers.image.title`]: 'app' },
    },
    rootfs: { type: 'layers', diff_ids: [sha256(PLAIN)] },
    history: [{ created: '1970-01-01T00:00:00Z', created_by: 'x' }],
  };
}
