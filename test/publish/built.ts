import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { assembleImage } from '../../src/oci/assemble.ts';
import { renderJson } from '../../src/report/json.ts';
import type { Image, RunReport } from '../../src/report/types.ts';
import { checksStatement, scanStatement, smokeStatement } from '../../src/statements/findings.ts';
import { statement } from '../../src/statements/in-toto.ts';
import { folder } from '../oci/contents.ts';
import { inputIn } from '../oci/image.ts';
import { runNamed } from '../report/runs.ts';

export const NOW = new Date('2026-06-15T12:00:00Z');

type Rest = Partial<RunReport> & { base?: Parameters<typeof inputIn>[1] };

/** A project's folder as a build leaves it: an image that passed, and the report on it. */
export async function built(rest: Rest | ((report: RunReport) => Partial<RunReport>) = {}) {
  const dir = await folder();
  const given = typeof rest === 'function' ? {} : rest;
  const input = await inputIn(dir, { ...given.base, layoutDir: join(dir, '.harden', 'image') });
  const image = await assembleImage(input);
  const passed: RunReport = {
    ...runNamed('pass'),
    times: { started: '2026-06-15T11:00:00.000Z', finished: '2026-06-15T11:00:00.000Z' },
    image,
    reports: {
      json: join(dir, '.harden', 'report.json'),
      cyclonedx: join(dir, '.harden', 'sbom.cdx.json'),
      ...Object.fromEntries(
        ['provenance', 'scan', 'checks', 'smoke'].map((name) => [
          name,
          join(dir, '.harden', `${name}.json`),
        ]),
      ),
    },
  };
  const { base: _, ...changes } = typeof rest === 'function' ? { ...rest(passed) } : given;
  const report = { ...passed, ...changes };
  await mkdir(join(dir, '.harden'), { recursive: true });
  await writeFile(join(dir, '.harden', 'report.json'), renderJson(report));
  const documents = {
    'sbom.cdx.json': JSON.stringify({ version: image.digest }),
    'provenance.json': provenanceOf(image),
    'scan.json': scanStatement(report, {}, '2026-06-15'),
    'checks.json': checksStatement(report),
    'smoke.json': smokeStatement(report),
  };
  for (const [name, text] of Object.entries(documents)) {
    await writeFile(join(dir, '.harden', name), text);
  }
  return { dir, layout: join(dir, '.harden', 'image'), report, image };
}

/** With the base that it was built on, and no more. */
export function provenanceOf(image: Pick<Image, 'name' | 'digest' | 'base'>): string {
  const digest = { sha256: image.base.digest.replace('sha256:', '') };
  const resolvedDependencies = [{ name: 'base', digest }];
  const buildDefinition = { buildType: 'urn:harden:build:v1', resolvedDependencies };
  return statement(image, 'https://slsa.dev/provenance/v1', { buildDefinition });
}
