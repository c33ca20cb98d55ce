import { zipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { HardenError } from '../../src/diagnostics/diagnostic.ts';
import { refuseSecrets } from '../../src/leaks/refuse.ts';
import type { Content } from '../../src/oci/types.ts';
import type { BuildPlan } from '../../src/plan/types.ts';

const TOKEN = 'npm_9f/Xa+"Qz81mTTLw==';
const ORIGIN = { file: 'hardening.yaml', line: 6, column: 7, endLine: 6, endColumn: 23 };
const PLAN = {
  stages: [{ steps: [{ secrets: [{ from: { env: 'NPM_TOKEN' }, origin: ORIGIN }] }] }],
} as unknown as BuildPlan;

describe('the value of a secret is found in a file', () => {
  test.each<[string, string | Buffer]>([
    ['as it is', `token=${TOKEN}\n`],
    ['across two chunks', `${'x'.repeat(60)}${TOKEN}`],
    ['in JSON', JSON.stringify({ token: TOKEN })],
    ['in a URL', `https://registry/?t=${encodeURIComponent(TOKEN)}`],
    ['in base64', Buffer.from(`user:${TOKEN}`).toString('base64')],
    ['in hex', Buffer.from(TOKEN).toString('hex')],
    ['in UTF-16', Buffer.from(TOKEN, 'utf16le')],
  ])('%s', async (_how, body) => {
    expect(await refusedAt(TOKEN, { 'app/config.js': body })).toEqual(['/app/config.js']);
  });
});

test('in each place, with where the secret is named', async () => {
  const files = { 'app/a': TOKEN, 'app/b': 'nothing', 'app/c.jar': jar('a.properties', TOKEN) };
  const [diagnostic] = await refusal(TOKEN, files);
  expect(diagnostic).toMatchObject({
    code: 'build/secret-in-image',
    message: 'the value of the secret NPM_TOKEN is in /app/a, /app/c.jar',
    span: ORIGIN,
  });
});

test('in a name, and in the target of a link', async () => {
  const token = 'glpat-8sKd02LmQz7Tn';
  const contents = [
    content(`app/${token}`, ''),
    {
      entry: { ...content('app/link', '').entry, type: 'symlink' as const, target: `/x/${token}` },
    },
  ];
  expect(await refusedAt(token, contents)).toEqual([`/app/${token}`, '/app/link']);
});

describe('of a file with credentials', () => {
  const password = 'f00d-Cafe-8213-deed';
  const key = ['MIIEvQIBADANBgkqhkiG9w0BAQEFAASC', 'Kq8vN3bX0yGm5dLw7tRzPuE1hJcSaFoi', 'ZzE0'];
  test.each([
    ['the token of an .npmrc', `//npm.acme.example/:_authToken=${password}\n`, password],
    [
      'the password of a .netrc',
      `machine npm.acme.example login ci password ${password}`,
      password,
    ],
    ['the password of an address', `https://ci:${password}@pypi.acme.example/simple`, password],
    [
      'the password of a settings.xml',
      `<server><password>${password}</password></server>`,
      password,
    ],
    ['a line of a private key', pem(key), `x ${key[1]} y`],
  ])('%s is found', async (_what, value, body) => {
    expect(await refusedAt(value, { 'app/x': body })).toEqual(['/app/x']);
  });

  test.each([
    ['a host name', '@acme:registry=https://npm.acme2024.example/private/', 'npm.acme2024.example'],
    [
      'an address that shows nothing',
      'https://pypi.acme.example/simple',
      'https://pypi.acme.example/simple',
    ],
    ['the first line of a private key', pem(key), key[0] ?? ''],
    ['a short word', 'hunter2', 'hunter2'],
    ['a plain one', '00000000000000', '00000000000000'],
  ])('%s may be there', async (_what, value, body) => {
    expect(await refusedAt(value, { 'app/x': body })).toEqual([]);
  });
});

test('without a secret in it, or without secrets, a layer passes as it is', async () => {
  for (const secrets of [{}, { NPM_TOKEN: TOKEN }]) {
    const passed: string[] = [];
    const contents = refuseSecrets(some([content('app/a', 'text')]), PLAN, valuesOf(secrets));
    for await (const { entry, body } of contents) {
      passed.push(entry.path);
      for await (const chunk of body ?? []) passed.push(Buffer.from(chunk).toString());
    }
    expect(passed).toEqual(['app/a', 't', 'e', 'x', 't']);
  }
});

async function refusedAt(
  value: string,
  files: Record<string, string | Buffer> | Content[],
): Promise<string[]> {
  const [diagnostic] = await refusal(value, files);
  return diagnostic?.message.replace(/^.* is in /, '').split(', ') ?? [];
}

async function refusal(value: string, files: Record<string, string | Buffer> | Content[]) {
  const contents = Array.isArray(files)
    ? files
    : Object.entries(files).map(([path, body]) => content(path, body));
  try {
    for await (const { body } of refuseSecrets(
      some(contents),
      PLAN,
      valuesOf({ NPM_TOKEN: value }),
    )) {
      for await (const _chunk of body ?? []);
    }
    return [];
  } catch (thrown) {
    if (thrown instanceof HardenError) return thrown.diagnostics;
    throw thrown;
  }
}

function valuesOf(secrets: Record<string, string>) {
  return new Map(Object.entries(secrets).map(([name, value]) => [`env:${name}`, { value }]));
}

function content(path: string, body: string | Buffer): Content {
  const bytes = Buffer.from(body);
  const entry = { path, type: 'file' as const, mode: 0o644, uid: 0, gid: 0, size: bytes.length };
  return { entry, body: inPieces(bytes) };
}

/** A letter at a time: whatever is found lies across chunks. */
async function* inPieces(bytes: Buffer): AsyncGenerator<Uint8Array> {
  for (const byte of bytes) yield Buffer.from([byte]);
}

async function* some(contents: Content[]): AsyncGenerator<Content> {
  yield* contents;
}

function pem(lines: string[]): string {
  return `-----BEGIN PRIVATE KEY-----\n${lines.join('\n')}\n-----END PRIVATE KEY-----\n`;
}

function jar(name: string, text: string): Buffer {
  return Buffer.from(zipSync({ [name]: Buffer.from(text) }));
}
