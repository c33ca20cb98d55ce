import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { MODULES } from './blinding/module-cases.ts';
import { page, type Row } from './blinding/page.ts';
import { PROGRAMS } from './blinding/program-cases.ts';
import { PROJECT } from './blinding/project-cases.ts';
import { DATABASES, SCANNERS } from './blinding/scanner-cases.ts';
import { SYSTEM } from './blinding/system-cases.ts';
import type { Blinding } from './blinding/types.ts';
import { labImages } from './counting-registry.ts';
import { buildReport } from './json.ts';
import { trivyIsInstalled } from './trivy.ts';

const GROUPS: [group: string, cases: Blinding[]][] = [
  ['The system', SYSTEM],
  ['Programs', PROGRAMS],
  ['Modules', MODULES],
  ['The project', PROJECT],
  ['The database', DATABASES],
  ['The scanner', SCANNERS],
];
const CASES = GROUPS.flatMap(([group, cases]) => cases.map((one) => ({ group, ...one })));
const PAGE = fileURLToPath(new URL('../../docs/honest-zero.md', import.meta.url));
const inLab = trivyIsInstalled && (await labImages()).length > 0 && process.arch === 'x64';

describe.runIf(inLab)('of what blinds scanners nothing passes', () => {
  const rows: Row[] = [];

  test.each([
    ['go-api', 0],
    ['node-api', 0],
    ['python-api', 0],
    ['rust-api', 0],
    ['vulnerable-go', 1],
  ])('%s is built to be changed', async (name, code) => {
    await buildReport(`examples/${name}`, { code });
  });

  test.each(CASES)('$group: $what', async (one) => {
    const { code, text, trivy } = await one.run();
    expect({ code, text }).toEqual({ code: one.code, text: expect.stringContaining(one.says) });
    rows.push({ ...one, trivy });
  });

  test('the page has what was seen', async () => {
    expect(rows).toHaveLength(CASES.length);
    await expect(page(rows)).toMatchFileSnapshot(PAGE);
  });
});
