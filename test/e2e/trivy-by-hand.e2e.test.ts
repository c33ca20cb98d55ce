import { expect, test } from 'vitest';
import { harden } from '../program.ts';
import { trivyByHand, trivyIsInstalled } from './trivy.ts';

test.runIf(trivyIsInstalled)('trivy by hand on the written layout finds the same', async () => {
  const run = await harden(['build', 'examples/vulnerable-go', '--json']);
  expect(run.code, run.stderr).toBe(1);
  const report = JSON.parse(run.stdout);
  const byHand = (await trivyByHand(report))
    .flatMap(({ Vulnerabilities = [] }) => Vulnerabilities)
    .map(({ VulnerabilityID, PkgName }) => `${VulnerabilityID} ${PkgName}`);
  const ours = report.findings.map((f: { id: string; package: string }) => `${f.id} ${f.package}`);
  expect(ours.toSorted()).toEqual(byHand.toSorted());
  expect(ours.length).toBeGreaterThan(0);
});
