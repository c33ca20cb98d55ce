import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

export const digestOf = (bytes: string | Uint8Array): string =>
  `sha256:${createHash('sha256').update(bytes).digest('hex')}`;

/** Answers a request and says so; everything else is answered from `content`. */
export type Interfere = (
  request: IncomingMessage,
  response: ServerResponse,
  count: number,
) => boolean | Promise<boolean>;

export interface FakeRegistry {
  /** `127.0.0.1:<port>` */
  host: string;
  url: string;
  /** Paths that were asked for, in order. */
  asked: string[];
  /** Bytes by path below `/v2/`. */
  content: Map<string, { bytes: Buffer; type: string }>;
  /** Adds bytes as blob or manifest of a repository, also under a tag; gives their descriptor. */
  add(
    repository: string,
    bytes: Buffer | object,
    type: string,
    tag?: string,
  ): { mediaType: string; digest: string; size: number };
}

/** A registry on this machine that ends with the test. */
export async function fakeRegistry(interfere: Interfere = () => false): Promise<FakeRegistry> {
  const content: FakeRegistry['content'] = new Map();
  const asked: string[] = [];
  const server = createServer(async (request, response) => {
    const path = request.url ?? '';
    asked.push(path);
    if (await interfere(request, response, asked.length)) return;
    const found = content.get(path.slice('/v2/'.length));
    if (!found) return void response.writeHead(404).end('{"errors":[]}');
    response.writeHead(200, { 'content-type': found.type }).end(found.bytes);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    host,
    url: `http://${host}`,
    asked,
    content,
    add(repository, value, type, tag) {
      const bytes = Buffer.isBuffer(value) ? value : Buffer.from(JSON.stringify(value));
      const digest = digestOf(bytes);
      const kind = /manifest|index/.test(type) ? 'manifests' : 'blobs';
      content.set(`${repository}/${kind}/${digest}`, { bytes, type });
      if (tag) content.set(`${repository}/${kind}/${tag}`, { bytes, type });
      return { mediaType: type, digest, size: bytes.length };
    },
  };
}
