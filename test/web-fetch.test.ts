import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, request, type Server } from 'node:http';
import { createServer as createSecure } from 'node:https';
import { type AddressInfo, connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { HardenError } from '../src/diagnostics/diagnostic.ts';
import { webFetch } from '../src/web-fetch.ts';
import { selfSigned } from './certificate.ts';

const { cert, key } = selfSigned();

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}

const hello = () => listen(createServer((_request, response) => void response.end('hello')));
const secret = () =>
  listen(createSecure({ cert, key }, (_request, response) => void response.end('hello')));

/** A proxy that leads every name to this machine, and remembers what it was asked for. */
async function proxy(): Promise<{ url: string; asked: string[] }> {
  const asked: string[] = [];
  const server = createServer((incoming, response) => {
    asked.push(`${incoming.method} ${incoming.url}`);
    const { port, pathname } = new URL(incoming.url ?? '');
    request({ host: '127.0.0.1', port, path: pathname }, (answer) => answer.pipe(response)).end();
  });
  server.on('connect', (incoming, socket) => {
    asked.push(`CONNECT ${incoming.url}`);
    const target = connect(Number(incoming.url?.split(':')[1]), '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n');
      target.pipe(socket).pipe(target);
    });
    target.on('error', () => socket.destroy());
    socket.on('error', () => target.destroy());
  });
  return { url: `http://127.0.0.1:${await listen(server)}`, asked };
}

async function file(text: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'harden-ca-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  await writeFile(join(folder, 'ca.pem'), text);
  return join(folder, 'ca.pem');
}

const textAt = async (url: string, env: NodeJS.ProcessEnv) => (await webFetch(env)(url)).text();

test('a company’s certificate is trusted when it is named, and only then', async () => {
  const url = `https://127.0.0.1:${await secret()}/`;
  await expect(textAt(url, {})).rejects.toThrow();
  expect(await textAt(url, { SSL_CERT_FILE: await file(cert) })).toBe('hello');
});

test('a proxy is asked for what lies outside, over TLS through a tunnel', async () => {
  const [plain, tls] = [await hello(), await secret()];
  const { url, asked } = await proxy();
  expect(await textAt(`http://mirror.example:${plain}/x`, { HTTP_PROXY: url })).toBe('hello');
  expect(asked).toEqual([`GET http://mirror.example:${plain}/x`]);
  const env = { https_proxy: url, SSL_CERT_FILE: await file(cert) };
  // The certificate is for the address, so that the tunnel's end is what is checked.
  await expect(textAt(`https://registry.example:${tls}/`, env)).rejects.toThrow();
  expect(asked.at(-1)).toBe(`CONNECT registry.example:${tls}`);
});

test('a proxy is not asked for this machine, nor for what NO_PROXY names', async () => {
  const port = await hello();
  const { url, asked } = await proxy();
  const env = { HTTP_PROXY: url, NO_PROXY: 'mirror.invalid' };
  expect(await textAt(`http://127.0.0.1:${port}/`, env)).toBe('hello');
  await expect(textAt(`http://mirror.invalid:${port}/`, env)).rejects.toThrow();
  expect(asked).toEqual([]);
});

test.each(['*', 'other.invalid,*', ' * '])(
  'with NO_PROXY=%s no proxy is asked',
  async (noProxy) => {
    const { url, asked } = await proxy();
    const env = { HTTP_PROXY: url, NO_PROXY: noProxy };
    await expect(textAt('http://mirror.invalid/', env)).rejects.toThrow();
    expect(asked).toEqual([]);
  },
);

const SETTINGS: [what: string, env: NodeJS.ProcessEnv, says: string][] = [
  ['a file that is not there', { SSL_CERT_FILE: '/no/ca.pem' }, '/no/ca.pem cannot be read'],
  ['a file of something else', { SSL_CERT_FILE: import.meta.filename }, 'no PEM certificate'],
  ['a proxy that is no URL', { HTTPS_PROXY: 'proxy.example' }, 'HTTPS_PROXY is no URL'],
];

test.each(SETTINGS)('%s is an error that says so', async (_what, env, says) => {
  const thrown = await textAt('http://192.0.2.1/', env).catch((cause: unknown) => cause);
  expect(thrown).toBeInstanceOf(HardenError);
  const [found] = (thrown as HardenError).diagnostics;
  expect(found).toMatchObject({ code: 'network/bad-setting' });
  expect(found?.message).toContain(says);
});

test('a certificate that has run out is refused, named or not', async () => {
  const old = selfSigned({ until: -1 });
  const port = await listen(createSecure(old, (_request, response) => void response.end('hello')));
  const named = { SSL_CERT_FILE: await file(old.cert) };
  const thrown = await textAt(`https://127.0.0.1:${port}/`, named).catch((cause) => cause);
  expect(String(thrown.cause?.code)).toBe('CERT_HAS_EXPIRED');
});
