import { once } from 'node:events';
import { createServer as createHttp2 } from 'node:http2';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { ping } from '../../src/engine/ping.ts';

async function at(server: Server): Promise<string> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  return `tcp://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

test('a server of HTTP/2 answers', async () => {
  expect(await ping(await at(createHttp2()))).toBe('answers');
});

test('who accepts and says nothing, as a stopped program does, is silent', async () => {
  expect(await ping(await at(createServer()), 100)).toBe('silent');
});

test('a tunnel to nobody, and nobody, refuse', async () => {
  const closing = createServer((socket) => socket.resume().end());
  const address = await at(closing);
  expect(await ping(address)).toBe('refused');
  closing.close();
  await once(closing, 'close');
  expect(await ping(address)).toBe('refused');
});
