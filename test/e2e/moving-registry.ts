import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { harden } from '../program.ts';

export interface LookedUp {
  /** For `HARDEN_REGISTRY_MIRRORS`. */
  mirrors: string;
  /** Paths that were asked for, in order. */
  asked: string[];
  /** From now on `repository:tag` gives what `other` gives, as after a push. */
  move(name: string, other: string): void;
}

/** A loopback registry that gives what the lab's mirror has and remembers what was asked. */
export async function movingRegistry(): Promise<LookedUp & { close(): void }> {
  const { registry } = JSON.parse((await harden(['engine', 'status', '--json'])).stdout);
  const asked: string[] = [];
  const moved = new Map<string, string>();
  const server = createServer(async (request, response) => {
    const path = request.url ?? '';
    asked.push(path);
    const accept = request.headers.accept ?? '*/*';
    const urls = candidates(path, moved).map((one) => `${registry}${one}`);
    const answer = await first(urls, accept);
    const type = answer.headers.get('content-type') ?? 'application/octet-stream';
    const body = Buffer.from(await answer.arrayBuffer());
    response.writeHead(answer.status, { 'content-type': type }).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    mirrors: mirrorsAt(url),
    asked,
    move: (name, other) => void moved.set(name, other),
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

const HOSTS = ['docker.io', 'gcr.io', 'ghcr.io', 'dhi.io', 'cgr.dev', 'grype.anchore.io'];

/** `HARDEN_REGISTRY_MIRRORS` for a server that answers for every registry. */
export function mirrorsAt(url: string): string {
  return HOSTS.map((host) => `${host}=${url}`).join();
}

/** What was pushed under a moved tag lies in the other repository; what lay there before stays. */
function candidates(path: string, moved: ReadonlyMap<string, string>): string[] {
  const [, repository = '', kind, name = ''] =
    /^\/v2\/(.+)\/(manifests|blobs)\/([^/]+)$/.exec(path) ?? [];
  const target = moved.get(`${repository}:${name}`)?.split(':');
  if (target) return [`/v2/${target[0]}/manifests/${target[1]}`];
  const others = [...moved]
    .filter(([from]) => from.startsWith(`${repository}:`))
    .map(([, to]) => `/v2/${to.split(':')[0]}/${kind}/${name}`);
  return [path, ...others];
}

async function first([url = '', ...more]: string[], accept: string): Promise<Response> {
  const answer = await fetch(url, { headers: { accept } });
  if (answer.ok || more.length === 0) return answer;
  await answer.body?.cancel();
  return first(more, accept);
}
