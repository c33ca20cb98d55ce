import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { assembleImage } from '../../src/oci/assemble.ts';
import { renderJson } from '../../src/report/json.ts';
import type { RunReport } from '../../src/report/types.ts';
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
    finishedOn: '2026-06-15T11:00:00.000Z',
    image,
    reports: {
      json: join(dir, '.harden', 'report.json'),
      cyclonedx: join(dir, '.harden', 'sbom.cdx.json'),
      scan: join(dir, '.harden', 'scan.json'),
    },
  };
  const { base: _, ...changes } = typeof rest === 'function' ? { ...rest(passed) } : given;
  const report = { ...passed, ...changes };
  await mkdir(join(dir, '.harden'), { recursive: true });
  await writeFile(join(dir, '.harden', 'report.json'), renderJson(report));
  await writeFile(join(dir, '.harden', 'sbom.cdx.json'), JSON.stringify({ version: image.digest }));
  await writeFile(
    join(dir, '.harden', 'scan.json'),
    statement(image, 'urn:harden:scan:v1', { verdict: { pass: true } }),
  );
  return { dir, layout: join(dir, '.harden', 'image'), report, image };
}
