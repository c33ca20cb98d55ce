import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { type Answer, type Asked, type Misbehave, type Places, send } from '../servers.ts';

/** One wrong answer. */
export type Act = (asked: Asked) => void;

/** The wrong answer wherever method and path fit. */
export function at(pattern: RegExp, act: Act): Misbehave {
  return (asked) => {
    if (!pattern.test(asked.what)) return false;
    act(asked);
    return true;
  };
}

export const reply =
  (answer: Answer | ((places: Places) => Answer)): Act =>
  ({ response, places }) =>
    send(response, typeof answer === 'function' ? answer(places) : answer);

/** The good answer, with other headers. */
export const headed =
  (headers: (places: Places) => Record<string, string>): Act =>
  ({ response, good, places }) =>
    send(response, { ...good, headers: { ...good?.headers, ...headers(places) } });

/** Bytes on the socket, which need not be HTTP. */
export const raw =
  (bytes: string | Uint8Array, end = true): Act =>
  ({ request, response }) => {
    response.detachSocket(request.socket);
    request.socket.on('error', () => undefined);
    if (end) request.socket.end(bytes);
    else request.socket.write(bytes);
  };

const PIECE = Buffer.alloc(1024 * 1024, 32);
/** Endless enough: whoever keeps it has grown by more than is allowed. */
const PIECES = 400;

/** A body that goes on and on, as fast as it is read. */
export const endless =
  (begin: string | Uint8Array = '', headers: Record<string, string> = {}): Act =>
  ({ response }) => {
    response.writeHead(200, headers);
    response.write(begin);
    let left = PIECES;
    const more = () => {
      while (left > 0 && !response.destroyed) {
        left -= 1;
        if (!response.write(PIECE)) return void response.once('drain', more);
      }
      response.end();
    };
    more();
  };

/** A few bytes a second, for ever. */
export const dripping: Act = ({ response }) => {
  response.writeHead(200);
  const timer = setInterval(() => response.write(' '), 50);
  response.on('close', () => clearInterval(timer));
};

export const silent: Act = () => undefined;

/** Headers, and nothing after them. */
export const stalled: Act = ({ response }) => {
  response.writeHead(200).flushHeaders();
};

const BOMB = Buffer.alloc(300 * 1024 * 1024);
const PACKED = {
  gzip: () => gzipSync(BOMB),
  deflate: () => deflateSync(BOMB),
  br: () => brotliCompressSync(BOMB.subarray(0, 64 * 1024 * 1024), { params: { 1: 1 } }),
};
const packed = new Map<string, Buffer>();

/** Some kilobytes that become hundreds of megabytes. */
export const bomb =
  (encoding: keyof typeof PACKED): Act =>
  ({ response }) => {
    const bytes = packed.get(encoding) ?? PACKED[encoding]();
    packed.set(encoding, bytes);
    send(response, { headers: { 'content-encoding': encoding }, body: bytes });
  };

export const redirect = (to: string | ((places: Places) => string), status = 302): Act =>
  reply((places) => ({
    status,
    headers: { location: typeof to === 'function' ? to(places) : to },
  }));
