import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe } from '../../../../src/oci/digest.ts';
import { MEDIA } from '../../../../src/oci/spec.ts';
import { pushImage, tagImage } from '../../../../src/registry/push/image.ts';
import { pushReferrers } from '../../../../src/registry/push/referrers.ts';
import { openRepository } from '../../../../src/registry/push/repository.ts';
import { LAYER, STATEMENT, sha256 } from '../image.ts';
import { loginFor, TOKEN } from '../secrets.ts';
import type { Misbehave } from '../servers.ts';
import { patience, type Situation, type Talk } from '../talk.ts';

/** In bytes; so small that the layer goes in pieces. */
const CHUNK = 24;

const CONFIG = Buffer.from('{"os":"linux","architecture":"amd64"}');
const config = describe(MEDIA.config, CONFIG);
const layer = describe(MEDIA.layerGzip, LAYER);
const MANIFEST = Buffer.from(
  JSON.stringify({ schemaVersion: 2, mediaType: MEDIA.manifest, config, layers: [layer] }),
);

/** An image, its tag and a statement beside it, to a registry that wants a login. */
export const push: Talk = {
  name: 'an image that is pushed',
  begin() {
    const there = new Map<string, Buffer>();
    return { answers: new Map(), guard: registry(there), ask: (at) => pushed(at, there) };
  },
};

async function pushed(at: Situation, there: Map<string, Buffer>): Promise<string | undefined> {
  const { host } = at.places;
  const file = join(at.folder, 'layer');
  await writeFile(file, LAYER);
  const repository = openRepository({ registry: host, repository: 'app' }, [], {
    ...{ env: { DOCKER_CONFIG: await loginFor(host, 'password', at.folder) } },
    ...{ patience: patience(at), signal: at.signal },
  });
  const manifest = { mediaType: MEDIA.manifest, bytes: MANIFEST };
  const blobs = [
    { digest: config.digest, size: config.size, content: CONFIG },
    { digest: layer.digest, size: layer.size, content: { file } },
  ];
  await pushImage(repository, { manifest, blobs }, { chunk: CHUNK });
  await tagImage(repository, '1', manifest);
  const subject = describe(MEDIA.manifest, MANIFEST);
  const statement = { artifactType: 'application/x', bytes: STATEMENT, annotations: {} };
  await pushReferrers(repository, subject, [statement]);
  // Whoever answers wrongly may have kept nothing of it; what there is has to be what was sent.
  const changed = [...there].find(([name, bytes]) => {
    const [, digest] = /(sha256:[0-9a-f]{64})$/.exec(name) ?? [];
    return digest !== undefined && sha256(bytes) !== digest;
  });
  return changed && `left other bytes as ${changed[0]}`;
}

/** As the distribution specification has it, as far as one image needs it. */
function registry(there: Map<string, Buffer>): Misbehave {
  const uploads = new Map<string, Buffer>();
  return ({ request, response, what }) => {
    const url = new URL(request.url ?? '', 'http://registry');
    const end = (status: number, headers: Record<string, string | number> = {}, body?: Buffer) => {
      response.writeHead(status, headers).end(body);
    };
    if (url.pathname === '/token') {
      end(200, {}, Buffer.from(JSON.stringify({ token: TOKEN })));
      return true;
    }
    if (request.headers.authorization !== `Bearer ${TOKEN}`) {
      const realm = `http://${request.headers.host}/token`;
      end(401, { 'www-authenticate': `Bearer realm="${realm}",service="registry"` });
      return true;
    }
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks);
      const name = url.pathname.slice('/v2/app/'.length);
      const sent = uploads.get(name) ?? Buffer.alloc(0);
      if (what.startsWith('POST')) {
        const next = `${name}${uploads.size + 1}`;
        uploads.set(next, Buffer.alloc(0));
        return end(202, { location: `/v2/app/${next}?state=1` });
      }
      const location = `${url.pathname}?state=1`;
      const range = (bytes: Buffer) => `0-${Math.max(bytes.length - 1, 0)}`;
      // What it has not begun may be of two blobs.
      if (what.startsWith('PATCH') && !uploads.has(name)) return end(404);
      if (what.startsWith('PATCH')) {
        const more = Buffer.concat([sent, body]);
        uploads.set(name, more);
        return end(202, { location, range: range(more) });
      }
      // It looks at no digest: what it is sent is to be seen as it is.
      if (what.startsWith('PUT') && name.startsWith('blobs/')) {
        there.set(`blobs/${url.searchParams.get('digest')}`, Buffer.concat([sent, body]));
        return end(201);
      }
      if (what.startsWith('PUT')) {
        there.set(name, body);
        return end(201);
      }
      if (name.startsWith('blobs/uploads')) return end(204, { location, range: range(sent) });
      const found = there.get(name);
      if (!found) return end(404);
      return end(
        200,
        { 'content-length': found.length },
        what.startsWith('HEAD') ? undefined : found,
      );
    });
    return true;
  };
}
