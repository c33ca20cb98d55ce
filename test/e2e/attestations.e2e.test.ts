import { copyFile, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { harden } from '../program.ts';
import { copyExample } from './copy.ts';
import { cosign, pushed, registry } from './cosign.ts';
import { labImages } from './counting-registry.ts';
import { buildReport } from './json.ts';

const inLab = (await labImages()).length > 0;

const TYPES: Record<string, string> = {
  provenance: 'slsaprovenance1',
  cyclonedx: 'cyclonedx',
  spdx: 'spdxjson',
  openvex: 'openvex',
  scan: 'urn:harden:scan:v1',
  smoke: 'urn:harden:smoke:v1',
  checks: 'urn:harden:checks:v1',
  ledger: 'urn:harden:ledger:v1',
};
const IGNORED = `policy:
  ignore:
    - {id: CVE-2021-38561, until: 2999-01-01, reason: never called, owner: web}
    - {id: CVE-2022-32149, until: 2999-01-01, reason: never called, owner: web}
`;

test.runIf(inLab)('cosign accepts what was signed, and refuses it for anything else', async () => {
  const { run, folder: keys, env } = await cosign();
  for (const prefix of ['cosign', 'other']) {
    await run('generate-key-pair', '--output-key-prefix', prefix);
  }
  const folder = await copyExample('vulnerable-go');
  const spec = join(folder, 'hardening.yaml');
  await writeFile(spec, `${await readFile(spec, 'utf8')}${IGNORED}`);
  const signing = { args: ['--sign-key', join(keys, 'cosign.key')], env };
  const report = await buildReport(folder, signing);
  const attestations = report.reports['attestations'] ?? '';
  const files = (await readdir(attestations)).sort();
  expect(files).toEqual(
    Object.keys(TYPES)
      .map((name) => `${name}.sigstore.json`)
      .sort(),
  );

  const address = await registry();
  const image = await pushed(address, report.image.layout, 'vulnerable-go');
  for (const file of files) {
    const attached = await run(
      'attach',
      'attestation',
      '--attestation',
      join(attestations, file),
      image,
    );
    expect(attached).toMatchObject({ code: 0 });
  }
  const verify = (key: string, type: string, of = image) =>
    run('verify-attestation', '--key', key, '--insecure-ignore-tlog', '--type', type, of);
  for (const [name, type] of Object.entries(TYPES)) {
    const { code, stdout } = await verify('cosign.pub', type);
    expect({ name, code }).toEqual({ name, code: 0 });
    const { payload } = JSON.parse(stdout.trim().split('\n').at(-1) ?? '');
    const { subject, predicate } = JSON.parse(Buffer.from(payload, 'base64').toString());
    expect(subject[0].digest.sha256).toBe(report.image.digest.replace('sha256:', ''));
    const written = JSON.parse(await readFile(report.reports[name] ?? '', 'utf8'));
    expect(predicate).toEqual(written.predicate ?? written);
  }
  expect((await verify('other.pub', 'slsaprovenance1')).code).not.toBe(0);

  const go = await buildReport(await copyExample('go-api'));
  const other = await pushed(address, go.image.layout, 'go-api');
  const scan = join(attestations, 'scan.sigstore.json');
  await run('attach', 'attestation', '--attestation', scan, other);
  expect((await verify('cosign.pub', 'urn:harden:scan:v1', other)).code).not.toBe(0);
});

test.runIf(inLab)('what fails is not signed, and what was signed before is gone', async () => {
  const { run, folder: keys, env } = await cosign();
  await run('generate-key-pair');
  const folder = await copyExample('vulnerable-go');
  const plain = join(folder, 'hardening.yaml');
  const kept = join(keys, 'kept.yaml');
  await copyFile(plain, kept);
  await writeFile(plain, `${await readFile(plain, 'utf8')}${IGNORED}`);
  const args = ['--sign-key', join(keys, 'cosign.key')];
  expect((await buildReport(folder, { args, env })).reports).toHaveProperty('attestations');
  await copyFile(kept, plain);
  const failed = await buildReport(folder, { args, env, code: 1 });
  expect(failed.reports).not.toHaveProperty('attestations');
  const left = await readdir(join(folder, '.harden'));
  expect(left).not.toContain('attestations');
  expect(left).not.toContain('openvex.json');

  const wrong = await harden(['build', folder, ...args], { env: { ...env, COSIGN_PASSWORD: 'x' } });
  expect(wrong).toMatchObject({ code: 2, stderr: expect.stringContaining('sign/bad-key') });
});
