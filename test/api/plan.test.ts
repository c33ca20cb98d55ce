import { join } from 'node:path';
import { expect, test } from 'vitest';
import { build } from '../../src/api/build.ts';
import { load } from '../../src/api/load.ts';
import { compiledOf, plan } from '../../src/api/plan.ts';
import { HardenError } from '../../src/diagnostics/diagnostic.ts';

const EXAMPLES = join(import.meta.dirname, '..', '..', 'examples');

test('a path and a project that was loaded give the same plan', async () => {
  const options = { cwd: EXAMPLES };
  const project = await load('go-api', options);
  expect(project).toMatchObject({ folder: join(EXAMPLES, 'go-api'), spec: { language: 'go' } });
  const planned = await plan(project);
  expect(planned.file).toBe(join('go-api', 'hardening.yaml'));
  expect((await plan('go-api', options)).plan).toEqual(planned.plan);
  expect(JSON.parse(JSON.stringify(planned.plan))).toEqual(planned.plan);
});

test('platform and base take the place of those of the spec', async () => {
  const folder = join(EXAMPLES, 'go-api');
  const other = await plan(folder, { platform: 'linux/arm64', base: 'scratch' });
  expect(other.plan).toMatchObject({ platform: 'linux/arm64', base: { kind: 'scratch' } });
});

test('a plan that was changed is the one that is built, and what plan never gave is refused', async () => {
  const planned = await plan(join(EXAMPLES, 'go-api'));
  const changed = { ...planned, plan: { ...planned.plan, name: 'renamed' } };
  expect(compiledOf(changed)).toMatchObject({ plan: { name: 'renamed' }, file: planned.file });
  const stored = JSON.parse(JSON.stringify(planned));
  await expect(build(stored)).rejects.toThrow(/expected what plan\(\) gives/);
});

test('what is wrong with a spec comes with its text', async () => {
  const thrown = await load(join(EXAMPLES, '..', 'package.json')).catch((cause: unknown) => cause);
  expect(thrown).toBeInstanceOf(HardenError);
  const { diagnostics, sources } = thrown as HardenError;
  expect(diagnostics.length).toBeGreaterThan(1);
  for (const { span } of diagnostics)
    expect(sources.get(span?.file ?? '')).toContain('"hardening"');
});

test('places name the file as the caller did', async () => {
  const cwd = join(EXAMPLES, '..');
  const thrown = await load('package.json', { cwd }).catch((cause: unknown) => cause);
  const { diagnostics, sources } = thrown as HardenError;
  expect(new Set(diagnostics.map(({ span }) => span?.file))).toEqual(new Set(['package.json']));
  expect(diagnostics.map(({ message }) => message).join()).not.toContain(cwd);
  expect([...sources.keys()]).toEqual(['package.json']);
});
