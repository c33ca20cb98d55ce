import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { harden } from '../program.ts';
import { copyExample } from './copy.ts';
import { labImages } from './counting-registry.ts';
import { buildReport } from './json.ts';
import { trivyByHand, trivyIsInstalled } from './trivy.ts';

const images = await labImages();
const inLab = images.includes('distroless/python3-debian13:nonroot');
const LIBRARIES = ['libpq.so.5', 'libldap.so.2', 'liblber.so.2', 'libsasl2.so.2'];

/** The example with other words after `libraries:`. */
async function withLibraries(words: string): Promise<string> {
  const folder = await copyExample('python-postgres');
  const file = join(folder, 'hardening.yaml');
  const text = await readFile(file, 'utf8');
  await writeFile(file, text.replace('libraries: auto', words));
  return folder;
}

test.runIf(inLab && trivyIsInstalled)(
  'a C library comes with all it needs and nothing else, and scanners see its packages',
  async () => {
    const report = await buildReport('examples/python-postgres');
    expect(report.smoke).toMatchObject([{ pass: true }, { pass: true }]);
    expect(report.coverage.packages.missing).toEqual([]);
    const system = (await trivyByHand(report)).find(({ Class }) => Class === 'os-pkgs');
    const names = system?.Packages?.map(({ Name }) => Name) ?? [];
    expect(names).toEqual(expect.arrayContaining(['libpq5', 'libldap2', 'libsasl2-2']));
    expect(names).not.toContain('libpq-dev');
    expect(names).not.toContain('gcc');

    const named = await buildReport(await withLibraries(`libraries: [${LIBRARIES.join(', ')}]`));
    expect(named.image.digest).toBe(report.image.digest);
  },
);

test.runIf(inLab)('without one of them the error names binary, library and package', async () => {
  for (const missing of LIBRARIES.slice(0, 2)) {
    const rest = LIBRARIES.filter((one) => one !== missing).join(', ');
    const folder = await withLibraries(`libraries: [${rest}]`);
    const { code, stderr, stdout } = await harden(['build', folder]);
    expect({ code, stdout }).toEqual({ code: 3, stdout: '' });
    expect(stderr).toContain('abi/missing-library');
    expect(stderr).toContain(missing);
    expect(stderr).toMatch(missing === 'libpq.so.5' ? /package libpq5\b/ : /package libldap2\b/);
  }
});
