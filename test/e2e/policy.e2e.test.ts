import { appendFile, copyFile, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { harden } from '../program.ts';
import { copyExample } from './copy.ts';
import { labImages } from './counting-registry.ts';
import { falseScanner } from './false-scanner.ts';
import { grypePlanted } from './grype.ts';
import { buildReport } from './json.ts';

const images = await labImages();
const inLab = images.some((image) => image.startsWith('anchore/grype:'));
const hasSlim = images.includes('library/debian:trixie-slim');

/** The vulnerable example, and how to give it a policy. */
async function project() {
  const folder = await copyExample('vulnerable-go');
  const spec = await readFile(join(folder, 'hardening.yaml'), 'utf8');
  const withPolicy = (...lines: string[]) =>
    writeFile(join(folder, 'hardening.yaml'), `${spec}policy:\n  ${lines.join('\n  ')}\n`);
  return { folder, withPolicy };
}

interface Match {
  vulnerability: { id: string; fix: object };
}

/** What Grype said of the folder's image, with more in each vulnerability. */
async function grypeWith(folder: string, more: (match: Match) => object): Promise<string> {
  const at = (name: string) => readFile(join(folder, '.harden', name), 'utf8');
  const report = JSON.parse(await at('grype.json'));
  for (const match of report.matches) Object.assign(match.vulnerability, more(match));
  const planted = await grypePlanted(JSON.parse(await at('report.json')));
  return falseScanner('grype', {
    json: JSON.stringify(report),
    'cyclonedx-json': await at('grype-packages.cdx.json'),
    'planted-json': planted.json,
    'planted-cyclonedx-json': planted.packages,
  });
}

const dayBefore = (days: number) =>
  new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10);

test.runIf(inLab)(
  'a fix of three days warns within its grace, one of eight days fails',
  async () => {
    const { folder, withPolicy } = await project();
    await buildReport(folder, { code: 1 });
    await withPolicy('grace: {high: 7d}');
    const fixedBefore = async (days: number) => {
      const date = dayBefore(days);
      const available = [{ version: '0.3.8', date, kind: 'advisory' }];
      const mirrors = await grypeWith(folder, ({ vulnerability }) => ({
        fix: { ...vulnerability.fix, available },
      }));
      return { HARDEN_REGISTRY_MIRRORS: mirrors };
    };
    const young = await buildReport(folder, { env: await fixedBefore(3) });
    expect(young.verdict).toMatchObject({
      pass: true,
      graced: young.findings.map((finding) => ({ finding, failsFrom: dayBefore(-4) })),
    });
    expect(young.findings).toHaveLength(2);
    const old = await buildReport(folder, { code: 1, env: await fixedBefore(8) });
    expect(old.verdict.graced).toBeUndefined();
    expect(old.verdict.violations[0]?.rule).toBe('vulnerabilities.high');
  },
);

test.runIf(inLab)('what is known to be exploited fails whatever else is allowed', async () => {
  const { folder, withPolicy } = await project();
  await withPolicy('vulnerabilities: {high: 9}');
  await buildReport(folder);
  const mirrors = await grypeWith(folder, ({ vulnerability: { id } }) =>
    id === 'GO-2022-1059' ? { knownExploited: [{ cve: 'CVE-2022-32149' }] } : {},
  );
  const run = await harden(['build', folder], { env: { HARDEN_REGISTRY_MIRRORS: mirrors } });
  expect(run.code).toBe(1);
  expect(run.stderr).toContain('kev: known to be exploited: CVE-2022-32149');
});

test('OpenVEX statements for this image take findings out, those for another do not', async () => {
  const { folder, withPolicy } = await project();
  const statement = (name: string, product: string) => ({
    vulnerability: { name },
    products: [{ '@id': product, subcomponents: [{ '@id': 'pkg:golang/golang.org/x/text' }] }],
    status: 'not_affected',
    justification: 'vulnerable_code_not_in_execute_path',
  });
  const document = {
    '@context': 'https://openvex.dev/ns/v0.2.0',
    '@id': 'https://example.com/vex/1',
    author: 'Security',
    timestamp: '2026-06-01T00:00:00Z',
    version: 1,
    statements: [
      statement('CVE-2021-38561', 'pkg:oci/vulnerable-go'),
      statement('CVE-2022-32149', 'pkg:oci/another'),
    ],
  };
  await writeFile(join(folder, 'ours.openvex.json'), JSON.stringify(document));
  await withPolicy('vex: [ours.openvex.json]');
  const { verdict } = await buildReport(folder, { code: 1 });
  expect(verdict.suppressed).toMatchObject([
    { finding: { id: 'CVE-2021-38561' }, vex: { file: 'ours.openvex.json', author: 'Security' } },
  ]);
  expect(verdict.violations.flatMap(({ findings }) => findings)).toMatchObject([
    { id: 'CVE-2022-32149' },
  ]);
  expect(verdict.warnings.join('\n')).toContain('in pkg:oci/another, not about this image');
  await writeFile(join(folder, 'ours.openvex.json'), '{}');
  const refused = await harden(['build', folder]);
  expect(refused).toMatchObject({ code: 2, stderr: expect.stringContaining('policy/bad-vex') });
});

