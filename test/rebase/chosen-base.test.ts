import { expect, test } from 'vitest';
import type { Base } from '../../src/plan/types.ts';
import { chosenBase } from '../../src/rebase/chosen-base.ts';
import type { RegistryClient } from '../../src/registry/client.ts';

const digest = (digit: string) => `sha256:${digit.repeat(64)}`;
const origin = { file: 'hardening.yaml', line: 4, column: 7, length: 6 };
const BASE: Base = { kind: 'image', ref: 'gcr.io/distroless/cc:nonroot', origin };

/** What was asked of the registry. */
async function chosen(given: string, base: Base = BASE) {
  const asked: string[] = [];
  const registry = {
    async resolve(ref: string) {
      asked.push(ref);
      const manifest = { config: { size: 1 }, layers: [{ size: 20 }, { size: 300 }] };
      return { digest: digest('a'), manifest, index: { digest: digest('b') } };
    },
  } as unknown as RegistryClient;
  const now = new Date('2026-01-02T03:04:05Z');
  const found = await chosenBase(given, base, { registry, platform: 'linux/amd64', now }).catch(
    ({ diagnostics: [first] }) => first,
  );
  return { found, asked };
}

test.each([
  [digest('a'), `gcr.io/distroless/cc@${digest('a')}`],
  ['gcr.io/distroless/cc:v2', 'gcr.io/distroless/cc:v2'],
  [`gcr.io/distroless/cc@${digest('c')}`, `gcr.io/distroless/cc@${digest('c')}`],
])('%s is a base under the name that the spec has', async (given, resolved) => {
  const { found, asked } = await chosen(given);
  expect(asked).toEqual([resolved]);
  expect(found).toEqual({
    ...{ ref: 'gcr.io/distroless/cc:nonroot', use: 'base', size: 321, locked: '2026-01-02' },
    ...{ digest: digest('a'), index: digest('b') },
  });
});

test.each<[string, Base, string, string]>([
  ['gcr.io/distroless/base:nonroot', BASE, 'cli/bad-option', 'the base of the spec is gcr.io/'],
  ['sha256:abc', BASE, 'cli/bad-option', 'the base of the spec is gcr.io/'],
  [digest('a'), { kind: 'scratch', origin }, 'cli/bad-option', 'the base is no image'],
  ['gcr.io/Distroless/cc:v2', BASE, 'registry/bad-reference', 'lower-case'],
])('%s is refused before anything is asked', async (given, base, code, why) => {
  const { found, asked } = await chosen(given, base);
  expect({ code: found.code, asked }).toEqual({ code, asked: [] });
  expect(found.message).toContain(why);
});
