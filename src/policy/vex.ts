import { meansPurl, readPurl } from '../packages/purl.ts';
import type { VexDocument, VexProduct, VexStatement } from '../plan/vex.ts';
import type { Finding } from '../scan/types.ts';
import type { Judgement, Suppressed } from './types.ts';

/** The image that is judged, as products of statements name it. */
export interface VexImage {
  name: string;
  digest: string;
}

interface Applied {
  left: Finding[];
  suppressed: Suppressed[];
  judgement: Judgement;
}

interface Said {
  document: VexDocument;
  statement: VexStatement;
}

/**
 * Takes out the findings of which a document says that they do not affect this image. Of several
 * statements on one finding the last holds, so that `affected` takes an earlier `not_affected` back.
 */
export function applyVex(
  documents: readonly VexDocument[],
  findings: readonly Finding[],
  image: VexImage,
): Applied {
  const all = documents
    .flatMap((document) => document.statements.map((statement) => ({ document, statement })))
    .sort((a, b) => Date.parse(a.statement.timestamp) - Date.parse(b.statement.timestamp));
  const left: Finding[] = [];
  const suppressed: Suppressed[] = [];
  const elsewhere: string[] = [];
  for (const finding of findings) {
    const said = all.filter(({ statement }) => isNamed(statement, finding));
    const last = said.filter(({ statement }) => concerns(statement, finding, image)).at(-1);
    if (last && HARMLESS.has(last.statement.status)) suppressed.push(suppressedBy(last, finding));
    else left.push(finding);
    if (!last) elsewhere.push(...said.map((one) => elsewhereText(one, finding)));
  }
  return { left, suppressed, judgement: { violations: [], warnings: [...new Set(elsewhere)] } };
}

const HARMLESS = new Set<VexStatement['status']>(['not_affected', 'fixed']);

function suppressedBy({ document, statement }: Said, finding: Finding): Suppressed {
  const { status, justification, timestamp } = statement;
  const { file, id, author } = document;
  return {
    finding,
    vex: { file, id, author, status, ...(justification && { justification }), timestamp },
  };
}

function isNamed({ names }: VexStatement, { id, aliases }: Finding): boolean {
  const known = new Set([id, ...aliases].map((name) => name.toUpperCase()));
  return names.some((name) => known.has(name.toUpperCase()));
}

/** About the package itself, or about this image and, if it says so, that package in it. */
function concerns({ products }: VexStatement, { purl }: Finding, image: VexImage): boolean {
  const isPackage = (ids: string[]) => ids.some((id) => purl !== undefined && meansPurl(id, purl));
  return products.some(({ ids, parts }) => {
    if (parts.length === 0) return isPackage(ids) || ids.some((id) => isImage(id, image));
    return ids.some((id) => isImage(id, image)) && parts.some(isPackage);
  });
}

/** By its digest, its name, or a package URL of type oci, which has the last part of the name. */
function isImage(id: string, { name, digest }: VexImage): boolean {
  if (id === digest || id === name || id === `${name}@${digest}`) return true;
  const purl = readPurl(id);
  const short = name.slice(name.lastIndexOf('/') + 1);
  if (!purl || purl.name !== `oci/${short}`) return false;
  if (purl.version !== undefined) return purl.version === digest;
  const repository = purl.qualifiers.get('repository_url');
  return repository === null || repository === name || repository.endsWith(`/${name}`);
}

function elsewhereText({ document, statement }: Said, finding: Finding): string {
  const about = statement.products.map(productText).join(', ') || 'no product';
  return `${document.file}: what it says of ${finding.id} is about ${about}, not about this image or ${finding.package} ${finding.version}; it changes nothing`;
}

function productText({ ids, parts }: VexProduct): string {
  const [id = 'a product without a name'] = ids;
  const inside = parts.flatMap(([part]) => part ?? []);
  return inside.length === 0 ? id : `${inside.join(' and ')} in ${id}`;
}
