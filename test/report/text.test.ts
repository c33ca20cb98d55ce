import { expect, test } from 'vitest';
import { locateFinding } from '../../src/report/locate.ts';
import { coloured } from '../../src/report/paint.ts';
import { renderText } from '../../src/report/text.ts';
import { RUNS } from './runs.ts';

const PROJECT = [
  {
    path: 'go.mod',
    text: 'module example.com/orders\n\ngo 1.24\n\nrequire golang.org/x/text v0.3.5\n',
  },
  { path: 'requirements.txt', text: 'jinja2==2.10\nurllib3==1.24.1\n' },
];
const locate = (finding: Parameters<typeof locateFinding>[0]) => locateFinding(finding, PROJECT);

const cases = Object.entries(RUNS).flatMap(([name, run]) =>
  [60, 100].map((width) => ({ name, width, run })),
);

test.each(cases)('prints $name at $width columns', async ({ name, width, run }) => {
  const text = renderText(run, { width, locate });
  await expect(text).toMatchFileSnapshot(`golden/${name}-${width}.txt`);
  for (const line of text.split('\n')) expect(line.length).toBeLessThanOrEqual(width);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not be there
  expect(text).not.toMatch(/[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e]/);
});

test('colours the verdict and the severities, and nothing else changes', () => {
  const run = RUNS['fail-fixable'];
  if (!run) throw new Error('no such run');
  const text = renderText(run, { width: 100, paint: coloured });
  expect(text).toContain('\u001b[31mFAILED\u001b[39m');
  // biome-ignore lint/suspicious/noControlCharactersInRegex: takes the colours away again
  expect(text.replace(/\u001b\[\d+m/g, '')).toBe(renderText(run, { width: 100 }));
});

test('names the file of the ecosystem when the line is not known', () => {
  const run = RUNS['fail-fixable'];
  if (!run) throw new Error('no such run');
  const text = renderText(run, { width: 200 });
  expect(text).toContain('upgrade golang.org/x/text from v0.3.5 to v0.3.8 in go.mod (');
  expect(text).toContain('upgrade urllib3 from 1.24.1 to 1.26.17 in requirements.txt (');
});

test.each([
  ['uv.lock', 'uv lock --upgrade-package urllib3'],
  ['poetry.lock', 'poetry update --lock urllib3'],
])('a package of %s is upgraded by the program that locked it', (file, command) => {
  const run = RUNS['fail-fixable'];
  if (!run) throw new Error('no such run');
  const locate = () => ({ file, line: 7, column: 1, length: 1 });
  const text = renderText(run, { width: 200, locate });
  expect(text).toContain(`from 1.24.1 to 1.26.17 in ${file}:7, with: ${command} (`);
});

test('says once what one package has in many files', () => {
  const run = RUNS['fail-fixable'];
  const [finding] = run?.findings ?? [];
  if (!run || !finding) throw new Error('no such run');
  const { id, package: name, version } = finding;
  const disagreement = {
    ...{ id, package: name, version },
    about: 'finding' as const,
    says: { trivy: 'not reported', grype: 'high' },
    cause: 'trivy saw no package of this name',
  };
  const files = Array.from({ length: 17 }, (_, i) => ({
    ...finding,
    path: `usr/lib/cni/plugin-${i}`,
  }));
  const text = renderText(
    { ...run, findings: files, disagreements: files.map(() => disagreement) },
    { width: 200 },
  );
  const lines = text.split('\n').filter((line) => line.startsWith(`  ${finding.severity}`));
  expect(lines).toHaveLength(1);
  expect(lines[0]).toContain('usr/lib/cni/plugin-0 and 16 more');
  expect(text.split('trivy saw no package of this name')).toHaveLength(2);
  expect(text).toContain('(in 17 files)');
});
