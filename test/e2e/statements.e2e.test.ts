import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Spec, Validation } from '@cyclonedx/cyclonedx-library';
import { expect, onTestFinished, test } from 'vitest';
import type { RunReport } from '../../src/report/types.ts';
import { harden } from '../program.ts';
import { inTotoStatement, slsaProvenance } from '../statements/slsa-schema.ts';
import { spdxDocument } from '../statements/spdx-schema.ts';
import { copyExample } from './copy.ts';
import { labImages } from './counting-registry.ts';
import { grypeIsInstalled, grypeSbom } from './grype.ts';
import { buildReport } from './json.ts';
import { oldNode } from './old-node.ts';
import { projectOf } from './temporary.ts';
import { type TrivyResult, trivyByHand, trivyIsInstalled, trivySbom } from './trivy.ts';

const run = promisify(execFile);
const SBOMS = ['cyclonedx', 'spdx'] as const;
const STATEMENTS = ['scan', 'smoke', 'checks', 'ledger'] as const;

const textOf = (report: RunReport, name: string) =>
  readFile(report.reports[name] ?? `no ${name} in the report`, 'utf8');

test('a build writes all statements, and each is valid by its specification', async () => {
  const folder = await copyExample('node-api');
  const report = await buildReport(folder);
  const validator = new Validation.JsonStrictValidator(Spec.Version.v1dot6);
  expect(await validator.validate(await textOf(report, 'cyclonedx'))).toBeNull();
  spdxDocument.parse(JSON.parse(await textOf(report, 'spdx')));
  const subject = [
    { name: report.image.name, digest: { sha256: report.image.digest.replace('sha256:', '') } },
  ];
  for (const name of STATEMENTS) {
    const { predicateType, ...statement } = JSON.parse(await textOf(report, name));
    inTotoStatement.parse({ predicateType, ...statement });
    expect(statement.subject).toEqual(subject);
    expect(predicateType).toBe(`urn:harden:${name}:v1`);
  }
  const provenance = slsaProvenance.parse(JSON.parse(await textOf(report, 'provenance')));
  expect(provenance.subject).toEqual(subject);
  for (const name of [...SBOMS, ...STATEMENTS, 'provenance']) {
    expect(await textOf(report, name)).not.toContain(folder);
  }
});

test('a scan of an image writes what can be said without a build', async () => {
  const built = await buildReport(await copyExample('go-api'));
  const cwd = await projectOf({});
  const args = ['scan', built.image.layout, '--json', '--statements', 'said'];
  const { code, stdout } = await harden(args, { cwd });
  expect(code).toBe(0);
  const said: RunReport = JSON.parse(stdout);
  expect(Object.values(said.reports).sort()).toEqual(
    ['checks.json', 'ledger.json', 'sbom.cdx.json', 'sbom.spdx.json', 'scan.json'].map((name) =>
      join(cwd, 'said', name),
    ),
  );
  const validator = new Validation.JsonStrictValidator(Spec.Version.v1dot6);
  expect(await validator.validate(await textOf(said, 'cyclonedx'))).toBeNull();
  spdxDocument.parse(JSON.parse(await textOf(said, 'spdx')));
  expect(await textOf(said, 'ledger')).toContain(built.image.digest.replace('sha256:', ''));
});

/** The SPDX project's own validator of documents. */
async function spdxTools(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'harden-spdx-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  await run('python3', ['-m', 'venv', folder]);
  await run(join(folder, 'bin/pip'), ['install', '--quiet', 'spdx-tools==0.8.5']);
  return join(folder, 'bin/pyspdxtools');
}

const hasPython = await run('python3', ['-c', 'import venv']).then(
  () => true,
  () => false,
);

test.runIf(hasPython)(
  'the tool of the SPDX project takes the bill, and no broken one',
  async () => {
    const report = await buildReport('examples/node-api');
    const tool = await spdxTools();
    const file = report.reports['spdx'] ?? '';
    await run(tool, ['-i', file]);
    const broken = join(tool, '../broken.spdx.json');
    const text = await readFile(file, 'utf8');
    await writeFile(broken, text.replaceAll('SPDXRef-OperatingSystem', 'SPDXRef-Operating_System'));
    await expect(run(tool, ['-i', broken])).rejects.toThrow();
  },
);

test('two builds give one bill, byte for byte, with the steps run again', async () => {
  const first = await buildReport(await copyExample('python-worker'));
  const again = await buildReport(await copyExample('python-worker'), { args: ['--no-cache'] });
  expect(again.image.digest).toBe(first.image.digest);
  for (const name of [...SBOMS, 'checks', 'ledger']) {
    expect(await textOf(again, name)).toBe(await textOf(first, name));
  }
});

