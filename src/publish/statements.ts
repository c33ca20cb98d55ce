import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { error, HardenError } from '../diagnostics/diagnostic.ts';
import type { Statement } from '../registry/push/referrers.ts';
import type { RunReport } from '../report/types.ts';
import { attested, BUNDLE, IN_TOTO, type Signer, signatureOf } from '../statements/attestation.ts';

/** The documents of a build, by the names that reports have for them. */
const TYPES: Record<string, string> = {
  cyclonedx: 'application/vnd.cyclonedx+json',
  spdx: 'application/spdx+json',
  openvex: 'application/vnd.openvex+json',
  provenance: IN_TOTO,
  scan: IN_TOTO,
  smoke: IN_TOTO,
  checks: IN_TOTO,
  ledger: IN_TOTO,
};
/** Scanners look for bills as they are, whether they are signed or not. */
const BILLS = ['cyclonedx', 'spdx'];

/** What is to lie beside an image. */
export interface BesideImage {
  /** Documents as they are. */
  plain: Statement[];
  /** Bundles that the build signed. */
  signed: Statement[];
  /** Statements that are to be signed now. */
  unsigned: Buffer[];
}

/**
 * What is put beside an image: its documents and, where a key signs or has signed, each of them as a
 * bundle, and the signature of the image itself.
 * @throws HardenError publish/changed for a document about another image.
 */
export async function statementsOf(
  report: RunReport,
  reportFile: string,
  signer: Signer | undefined,
): Promise<BesideImage> {
  const { image } = report;
  const documents: { name: string; text: string }[] = [];
  for (const name of Object.keys(TYPES)) {
    const path = report.reports[name];
    if (path) documents.push({ name, text: await textOf(path, reportFile) });
  }
  for (const { name, text } of documents) checkSubject(name, text, image.digest);
  const stored = await storedBundles(report, reportFile, signer);
  const asTheyAre = documents.filter(({ name }) => !(stored ?? signer) || BILLS.includes(name));
  const unsigned =
    stored || !signer ? [] : [...documents.map((one) => attested(one, image)), signatureOf(image)];
  return {
    plain: asTheyAre.map(plain),
    signed: (stored ?? []).map((text) => bundled(text, image.digest)),
    unsigned: unsigned.map((text) => Buffer.from(text)),
  };
}

/** Those of the build, unless somebody else is to sign now; so publishing twice adds nothing. */
async function storedBundles(
  { reports }: RunReport,
  reportFile: string,
  signer: Signer | undefined,
): Promise<string[] | undefined> {
  const { attestations, signature: own } = reports;
  if (!attestations || !own) return undefined;
  const folder = await placeOf(attestations, reportFile);
  const found = await readdir(folder).catch(() => {
    throw changed(`${folder} is missing, which the report names`);
  });
  const names = found.filter((name) => name.endsWith('.sigstore.json')).sort();
  const texts = await Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')));
  texts.push(await textOf(own, reportFile));
  if (!signer) return texts;
  const made = await Promise.all(texts.map((text) => signer.made(text)));
  return made.every((one) => one) ? texts : undefined;
}

function plain({ name, text }: { name: string; text: string }): Statement {
  return {
    artifactType: TYPES[name] ?? IN_TOTO,
    bytes: Buffer.from(text),
    annotations: { 'harden.statement': name },
  };
}

/** The annotations are cosign's: by them a statement is chosen before it is fetched. */
export function bundled(text: string, digest: string): Statement {
  const { dsseEnvelope } = jsonOf('bundle', text);
  const payload = Buffer.from(dsseEnvelope?.payload ?? '', 'base64').toString('utf8');
  checkSubject('bundle', payload, digest);
  return {
    artifactType: BUNDLE,
    bytes: Buffer.from(text),
    annotations: {
      'dev.sigstore.bundle.content': 'dsse-envelope',
      'dev.sigstore.bundle.predicateType': jsonOf('bundle', payload).predicateType,
    },
  };
}

/** Of a document that is no statement itself, the digest is somewhere in it. */
function checkSubject(name: string, text: string, digest: string): void {
  const { subject } = jsonOf(name, text);
  const hex = digest.replace(/^sha256:/, '');
  const about = Array.isArray(subject)
    ? subject.length > 0 && subject.every((one) => one?.digest?.sha256 === hex)
    : text.includes(hex);
  if (!about) throw changed(`the document "${name}" is about another image than ${digest}`);
}

function jsonOf(name: string, text: string) {
  try {
    const value = JSON.parse(text);
    if (typeof value === 'object' && value !== null) return value;
  } catch {
    // Falls through to the same diagnostic.
  }
  throw changed(`the document "${name}" is no JSON any more`);
}

async function textOf(path: string, reportFile: string): Promise<string> {
  const place = await placeOf(path, reportFile);
  const text = await readFile(place, 'utf8').catch(() => undefined);
  if (text === undefined) throw changed(`${place} is missing, which the report names`);
  return text;
}

function changed(message: string): HardenError {
  const hint = 'build again, and publish what came of it';
  return new HardenError(error('publish/changed', message, { hint }));
}

/** Beside the report, where the output folder was moved; else where it was written. */
async function placeOf(path: string, reportFile: string): Promise<string> {
  const beside = join(dirname(reportFile), basename(path));
  const found = await stat(beside).catch(() => undefined);
  return found ? beside : path;
}
