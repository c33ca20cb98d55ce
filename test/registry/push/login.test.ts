import { writeFile } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { HardenError } from '../../../src/diagnostics/diagnostic.ts';
import { type Blob, pushBlob } from '../../../src/registry/push/blob.ts';
import { openRepository } from '../../../src/registry/push/repository.ts';
import { faultTable } from '../../fault-table.ts';
import { folder } from '../../oci/contents.ts';
import { digestOf } from '../fake-registry.ts';
import { type Misbehave, type WritableRegistry, writableRegistry } from './writable-registry.ts';

faultTable('Faults of a login', [
  ['no login', /without a login|with none/],
  ['wrong credentials', /wrong/],
  ['a login that may only read', /may only read/],
  ['a token that runs out', /has run out/],
  ['an upload that leads to another host', /another host/],
]);

const BYTES = Buffer.from('a layer');
const BLOB: Blob = { digest: digestOf(BYTES), size: BYTES.length, content: BYTES };
const BASIC = `Basic ${Buffer.from('me:secret').toString('base64')}`;
const QUICK = { timeout: 2000, retryDelay: 1, tries: 2 };

async function push(
  registry: WritableRegistry,
  { login = true, mounts = [] as string[] } = {},
): Promise<string | undefined> {
  const dir = await folder();
  const auth = BASIC.slice('Basic '.length);
  const auths = login ? { [registry.host]: { auth } } : {};
  await writeFile(join(dir, 'config.json'), JSON.stringify({ auths }));
  const reference = { registry: registry.host, repository: 'shop' };
  const options = { env: { DOCKER_CONFIG: dir }, patience: QUICK };
  try {
    await pushBlob(openRepository(reference, mounts, options), BLOB);
    return undefined;
  } catch (thrown) {
    if (!(thrown instanceof HardenError)) throw thrown;
    const shown = JSON.stringify(thrown.diagnostics);
    expect(shown).not.toContain('secret');
    expect(shown).not.toContain(auth);
    return thrown.diagnostics[0]?.code;
  }
}

/** Wants a token of its own service, which gives one to whoever `allows` says. */
function tokens(
  registry: () => WritableRegistry,
  allows: (login: string | undefined) => string | undefined,
  good: readonly string[] = ['all'],
): Misbehave {
  return (request, response) => {
    const { authorization } = request.headers;
    if (request.url?.startsWith('/token')) {
      const token = allows(authorization);
      response.writeHead(token ? 200 : 401).end(JSON.stringify({ token }));
      return 'answered';
    }
    if (good.some((one) => authorization === `Bearer ${one}`)) return undefined;
    request.resume();
    const realm = `http://${registry().host}/token`;
    const challenge = `Bearer realm="${realm}",service="lab",scope="repository:shop:pull"`;
    response.writeHead(401, { 'www-authenticate': challenge }).end();
    return 'answered';
  };
}

describe('a registry with tokens', () => {
  it('is asked once, for the right to push and to take blobs over', async () => {
    const registry = await writableRegistry();
    registry.misbehave = tokens(
      () => registry,
      (login) => (login === BASIC ? 'all' : undefined),
    );
    expect(await push(registry, { mounts: ['base'] })).toBeUndefined();
    const asked = registry.asked.filter((one) => one.includes('/token'));
    expect(asked).toHaveLength(1);
    const scopes = new URL(asked[0]?.split(' ')[1] ?? '', 'http://x').searchParams.getAll('scope');
    expect(scopes).toEqual(['repository:shop:pull,push', 'repository:base:pull']);
  });

  it('is asked again when a token has run out', async () => {
    const registry = await writableRegistry();
    const good = ['1'];
    let given = 0;
    registry.misbehave = (request, response, count) => {
      // The first token is good for one question only.
      if (request.method === 'POST' && good[0] === '1') good[0] = '2';
      return tokens(
        () => registry,
        () => {
          given += 1;
          return `${given}`;
        },
        good,
      )(request, response, count);
    };
    expect(await push(registry)).toBeUndefined();
    expect(given).toBe(2);
  });

  it.each([
    ['without a login', false, () => undefined, 'registry/unauthorized'],
    ['without a login, but with a token to read', false, () => 'read', 'registry/unauthorized'],
    ['with a wrong password', true, () => undefined, 'registry/wrong-credentials'],
    ['with a login that may only read', true, () => 'read', 'registry/no-push-right'],
  ])('says no %s', async (_how, login, allows, code) => {
    const registry = await writableRegistry();
    registry.misbehave = tokens(() => registry, allows);
    expect(await push(registry, { login })).toBe(code);
    expect(registry.repository('shop').blobs.size).toBe(0);
  });
});

const basic =
  (right: string): Misbehave =>
  (request, response) => {
    if (request.headers.authorization === right) return undefined;
    request.resume();
    response.writeHead(401, { 'www-authenticate': 'Basic realm="lab"' }).end();
    return 'answered';
  };

describe('a registry with names and passwords', () => {
  it.each([
    ['the right one', true, BASIC, undefined],
    ['a wrong one', true, 'Basic other', 'registry/wrong-credentials'],
    ['none', false, BASIC, 'registry/unauthorized'],
  ])('with %s', async (_what, login, right, code) => {
    const registry = await writableRegistry();
    registry.misbehave = basic(right);
    expect(await push(registry, { login })).toBe(code);
  });

  it('does not print the login that a registry repeats where it says no', async () => {
    const registry = await writableRegistry();
    registry.misbehave = (request, response, count) => {
      const wish = basic(BASIC)(request, response, count);
      if (wish || request.method !== 'POST') return wish;
      request.resume();
      const message = `me:secret may not push, which came as ${request.headers.authorization}`;
      response.writeHead(403).end(JSON.stringify({ errors: [{ code: 'DENIED', message }] }));
      return 'answered';
    };
    expect(await push(registry)).toBe('registry/no-push-right');
  });

  it('does not show the login to another host that takes the upload', async () => {
    const storage = await writableRegistry();
    const seen = seenAt(storage, (response) => response.writeHead(201).end());
    expect(await push(await leadingTo(storage))).toBeUndefined();
    expect(seen).toEqual([undefined]);
  });

  it('does not log in at another host that takes the upload and asks for it', async () => {
    const storage = await writableRegistry();
    const realm = `Bearer realm="http://${storage.host}/token"`;
    const seen = seenAt(storage, (response) =>
      response.writeHead(401, { 'www-authenticate': realm }).end(),
    );
    expect(await push(await leadingTo(storage))).toBe('registry/bad-answer');
    expect(seen).toEqual([undefined]);
  });
});

/** A registry with a login that sends its uploads on to another host. */
async function leadingTo(storage: WritableRegistry): Promise<WritableRegistry> {
  const registry = await writableRegistry();
  registry.misbehave = (request, response, count) => {
    const wish = basic(BASIC)(request, response, count);
    if (wish || request.method !== 'POST') return wish;
    response.writeHead(202, { location: `http://${storage.host}/upload` }).end();
    return 'answered';
  };
  return registry;
}

/** The logins that a host sees, which answers every request the same way. */
function seenAt(
  storage: WritableRegistry,
  answer: (response: ServerResponse) => void,
): (string | undefined)[] {
  const seen: (string | undefined)[] = [];
  storage.misbehave = (request, response) => {
    seen.push(request.headers.authorization);
    request.resume();
    answer(response);
    return 'answered';
  };
  return seen;
}