test('the provenance names every input, the other documents, and the commit', async () => {
  const folder = await copyExample('go-api');
  const git = (...args: string[]) => run('git', ['-C', folder, ...args]);
  await git('init', '--quiet');
  await git('add', '.');
  const ann = ['-c', 'user.name=Ann', '-c', 'user.email=ann@example.com'];
  await git(...ann, 'commit', '--quiet', '-m', 'first');
  const report = await buildReport(folder);
  const { buildDefinition, runDetails } = slsaProvenance.parse(
    JSON.parse(await textOf(report, 'provenance')),
  ).predicate;
  const hashes = buildDefinition.resolvedDependencies.flatMap(({ digest = {} }) =>
    Object.values(digest),
  );
  const { stdout: commit } = await git('rev-parse', 'HEAD');
  expect(hashes).toContain(commit.trim());
  expect(hashes).toContain(report.toolchain?.digest.replace('sha256:', ''));
  for (const { database } of report.scanners) {
    expect(hashes).toContain(database.digest.replace('sha256:', ''));
  }
  for (const { name = '', digest } of runDetails.byproducts) {
    const bytes = await readFile(join(folder, '.harden', name));
    expect(digest).toEqual({ sha256: createHash('sha256').update(bytes).digest('hex') });
  }
});

const hasAlpine = (await labImages()).includes('library/alpine:3.20.3');
/** Findings of the app, and where there is an Alpine of the system too: it is out of support. */
const VULNERABLE = [
  ...SBOMS.map((name) => ({ name, base: 'debian', code: 1, system: '' })),
  ...(hasAlpine ? SBOMS.map((name) => ({ name, base: 'alpine', code: 4, system: 'libssl3' })) : []),
];

async function vulnerableOn(on: string): Promise<string> {
  const folder = await copyExample('vulnerable-go');
  if (on === 'debian') return folder;
  const file = join(folder, 'hardening.yaml');
  const text = await readFile(file, 'utf8');
  const base = 'base: {image: docker.io/library/alpine:3.20.3}';
  await writeFile(file, text.replace(/^base: .*$/m, base));
  return folder;
}

/** Without the file: an SPDX document has no place for it that Trivy reads. */
function vulnerabilities(results: TrivyResult[]): string[] {
  return results
    .flatMap(({ Type, Vulnerabilities = [] }) =>
      Vulnerabilities.map(
        ({ VulnerabilityID, PkgName }) => `${Type} ${PkgName} ${VulnerabilityID}`,
      ),
    )
    .sort();
}

/** The version of a package of Debian is in parts where Trivy read its database itself. */
function packages(results: TrivyResult[]): string[] {
  const names = results.flatMap(({ Type, Packages = [] }) =>
    Packages.map(({ Name }) => `${Type} ${Name}`),
  );
  return [...new Set(names)].sort();
}

test.runIf(trivyIsInstalled).each(VULNERABLE)(
  'trivy finds in the $name bill what it finds in the image on $base',
  async ({ name, base, code, system }) => {
    const report = await buildReport(await vulnerableOn(base), { code });
    const inImage = await trivyByHand(report);
    const inBill = await trivySbom(report, report.reports[name] ?? '');
    expect(packages(inBill)).toEqual(packages(inImage));
    expect(vulnerabilities(inBill)).toEqual(vulnerabilities(inImage));
    expect(vulnerabilities(inBill).join('\n')).toMatch(/^gobinary \S+ CVE-/m);
    expect(vulnerabilities(inBill).join('\n')).toContain(system);
  },
);

function matches(json: string): string[] {
  const found: { vulnerability: { id: string }; artifact: { name: string; version: string } }[] =
    JSON.parse(json).matches;
  return found
    .map(
      ({ vulnerability, artifact }) => `${artifact.name} ${artifact.version} ${vulnerability.id}`,
    )
    .sort();
}

test.runIf(grypeIsInstalled).each(VULNERABLE)(
  'grype finds in the $name bill what it finds in the image on $base',
  async ({ name, base, code, system }) => {
    const report = await buildReport(await vulnerableOn(base), { code });
    const { json } = await grypeSbom(report, report.reports[name] ?? '');
    expect(matches(json)).toEqual(matches(await textOf(report, 'grype')));
    expect(matches(json).join('\n')).toMatch(/^golang.org\/x\/text \S+ /m);
    expect(matches(json).join('\n')).toContain(system);
  },
);

test.runIf(grypeIsInstalled && process.arch === 'x64').each(SBOMS)(
  'grype finds a runtime that no package manager owns in the %s bill',
  async (name) => {
    const report = await buildReport(await oldNode(), { code: 1 });
    const { json } = await grypeSbom(report, report.reports[name] ?? '');
    expect(matches(json)).toEqual(matches(await textOf(report, 'grype')));
    expect(matches(json)).toContain('node 18.19.0 CVE-2024-22019');
  },
);
