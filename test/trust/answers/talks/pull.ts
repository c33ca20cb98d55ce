import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { BaseImage } from '../../../../src/oci/base-image.ts';
import { annotationsOf, ociConfig } from '../../../../src/oci/config.ts';
import { fetchBeside } from '../../../../src/registry/beside.ts';
import { createRegistryClient, type RegistryClient } from '../../../../src/registry/client.ts';
import { fetchBase } from '../../../../src/registry/image-base.ts';
import { GOOD, STATEMENT, sha256 } from '../image.ts';
import { loginFor, TOKEN } from '../secrets.ts';
import type { Misbehave } from '../servers.ts';
import { imageOf, patience, type Situation, type Talk } from '../talk.ts';

/** A base by its digest: whatever comes, it is this one or none. */
export const byDigest: Talk = {
  name: 'a base by digest',
  begin: (_places, image) => ({
    answers: imageOf(image).answers,
    async ask(at) {
      const base = await pull(at, `@${GOOD.image}`);
      return base.digest === GOOD.image ? wrongIn(base) : `gave ${base.digest}`;
    },
  }),
};

/** A base by its tag: what an image is made on. */
export const byTag: Talk = {
  name: 'a base by tag',
  begin: (_places, image) => ({
    answers: imageOf(image).answers,
    ask: async (at) => wrongIn(await pull(at, ':1')),
  }),
};

export const platforms: Talk = {
  name: 'the platforms of a tag',
  begin: (_places, image) => ({
    answers: imageOf(image).answers,
    async ask(at) {
      const listed = await (await client(at)).list(`${at.places.host}/app:1`);
      const odd = listed?.images.find(
        ({ digest, platform }) => !DIGEST.test(digest) || typeof platform !== 'string',
      );
      return odd && `lists ${JSON.stringify(odd).slice(0, 80)}`;
    },
  }),
};

export const beside: Talk = {
  name: 'what lies beside an image',
  begin: (_places, image) => ({
    answers: imageOf(image).answers,
    async ask(at) {
      const found = await fetchBeside(`${at.places.host}/app@${GOOD.image}`, await client(at));
      const other = found.unsigned.find((text) => text !== STATEMENT.toString());
      return other === undefined ? undefined : 'gave a statement of other bytes';
    },
  }),
};

/** The same as by digest, where the registry wants a login first. */
export const withLogin = (kind: 'password' | 'identity'): Talk => ({
  name: `a base behind a login by ${kind}`,
  begin: (_places, image) => ({
    answers: imageOf(image).answers,
    guard: doorkeeper,
    async ask(at) {
      const folder = await loginFor(at.places.host, kind, at.folder);
      return wrongIn(await pull(at, `@${GOOD.image}`, folder));
    },
  }),
});

const doorkeeper: Misbehave = ({ request, response, what, places }) => {
  if (what === 'GET /token' || what === 'POST /token') {
    response.end(JSON.stringify({ token: TOKEN }));
    return true;
  }
  if (request.headers.authorization === `Bearer ${TOKEN}`) return false;
  const challenge = `Bearer realm="${places.url}/token",service="registry"`;
  response.writeHead(401, { 'www-authenticate': challenge }).end();
  return true;
};

const DIGEST = /^sha256:[0-9a-f]{64}$/;

async function client(at: Situation, login = at.folder): Promise<RegistryClient> {
  const env = { DOCKER_CONFIG: login };
  return createRegistryClient({
    ...{ env, patience: patience(at), signal: at.signal, blobDir: join(at.folder, 'manifests') },
  });
}

async function pull(at: Situation, name: string, login?: string): Promise<BaseImage> {
  const registry = await client(at, login);
  return fetchBase(registry, `${at.places.host}/app${name}`, 'linux/amd64', at.folder);
}

/** What an image that stands on it would say, and files of other bytes than their names. */
async function wrongIn(base: BaseImage): Promise<string | undefined> {
  for (const { blob } of base.layers) {
    if (sha256(await readFile(blob.file)) !== blob.digest) return 'gave a layer of other bytes';
  }
  const config = {
    ...{ User: '1', Entrypoint: ['/a'], Cmd: [], Env: [], WorkingDir: '/', ExposedPorts: [] },
    Labels: {},
  };
  const own = ociConfig({ config, base, layers: [], name: 'app', platform: 'linux/amd64' });
  const env: unknown[] = own.config?.Env ?? [];
  if (!env.every((one) => typeof one === 'string')) return 'gave a variable that is no text';
  const notes: unknown[] = Object.values(annotationsOf(base));
  return notes.every((one) => typeof one === 'string') ? undefined : 'gave a label that is no text';
}