test('a denied licence fails, until it is accepted for that package', async () => {
  const folder = await copyExample('node-api');
  const deny = '\npolicy:\n  licenses: {deny: [BlueOak-1.0.0, BSD-3-Clause]}\n';
  await appendFile(join(folder, 'hardening.yaml'), deny);
  const { checks, verdict } = await buildReport(folder, { code: 1 });
  expect(verdict.violations.map(({ rule }) => rule)).toEqual(['checks.licenses']);
  const names = checks.find(({ id }) => id === 'licenses')?.paths ?? [];
  const accepted = names.map(
    (name) =>
      `    - {check: licenses, package: "${name}", until: "2099-12-31", reason: ours, owner: me}\n`,
  );
  await appendFile(join(folder, 'hardening.yaml'), `  accept:\n${accepted.join('')}`);
  expect((await buildReport(folder)).verdict.accepted).toHaveLength(names.length);
});

test('what a spec ignores is written as OpenVEX, which another build reads', async () => {
  const { folder, withPolicy } = await project();
  const ids = ['CVE-2021-38561', 'CVE-2022-32149'];
  const why = 'until: "2099-12-31", reason: not parsed here, owner: web';
  const entries = ids.map((id) => `{id: ${id}, package: golang.org/x/text, ${why}}`);
  await withPolicy(`ignore: [${entries.join(', ')}]`);
  const ignoring = await buildReport(folder);
  expect(ignoring.verdict.ignored).toHaveLength(2);
  await copyFile(ignoring.reports['openvex'] ?? '', join(folder, 'accepted.openvex.json'));
  await withPolicy('vex: [accepted.openvex.json]');
  const { verdict, reports } = await buildReport(folder);
  expect(verdict.suppressed?.map(({ finding }) => finding.id)).toEqual(ids);
  expect(verdict.ignored).toEqual([]);
  expect(reports).not.toHaveProperty('openvex');
});

test.runIf(hasSlim)('a failed check is accepted for the files that the spec names', async () => {
  const folder = await copyExample('go-api');
  const file = join(folder, 'hardening.yaml');
  const spec = (await readFile(file, 'utf8')).replace(
    'base: debian',
    'base: {slim: debian, keep: [shell]}',
  );
  await writeFile(file, spec);
  const { checks } = await buildReport(folder, { code: 1 });
  const [first = '', ...others] = checks.find(({ id }) => id === 'no-shell')?.paths ?? [];
  const entry = (path: string) =>
    `    - {check: no-shell, path: ${path}, until: "2099-12-31", reason: scripts, owner: ops}`;
  const accepting = (paths: string[]) =>
    writeFile(file, `${spec}\npolicy:\n  accept:\n${paths.map(entry).join('\n')}\n`);
  expect(others.length).toBeGreaterThan(0);
  await accepting([first]);
  const one = await buildReport(folder, { code: 1 });
  expect(one.verdict.violations).toEqual([
    { rule: 'checks.no-shell', message: others.join(', '), findings: [] },
  ]);
  await accepting([first, ...others]);
  const all = await buildReport(folder);
  expect(all.verdict.accepted?.map(({ accept }) => accept.path)).toEqual([first, ...others]);
});

test('with a baseline only what is new fails, and says whose change it is', async () => {
  const { folder } = await project();
  const before = await buildReport(folder, { code: 1 });
  const baseline = join(folder, '..', 'before.json');
  await writeFile(baseline, JSON.stringify(before));
  const same = await buildReport(folder, { args: ['--baseline', baseline] });
  expect(same.verdict.delta).toEqual({ known: before.findings, added: [] });

  await writeFile(baseline, JSON.stringify({ ...before, findings: before.findings.slice(0, 1) }));
  const advisory = await buildReport(folder, { code: 1, args: ['--baseline', baseline] });
  expect(advisory.verdict.delta?.added).toMatchObject([{ cause: 'new advisory' }]);

  const clean = await buildReport(await copyExample('go-api'));
  await writeFile(baseline, JSON.stringify(clean));
  const changed = await buildReport(folder, { code: 1, args: ['--baseline', baseline] });
  expect(changed.verdict.delta?.added.map(({ cause }) => cause)).toEqual([
    'your change',
    'your change',
  ]);
  const refused = await harden(['build', folder, '--baseline', join(folder, 'go.mod')]);
  expect(refused).toMatchObject({ code: 2, stderr: expect.stringContaining('cli/bad-option') });
});
