import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import { digestOf } from '../fake-registry.ts';

interface Repository {
  blobs: Map<string, Buffer>;
  /** By digest and by tag. */
  manifests: Map<string, { bytes: Buffer; type: string }>;
}

/** What a test makes of a request: answered by itself, or the body cut off after some bytes. */
export type Misbehave = (
  request: IncomingMessage,
  response: ServerResponse,
  count: number,
) => undefined | 'answered' | { cutAfter: number };

export interface WritableRegistry {
  host: string;
  /** Method and path of every request, in order. */
  asked: string[];
  repository(name: string): Repository;
  /** Changed while it runs. */
  misbehave: Misbehave;
  /** Names repositories that exist; all do unless set. */
  known?: Set<string>;
  /** Whether a tag may be moved. */
  immutable: boolean;
  /** Whether it keeps lists of referrers. */
  referrers: boolean;
  /** Whether it says so when one is pushed. */
  saysSubject: boolean;
  /** Whether an upload that was cut keeps what came of the piece. */
  resumes: boolean;
  /** Whether a repository's blobs can be taken over into another one. */
  mounts: boolean;
}

/**
 * A registry on this machine that takes pushes as the distribution specification has it, and says no to
 * a manifest whose blobs are not there. It ends with the test.
 */
export async function writableRegistry(): Promise<WritableRegistry> {
  const repositories = new Map<string, Repository>();
  const uploads = new Map<string, Buffer>();
  let ids = 0;
  const registry: WritableRegistry = {
    host: '',
    asked: [],
    repository(name) {
      const found = repositories.get(name) ?? { blobs: new Map(), manifests: new Map() };
      repositories.set(name, found);
      return found;
    },
    misbehave: () => undefined,
    immutable: false,
    referrers: true,
    saysSubject: true,
    resumes: true,
    mounts: true,
  };

  const server = createServer(async (request, response) => {
    registry.asked.push(`${request.method} ${request.url}`);
    const { socket } = request;
    const wish = registry.misbehave(request, response, registry.asked.length);
    if (wish === 'answered') return;
    const { bytes, cut } = await received(request, wish?.cutAfter);
    const url = new URL(request.url ?? '', 'http://registry');
    const [, name = '', kind = '', rest = ''] =
      /^\/v2\/(.+?)\/(blobs\/uploads|blobs|manifests|referrers)\/(.*)$/.exec(url.pathname) ?? [];
    const no = (status: number, code: string, message = '') =>
      void response.writeHead(status).end(JSON.stringify({ errors: [{ code, message }] }));
    if (cut) {
      const before = uploads.get(rest);
      if (before && registry.resumes && request.method === 'PATCH') {
        uploads.set(rest, Buffer.concat([before, bytes]));
      } else uploads.delete(rest);
      return void socket.destroy();
    }
    if (registry.known && !registry.known.has(name)) return no(404, 'NAME_UNKNOWN', 'no such name');
    const { blobs, manifests } = registry.repository(name);
    const progress = (status: number, id: string) => {
      const size = uploads.get(id)?.length ?? 0;
      response.writeHead(status, {
        location: `/v2/${name}/blobs/uploads/${id}?state=1`,
        range: `0-${Math.max(size - 1, 0)}`,
      });
      response.end();
    };
    if (kind === 'blobs/uploads') {
      if (request.method === 'POST') {
        const digest = url.searchParams.get('mount') ?? '';
        const from = url.searchParams.get('from');
        const found = from && registry.mounts && registry.repository(from).blobs.get(digest);
        if (found) {
          blobs.set(digest, found);
          return void response.writeHead(201).end();
        }
        ids += 1;
        uploads.set(`${ids}`, Buffer.alloc(0));
        return progress(202, `${ids}`);
      }
      const before = uploads.get(rest);
      if (!before) return no(404, 'BLOB_UPLOAD_UNKNOWN');
      if (request.method === 'GET') return progress(204, rest);
      const [, first] = /^(\d+)-\d+$/.exec(request.headers['content-range'] ?? '') ?? [];
      if (first && Number(first) !== before.length) return no(416, 'BLOB_UPLOAD_INVALID');
      const whole = Buffer.concat([before, bytes]);
      uploads.set(rest, whole);
      if (request.method === 'PATCH') return progress(202, rest);
      const digest = url.searchParams.get('digest') ?? '';
      uploads.delete(rest);
      if (digestOf(whole) !== digest) return no(400, 'DIGEST_INVALID');
      blobs.set(digest, whole);
      return void response.writeHead(201, { 'docker-content-digest': digest }).end();
    }
    if (kind === 'blobs') {
      const found = blobs.get(rest);
      if (!found) return no(404, 'BLOB_UNKNOWN');
      return void response.writeHead(200, { 'content-length': found.length }).end(found);
    }
    if (kind === 'referrers' && registry.referrers) {
      const listed = [...manifests].flatMap(([key, { bytes, type }]) => {
        const { subject, config, annotations, ...more } = JSON.parse(bytes.toString());
        // What go-containerregistry lists, which knows no other type.
        const artifactType = registry.saysSubject ? more.artifactType : config?.mediaType;
        if (!key.startsWith('sha256:') || subject?.digest !== rest) return [];
        const digest = key;
        return [{ mediaType: type, digest, size: bytes.length, artifactType, annotations }];
      });
      const index = { schemaVersion: 2, mediaType: INDEX, manifests: listed };
      return void response.writeHead(200, { 'content-type': INDEX }).end(JSON.stringify(index));
    }
    if (kind !== 'manifests') return no(404, 'NOT_FOUND');
    if (request.method === 'GET') {
      const found = manifests.get(rest);
      if (!found) return no(404, 'MANIFEST_UNKNOWN');
      return void response.writeHead(200, { 'content-type': found.type }).end(found.bytes);
    }
    const { config, layers = [], subject } = JSON.parse(bytes.toString());
    const parts = [...(config ? [config] : []), ...layers];
    if (parts.some((one) => !blobs.has(one.digest))) return no(400, 'MANIFEST_BLOB_UNKNOWN');
    const type = request.headers['content-type'] ?? '';
    const digest = digestOf(bytes);
    const tagged = !rest.startsWith('sha256:');
    if (!tagged && rest !== digest) return no(400, 'DIGEST_INVALID');
    if (tagged && registry.immutable && manifests.has(rest)) {
      return no(400, 'TAG_INVALID', 'The tag already exists and cannot be overwritten');
    }
    manifests.set(digest, { bytes, type });
    if (tagged) manifests.set(rest, { bytes, type });
    const says = registry.referrers && registry.saysSubject;
    const listed = subject && says ? { 'oci-subject': subject.digest } : {};
    return void response.writeHead(201, { 'docker-content-digest': digest, ...listed }).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  registry.host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return registry;
}

const INDEX = 'application/vnd.oci.image.index.v1+json';

function received(
  request: IncomingMessage,
  cutAfter = Number.POSITIVE_INFINITY,
): Promise<{ bytes: Buffer; cut: boolean }> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const end = (cut: boolean) =>
      resolve({ bytes: Buffer.concat(chunks).subarray(0, cutAfter), cut });
    request.on('data', (chunk: Buffer) => {
      chunks.push(chunk);
      size += chunk.length;
      if (size >= cutAfter) end(true);
    });
    request.on('end', () => end(cutAfter !== Number.POSITIVE_INFINITY));
    // The other side went away.
    request.on('error', () => end(true));
  });
}
