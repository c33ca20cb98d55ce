import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { gzipSync } from 'node:zlib';
import { pack } from 'tar-stream';
import { onTestFinished } from 'vitest';

/** A loopback registry in place of ghcr.io that serves these files as a Trivy database, or nothing. */
export async function databaseRegistry(files?: Record<string, string>): Promise<string> {
  const documents = files ? await artifact(files) : new Map<string, Buffer>();
  const server = createServer((request, response) => {
    const name =
      decodeURIComponent(request.url ?? '')
        .split('/')
        .at(-1) ?? '';
    const found = documents.get(name);
    if (request.url === '/v2/') return response.writeHead(200).end();
    if (!found) return response.writeHead(404).end('{"errors":[{"code":"NAME_UNKNOWN"}]}');
    const manifest = request.url?.includes('/manifests/');
    const type = manifest ? MANIFEST : 'application/octet-stream';
    return response
      .writeHead(200, { 'content-type': type, 'content-length': found.length })
      .end(found);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `ghcr.io=http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const MANIFEST = 'application/vnd.oci.image.manifest.v1+json';

async function artifact(files: Record<string, string>): Promise<Map<string, Buffer>> {
  const tar = pack();
  for (const [name, text] of Object.entries(files)) tar.entry({ name }, text);
  tar.finalize();
  const layer = gzipSync(await buffer(tar));
  const config = Buffer.from('{}');
  const manifest = Buffer.from(
    JSON.stringify({
      schemaVersion: 2,
      mediaType: MANIFEST,
      config: descriptor('application/vnd.aquasec.trivy.config.v1+json', config),
      layers: [descriptor('application/vnd.aquasec.trivy.db.layer.v1.tar+gzip', layer)],
    }),
  );
  const named = [config, layer, manifest].map((bytes) => [digestOf(bytes), bytes] as const);
  return new Map([...named, ['2', manifest]]);
}

function descriptor(mediaType: string, bytes: Buffer) {
  return { mediaType, digest: digestOf(bytes), size: bytes.length };
}

function digestOf(bytes: Buffer): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
}
