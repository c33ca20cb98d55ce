import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Consumer, consumer } from '../consumer.ts';
import { ROOT } from '../program.ts';

const EXAMPLE = JSON.stringify(join(ROOT, 'examples', 'go-api'));

const TYPED = `
import { createRequire } from 'node:module';
import { evaluate, HardenError, plan, type BuildPlan, type Planned, type RunReport } from 'hardening';

const planned: Planned = await plan(${EXAMPLE});
const { name }: BuildPlan = planned.plan;
console.log(name, planned.warnings.length);
const missing = await plan('nowhere').catch((thrown: unknown) => thrown);
if (missing instanceof HardenError) console.log(missing.diagnostics[0]?.code);
const schema: unknown = createRequire(import.meta.url)('hardening/schema/report.schema.json');
console.log(typeof schema);
// @ts-expect-error: there is no such preset, and tsc has to know it.
export const wrong = () => evaluate('lenient', {} as RunReport, '2026-01-01');
`;

const SILENT = `
import { plan } from 'hardening';

await plan(${EXAMPLE});
console.log('planned');
await import('@dagger.io/dagger').catch((thrown: Error) => console.log(thrown.message));
`;

let project: Consumer;

beforeAll(async () => {
  project = await consumer();
}, 60_000);
afterAll(() => project.remove());

test('a project in TypeScript takes everything from the tarball', { timeout: 60_000 }, async () => {
  expect(await project.compile([TYPED, SILENT])).toEqual({ code: 0, stdout: '', stderr: '' });
  const stdout = 'go-api 0\nspec/missing-file\nobject\n';
  expect(await project.run(0)).toEqual({ code: 0, stdout, stderr: '' });
});

test('importing it and planning print nothing and load no Dagger SDK', async () => {
  const sdk = join(project.folder, 'node_modules', '@dagger.io', 'dagger');
  await rm(sdk, { recursive: true });
  await mkdir(sdk);
  await writeFile(join(sdk, 'index.js'), `throw new Error('the SDK was loaded');\n`);
  await writeFile(join(sdk, 'package.json'), '{"type": "module", "exports": "./index.js"}\n');
  // Its message comes after what was asked for, from the module's own import.
  const stdout = 'planned\nthe SDK was loaded\n';
  expect(await project.run(1)).toEqual({ code: 0, stdout, stderr: '' });
});
