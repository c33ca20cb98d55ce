import { chmod, readFile, writeFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { HardenError } from '../../src/diagnostics/diagnostic.ts';
import { MEDIA } from '../../src/oci/spec.ts';
import { parseChallenge } from '../../src/registry/auth.ts';
import { createRegistryClient } from '../../src/registry/client.ts';
import { readCredentials } from '../../src/registry/credentials.ts';
import { folder } from '../oci/contents.ts';
import { type FakeRegistry, fakeRegistry } from './fake-registry.ts';

const PATIENCE = { timeout: 2000, retryDelay: 1, tries: 2 };
const base64 = (text: string): string => Buffer.from(text).toString('base64');

describe('parseChallenge', () => {
  it.each([
    [
      'Bearer realm="https://a/token",service="b",scope="repository:x:pull,push"',
      'bearer',
      { realm: 'https://a/token', service: 'b', scope: 'repository:x:pull,push' },
    ],
    ['bearer Realm=https://a', 'bearer', { realm: 'https://a' }],
    ['Basic realm="x"', 'basic', { realm: 'x' }],
    ['Negotiate, Basic realm="x"', 'basic', { realm: 'x' }],
    ['Basic', 'basic', {}],
  ])('reads %s', (header, scheme, parameters) => {
    expect(parseChallenge(header)).toEqual({ scheme, parameters });
  });

  it.each(['', 'Negotiate', 'Digest realm="basic"', 'Bearerish realm="x"'])(
    'knows nothing of %j',
    (header) => {
      expect(parseChallenge(header)).toBeUndefined();
    },
  );
});

/** A Docker configuration folder, and the environment that names it. */
async function dockerConfig(config: object | string): Promise<NodeJS.ProcessEnv> {
  const dir = await folder();
  const text = typeof config === 'string' ? config : JSON.stringify(config);
  await writeFile(join(dir, 'config.json'), text);
  return { DOCKER_CONFIG: dir, PATH: `${dir}:${process.env['PATH']}` };
}

/** A credential helper that answers `answer`, and writes what it was asked beside itself. */
async function helper(env: NodeJS.ProcessEnv, name: string, answer: string): Promise<string> {
  const path = join(env['DOCKER_CONFIG'] as string, `docker-credential-${name}`);
  const script = `#!${process.execPath}
const input = require('node:fs').readFileSync(0, 'utf8');
require('node:fs').appendFileSync(${JSON.stringify(`${path}.log`)}, process.argv[2] + ' ' + input + '\\n');
${answer}`;
  await writeFile(path, script);
  await chmod(path, 0o755);
  return `${path}.log`;
}

describe('readCredentials', () => {
  it.each([
    [
      'gcr.io',
      { 'gcr.io': { auth: base64('me:se:cret') } },
      { username: 'me', password: 'se:cret' },
    ],
    [
      'docker.io',
      { 'https://index.docker.io/v1/': { auth: base64('me:x') } },
      { username: 'me', password: 'x' },
    ],
    [
      'a.example',
      { 'https://a.example': { auth: base64('me:x') } },
      { username: 'me', password: 'x' },
    ],
    ['a.example', { 'a.example': { identitytoken: 'token' } }, { identityToken: 'token' }],
    ['a.example', { 'b.example': { auth: base64('me:x') } }, undefined],
    ['a.example', { 'a.example': {} }, undefined],
    ['a.example', { 'a.example': { auth: '!!' } }, undefined],
  ])('finds those of %s', async (registry, auths, expected) => {
    expect(await readCredentials(registry, await dockerConfig({ auths }))).toEqual(expected);
  });

  it.each([
    ['credHelpers', { credHelpers: { 'a.example': 'lab' } }],
    ['credsStore', { credsStore: 'lab' }],
  ])('asks the helper of %s', async (_name, config) => {
    const env = await dockerConfig(config);
    const log = await helper(env, 'lab', `console.log('{"Username":"me","Secret":"x"}')`);
    expect(await readCredentials('a.example', env)).toEqual({ username: 'me', password: 'x' });
    expect(await readFile(log, 'utf8')).toMatch(/^get https:\/\/a\.example\/v1\/$/m);
  });

  it('takes a token from a helper', async () => {
    const env = await dockerConfig({ credsStore: 'lab' });
    await helper(env, 'lab', `console.log('{"Username":"<token>","Secret":"t"}')`);
    expect(await readCredentials('a.example', env)).toEqual({ identityToken: 't' });
  });

  it.each([
    ['is not there', { credsStore: 'nonexistent' }, ''],
    ['has none', { credsStore: 'lab' }, `console.log('credentials not found'); process.exit(1)`],
    ['says nonsense', { credsStore: 'lab' }, `console.log('{')`],
    ['has a name that is a path', { credsStore: '../lab' }, `console.log('{"Secret":"x"}')`],
  ])('goes on to the file when the helper %s', async (_name, config, answer) => {
    const auths = { 'a.example': { auth: base64('me:file') } };
    const env = await dockerConfig({ ...config, auths });
    await helper(env, 'lab', answer);
    expect(await readCredentials('a.example', env)).toEqual({ username: 'me', password: 'file' });
  });

  it('says when the file cannot be read as JSON', async () => {
    const failed = readCredentials('a.example', await dockerConfig('{"auths":'));
    await expect(failed).rejects.toThrow('config.json is not JSON');
  });

  it('finds nothing without a file', async () => {
    expect(await readCredentials('a.example', { DOCKER_CONFIG: await folder() })).toBeUndefined();
  });
});

const NOTHING = { mediaType: 'x', digest: `sha256:${'0'.repeat(64)}`, size: 0 };
const MANIFEST = { schemaVersion: 2, config: NOTHING, layers: [] };

/** A registry that wants a token for everything and gives it to those in `allowed`. */
async function tokenRegistry(
  allow: (request: IncomingMessage, body: string) => boolean,
): Promise<FakeRegistry> {
  const registry: FakeRegistry = await fakeRegistry(async (request, response) => {
    if (request.url?.startsWith('/token')) return token(request, response);
    if (request.headers.authorization === 'Bearer good') return false;
    const challenge = `Bearer realm="${registry.url}/token",service="lab",scope="repository:a:pull"`;
    response.writeHead(401, { 'www-authenticate': challenge }).end();
    return true;
  });
  async function token(request: IncomingMessage, response: ServerResponse): Promise<boolean> {
    let body = '';
    for await (const chunk of request) body += chunk;
    if (allow(request, body)) response.end('{"access_token":"good"}');
    else response.writeHead(401).end();
    return true;
  }
  registry.add('a', MANIFEST, MEDIA.manifest, '1');
  registry.add('a', Buffer.from('blob'), 'x');
  return registry;
}

describe('tokens', () => {
  it('gets one without a name for public images, and keeps it', async () => {
    const registry = await tokenRegistry((request) => request.headers.authorization === undefined);
    const env = { DOCKER_CONFIG: await folder() };
    const client = createRegistryClient({ env, patience: PATIENCE });
    await client.resolve(`${registry.host}/a:1`);
    await client.resolve(`${registry.host}/a:1`);
    expect(registry.asked).toEqual([
      '/v2/a/manifests/1',
      '/token?service=lab&scope=repository%3Aa%3Apull',
      '/v2/a/manifests/1',
      '/v2/a/manifests/1',
    ]);
  });

  it('gets one with the name and password of docker login', async () => {
    const registry = await tokenRegistry(
      (request) => request.headers.authorization === `Basic ${base64('me:secret')}`,
    );
    const env = await dockerConfig({ auths: { [registry.host]: { auth: base64('me:secret') } } });
    await createRegistryClient({ env, patience: PATIENCE }).resolve(`${registry.host}/a:1`);
    expect(registry.asked).toHaveLength(3);
  });

  it('changes an identity token for one', async () => {
    const registry = await tokenRegistry(
      (request, body) => request.method === 'POST' && body.includes('refresh_token=long'),
    );
    const env = await dockerConfig({ auths: { [registry.host]: { identitytoken: 'long' } } });
    await createRegistryClient({ env, patience: PATIENCE }).resolve(`${registry.host}/a:1`);
    expect(registry.asked).toHaveLength(3);
  });

  it('names the login when it gets none, and never the secret', async () => {
    const registry = await tokenRegistry(() => false);
    const env = await dockerConfig({ auths: { [registry.host]: { auth: base64('me:secret') } } });
    const failed = createRegistryClient({ env, patience: PATIENCE }).resolve(
      `${registry.host}/a:1`,
    );
    const cause = await failed.catch((thrown: unknown) => thrown);
    expect(cause).toBeInstanceOf(HardenError);
    const [diagnostic] = (cause as HardenError).diagnostics;
    expect(diagnostic).toMatchObject({
      code: 'registry/unauthorized',
      message: `${registry.url}/token: the registry answered 401; the image is private or does not exist`,
      hint: `check the name, then log in: docker login ${registry.host}`,
    });
    expect(JSON.stringify(diagnostic)).not.toContain('secret');
  });

  it.each([307, 308])('sends what it is changed for to nobody else by %i', async (status) => {
    const seen: string[] = [];
    const elsewhere = await fakeRegistry(async (request, response) => {
      for await (const chunk of request) seen.push(String(chunk));
      response.end('{"token":"good"}');
      return true;
    });
    const registry = await fakeRegistry((request, response) => {
      if (!request.url?.startsWith('/token')) {
        const challenge = `Bearer realm="${registry.url}/token"`;
        response.writeHead(401, { 'www-authenticate': challenge }).end();
      } else response.writeHead(status, { location: `${elsewhere.url}/token` }).end();
      return true;
    });
    const env = await dockerConfig({ auths: { [registry.host]: { identitytoken: 'long' } } });
    const client = createRegistryClient({ env, patience: PATIENCE });
    await expect(client.resolve(`${registry.host}/a:1`)).rejects.toThrow(
      `sends a login on to elsewhere (${status})`,
    );
    expect(seen).toEqual([]);
  });

  it.each([
    ['Basic', () => 'Basic realm="x"'],
    ['Bearer', (url: string) => `Bearer realm="${url}/token"`],
  ])('shows the login to no host that it is sent on to, which asks by %s', async (_how, wish) => {
    const seen: (string | undefined)[] = [];
    const elsewhere = await fakeRegistry((request, response) => {
      seen.push(request.headers.authorization);
      response.writeHead(401, { 'www-authenticate': wish(elsewhere.url) }).end();
      return true;
    });
    const registry = await fakeRegistry((request, response) => {
      response.writeHead(307, { location: `${elsewhere.url}${request.url}` }).end();
      return true;
    });
    const env = await dockerConfig({ auths: { [registry.host]: { auth: base64('me:secret') } } });
    const client = createRegistryClient({ env, patience: PATIENCE });
    await expect(client.resolve(`${registry.host}/a:1`)).rejects.toMatchObject({
      diagnostics: [{ code: 'registry/bad-answer' }],
    });
    expect(seen).toEqual([undefined]);
  });

  it.each(['a\nb', 'a\r\nx-evil: b', 'a\u0000', '\u0416', ''])(
    'takes %j for no token',
    async (token) => {
      const registry = await fakeRegistry((request, response) => {
        if (request.url?.startsWith('/token')) response.end(JSON.stringify({ token }));
        else {
          const challenge = `Bearer realm="${registry.url}/token"`;
          response.writeHead(401, { 'www-authenticate': challenge }).end();
        }
        return true;
      });
      const env = { DOCKER_CONFIG: await folder() };
      const client = createRegistryClient({ env, patience: PATIENCE });
      await expect(client.resolve(`${registry.host}/a:1`)).rejects.toMatchObject({
        diagnostics: [{ code: 'registry/unauthorized' }],
      });
    },
  );

  it('reads no more of what a token service says than a token has', async () => {
    let sent = 0;
    const registry = await fakeRegistry((request, response) => {
      if (!request.url?.startsWith('/token')) {
        const challenge = `Bearer realm="${registry.url}/token"`;
        response.writeHead(401, { 'www-authenticate': challenge }).end();
        return true;
      }
      const more = () => {
        while (!response.destroyed && sent < 256) {
          sent += 1;
          if (!response.write(Buffer.alloc(1024 * 1024, 32)))
            return void response.once('drain', more);
        }
        response.end();
      };
      more();
      return true;
    });
    const env = { DOCKER_CONFIG: await folder() };
    const client = createRegistryClient({ env, patience: PATIENCE });
    await expect(client.resolve(`${registry.host}/a:1`)).rejects.toThrow('401');
    expect(sent).toBeLessThan(64);
  });

  it.each([
    ['no challenge', {}],
    ['a scheme it does not know', { 'www-authenticate': 'Negotiate' }],
    ['a token service that is no URL', { 'www-authenticate': 'Bearer realm="here"' }],
    ['one that is a file', { 'www-authenticate': 'Bearer realm="file:///etc/passwd"' }],
    ['one with a login in it', { 'www-authenticate': 'Bearer realm="http://a:b@127.0.0.1/"' }],
    ['Basic without credentials', { 'www-authenticate': 'Basic realm="x"' }],
  ])('gives up at %s', async (_name, headers) => {
    const registry = await fakeRegistry((_request, response) => {
      response.writeHead(401, headers).end();
      return true;
    });
    const env = { DOCKER_CONFIG: await folder() };
    const failed = createRegistryClient({ env, patience: PATIENCE }).resolve(
      `${registry.host}/a:1`,
    );
    await expect(failed).rejects.toMatchObject({
      diagnostics: [{ code: 'registry/unauthorized' }],
    });
    expect(registry.asked).toHaveLength(1);
  });

  it('answers Basic, also when the registry refuses it', async () => {
    const right = `Basic ${base64('me:right')}`;
    const registry = await fakeRegistry((request, response) => {
      if (request.headers.authorization === right) return false;
      response.writeHead(401, { 'www-authenticate': 'Basic realm="lab"' }).end();
      return true;
    });
    registry.add('a', MANIFEST, MEDIA.manifest, '1');
    const resolveAs = async (password: string): Promise<unknown> => {
      const auths = { [registry.host]: { auth: base64(`me:${password}`) } };
      const env = await dockerConfig({ auths });
      return createRegistryClient({ env, patience: PATIENCE }).resolve(`${registry.host}/a:1`);
    };
    await resolveAs('right');
    await expect(resolveAs('wrong')).rejects.toMatchObject({
      diagnostics: [{ code: 'registry/unauthorized' }],
    });
  });

  it('uses the credentials of the mirror, not those of the registry it stands for', async () => {
    const seen: (string | undefined)[] = [];
    const registry = await fakeRegistry((request, response) => {
      seen.push(request.headers.authorization);
      response.writeHead(401, { 'www-authenticate': 'Basic realm="lab"' }).end();
      return true;
    });
    const env = await dockerConfig({ auths: { 'gcr.io': { auth: base64('me:secret') } } });
    const client = createRegistryClient({
      env,
      patience: PATIENCE,
      mirrors: { 'gcr.io': registry.url },
    });
    await expect(client.resolve('gcr.io/a:1')).rejects.toThrow('401');
    expect(seen).toEqual([undefined]);
  });
});
