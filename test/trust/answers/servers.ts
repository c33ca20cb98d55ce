import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { SECRETS } from './secrets.ts';

/** A good answer. */
export interface Answer {
  status?: number;
  headers?: Record<string, string>;
  body?: Uint8Array | string;
}

/** What a server answers, by method and path without query; absent is 404. */
export type Answers = Map<string, Answer>;

/** Answers by itself and says so, in any way that a socket allows. */
export type Misbehave = (asked: Asked) => boolean;

export interface Asked {
  request: IncomingMessage;
  response: ServerResponse;
  /** `GET /v2/app/manifests/1`. */
  what: string;
  /** How many requests there were, this one included. */
  count: number;
  /** What a good server would say. */
  good: Answer | undefined;
  places: Places;
}

/** The server that is asked, and another one that has no claim to any secret. */
export interface Places {
  /** `127.0.0.1:<port>` */
  host: string;
  url: string;
  /** Another port of this machine: another origin. */
  elsewhere: string;
  /** The same by a name that is not known to be this machine: what goes there is in the open. */
  open: string;
}

export interface Servers {
  places: Places;
  /** Changed by each case. */
  behaviour: { answers: Answers; misbehave: Misbehave };
  /** Secrets that came elsewhere since it was asked last. */
  leaked(): string[];
  close(): Promise<void>;
}

export async function startServers(): Promise<Servers> {
  const behaviour: Servers['behaviour'] = { answers: new Map(), misbehave: () => false };
  let leaks: string[] = [];
  let count = 0;
  const main = createServer((request, response) => {
    count += 1;
    const what = `${request.method} ${(request.url ?? '').split('?')[0]}`;
    const good = behaviour.answers.get(what);
    request.resume();
    response.on('error', () => undefined);
    if (behaviour.misbehave({ request, response, what, count, good, places })) return;
    if (good) send(response, good);
    else response.writeHead(404).end('{"errors":[]}');
  });
  const other = createServer((request, response) => {
    let text = `${request.url}\n${request.rawHeaders.join('\n')}\n`;
    request.on('data', (chunk) => {
      text += chunk;
    });
    request.on('end', () => {
      leaks.push(...SECRETS.filter((secret) => text.includes(secret)));
      // It wants to be told, and it has what is asked for.
      if (/challenge/.test(request.url ?? '')) {
        const realm = `Bearer realm="${places.elsewhere}/token",service="elsewhere"`;
        return void response.writeHead(401, { 'www-authenticate': realm }).end();
      }
      if (/basic/.test(request.url ?? '')) {
        return void response.writeHead(401, { 'www-authenticate': 'Basic realm="x"' }).end();
      }
      response.writeHead(200).end('{"token":"elsewhere"}');
    });
  });
  const closing = [main, other].map(withSockets);
  const ports = [await listening(main), await listening(other)];
  const places: Places = {
    host: `127.0.0.1:${ports[0]}`,
    url: `http://127.0.0.1:${ports[0]}`,
    elsewhere: `http://127.0.0.1:${ports[1]}`,
    open: `http://0.0.0.0:${ports[1]}`,
  };
  return {
    places,
    behaviour,
    leaked() {
      const found = leaks;
      leaks = [];
      count = 0;
      return found;
    },
    close: async () => {
      await Promise.all(closing.map((close) => close()));
    },
  };
}

export function send(response: ServerResponse, { status = 200, headers = {}, body }: Answer): void {
  response.writeHead(status, headers).end(body);
}

function listening(server: Server): Promise<number> {
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
  });
}

/** A socket that was taken from its answer is no connection of the server any more. */
function withSockets(server: Server): () => Promise<void> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  return () =>
    new Promise((resolve) => {
      server.close(() => resolve());
      for (const socket of sockets) socket.destroy();
    });
}
