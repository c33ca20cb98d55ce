import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Judged } from './judge.ts';
import { lockedPreset } from './lock/pins-for.ts';
import type { OnBase } from './on-base.ts';
import { packageVersion } from './package-root.ts';
import type { Run } from './run.ts';
import { sourceCommit } from './source-commit.ts';
import { attestation, type Document, IN_TOTO } from './statements/attestation.ts';
import { billOf } from './statements/bill.ts';
import { cycloneDx } from './statements/cyclonedx.ts';
import {
  checksStatement,
  ledgerStatement,
  scanStatement,
  smokeStatement,
} from './statements/findings.ts';
import { json } from './statements/json.ts';
import { openVexOf } from './statements/openvex.ts';
import { provenance } from './statements/provenance.ts';
import { spdx } from './statements/spdx.ts';

export type Stated = Judged & Pick<OnBase, 'copied'>;

/** The statements about an image, beside it: by the name that the report gives them, their files. */
export async function writeStatements(run: Run, stated: Stated): Promise<Record<string, string>> {
  const documents = documentsOf(run, stated);
  // One of an earlier build says nothing of this image.
  if (!documents.some(({ name }) => name === 'openvex'))
    await run.workspace.withdraw('openvex.json');
  const how = document('provenance', 'provenance.json', await provenanceOf(run, stated, documents));
  const written: Record<string, string> = {};
  for (const { name, file, text } of [...documents, how]) {
    written[name] = await run.workspace.write(file, text);
  }
  return { ...written, ...(await signed(run, stated, [...documents, how])) };
}

const ATTESTATIONS = 'attestations';

/** What is signed says that the image may be used: of one that fails nothing is. */
async function signed(
  { workspace, signer }: Run,
  { evidence: { image, verdict }, diagnostics }: Stated,
  documents: readonly Document[],
): Promise<Record<string, string>> {
  await workspace.withdraw(ATTESTATIONS);
  if (!signer || !verdict.pass || diagnostics.some(({ severity }) => severity === 'error'))
    return {};
  await mkdir(workspace.path(ATTESTATIONS));
  for (const document of documents) {
    const file = join(workspace.path(ATTESTATIONS), `${document.name}.sigstore.json`);
    await writeFile(file, attestation(document, image, signer));
  }
  return { attestations: await workspace.publish(ATTESTATIONS) };
}

function document(name: string, file: string, text: string, mediaType = IN_TOTO): Document {
  return { name, file, mediaType, text };
}

function documentsOf({ compiled, now }: Run, { evidence, contents, copied }: Stated): Document[] {
  const { image, coverage } = evidence;
  const bill = billOf({
    image,
    harden: packageVersion(),
    ...(coverage.os && { os: coverage.os }),
    ...contents,
    copied,
    ledger: coverage.files,
  });
  const time = now().toISOString();
  const vex = openVexOf(evidence.verdict.ignored, image, time);
  return [
    document('cyclonedx', 'sbom.cdx.json', cycloneDx(bill), 'application/vnd.cyclonedx+json'),
    document('spdx', 'sbom.spdx.json', spdx(bill), 'application/spdx+json'),
    document('scan', 'scan.json', scanStatement(evidence, compiled.plan.policy, time.slice(0, 10))),
    document('smoke', 'smoke.json', smokeStatement(evidence)),
    document('checks', 'checks.json', checksStatement(evidence)),
    document('ledger', 'ledger.json', ledgerStatement(evidence, bill.holdings)),
    ...(vex
      ? [document('openvex', 'openvex.json', json(vex), 'application/vnd.openvex+json')]
      : []),
  ];
}

async function provenanceOf(
  { compiled, pins, env, now, started }: Run,
  { evidence }: Stated,
  documents: readonly Document[],
): Promise<string> {
  const source = await sourceCommit(compiled.folder, env);
  return provenance({
    image: evidence.image,
    harden: packageVersion(),
    plan: compiled.plan,
    frozen: pins.frozen,
    preset: lockedPreset(compiled.preset),
    used: pins.used,
    ...(source && { source }),
    started: started.toISOString(),
    finished: now().toISOString(),
    byproducts: documents.map(({ file, mediaType, text }) => ({
      name: file,
      mediaType,
      digest: `sha256:${createHash('sha256').update(text).digest('hex')}`,
    })),
  });
}
