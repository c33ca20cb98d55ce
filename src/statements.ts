import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Judged } from './judge.ts';
import { lockedPreset } from './lock/locked-preset.ts';
import type { OnBase } from './on-base.ts';
import { packageVersion } from './package-root.ts';
import { filesDigest, type ProjectRecord } from './project-record.ts';
import type { Run } from './run.ts';
import { sourceCommit } from './source-commit.ts';
import { attested, type Document, signatureOf } from './statements/attestation.ts';
import { document, documentsOf } from './statements/documents.ts';
import { type ProvenanceInput, provenance } from './statements/provenance.ts';

export interface Stated extends Judged, Pick<OnBase, 'copied'> {
  /** Of the project's folder; none of an image that was put on another base. */
  files?: ProjectRecord;
  /** Of an image that was put on another base. */
  rebased?: NonNullable<ProvenanceInput['rebased']>;
}

/** The statements about an image, beside it: by the name that the report gives them, their files. */
export async function writeStatements(run: Run, stated: Stated): Promise<Record<string, string>> {
  const { evidence, contents, copied } = stated;
  const documents = documentsOf({
    ...{ evidence, contents, copied, policy: run.compiled.plan.policy },
    ...{ now: run.now().toISOString(), harden: packageVersion() },
  });
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
/** Of an image, beside its report. */
export const SIGNATURE = 'signature.sigstore.json';

/** What is signed says that the image may be used: of one that fails nothing is. */
async function signed(
  { workspace, signer }: Run,
  { evidence: { image, verdict }, diagnostics }: Stated,
  documents: readonly Document[],
): Promise<Record<string, string>> {
  await workspace.withdraw(ATTESTATIONS);
  await workspace.withdraw(SIGNATURE);
  if (!signer || !verdict.pass || diagnostics.some(({ severity }) => severity === 'error'))
    return {};
  await mkdir(workspace.path(ATTESTATIONS));
  for (const document of documents) {
    const file = join(workspace.path(ATTESTATIONS), `${document.name}.sigstore.json`);
    await writeFile(file, await signer.bundle(Buffer.from(attested(document, image))));
  }
  return {
    attestations: await workspace.publish(ATTESTATIONS),
    signature: await workspace.write(
      SIGNATURE,
      await signer.bundle(Buffer.from(signatureOf(image))),
    ),
  };
}

async function provenanceOf(
  { compiled, pins, env, now, started }: Run,
  { evidence, rebased, files: record }: Stated,
  documents: readonly Document[],
): Promise<string> {
  const files = record && filesDigest(record);
  // The folder may have gone on since the layers of the app were built.
  const source = rebased ? undefined : await sourceCommit(compiled.folder, env);
  return provenance({
    image: evidence.image,
    harden: packageVersion(),
    plan: compiled.plan,
    frozen: pins.frozen,
    preset: lockedPreset(compiled.preset),
    used: pins.used,
    ...(source && { source }),
    ...(files && { files }),
    ...(rebased && { rebased }),
    started: started.toISOString(),
    finished: now().toISOString(),
    byproducts: documents.map(({ file, mediaType, text }) => ({
      name: file,
      mediaType,
      digest: `sha256:${createHash('sha256').update(text).digest('hex')}`,
    })),
  });
}
