import { readPurl } from '../packages/purl.ts';
import { objectOf, record } from './json-object.ts';
import type { SeenPackage } from './types.ts';

/** A bill of materials in JSON, as far as it is needed to scan it. */
export interface ScannedBill {
  format: 'CycloneDX' | 'SPDX';
  /** What it is of. */
  name: string;
  /** Of the image that it is of, where it says so. */
  digest?: string;
  /** Package URLs that advisories are matched with. */
  purls: string[];
}

/** Ecosystems that scanners have advisories of. */
const SCANNED = [
  ...['apk', 'cargo', 'composer', 'deb', 'gem', 'golang', 'hex', 'maven', 'npm', 'nuget'],
  ...['pub', 'pypi', 'rpm', 'swift'],
];

const DIGEST = /sha256:[0-9a-f]{64}/;

/** Reads CycloneDX or SPDX 2 in JSON; undefined when it is neither. */
export function readBill(text: string): ScannedBill | undefined {
  const document = objectOf(text);
  if (document['bomFormat'] === 'CycloneDX') return ofCycloneDx(document);
  return typeof document['spdxVersion'] === 'string' ? ofSpdx(document) : undefined;
}

/** The packages of a bill that none of these scanned packages is. */
export function unseenPurls(purls: readonly string[], seen: readonly SeenPackage[]): string[] {
  const known = new Set(seen.flatMap(({ purl }) => (purl ? [keyOf(purl)] : [])));
  return purls.filter((purl) => !known.has(keyOf(purl)));
}

function ofCycloneDx(document: Record<string, unknown>): ScannedBill {
  const subject = record(record(document['metadata'])['component']);
  const purls = [...flattened(document['components'])].flatMap((one) => scannedPurl(one['purl']));
  return bill('CycloneDX', text(subject['name']), JSON.stringify(subject), purls);
}

/** Components may have components of their own. */
function* flattened(list: unknown): Generator<Record<string, unknown>> {
  for (const one of Array.isArray(list) ? list.map(record) : []) {
    yield one;
    yield* flattened(one['components']);
  }
}

function ofSpdx(document: Record<string, unknown>): ScannedBill {
  const packages = Array.isArray(document['packages']) ? document['packages'].map(record) : [];
  const purls = packages.flatMap((one) => {
    const refs = Array.isArray(one['externalRefs']) ? one['externalRefs'].map(record) : [];
    return refs.flatMap((ref) =>
      ref['referenceType'] === 'purl' ? scannedPurl(ref['referenceLocator']) : [],
    );
  });
  const described = Array.isArray(document['documentDescribes'])
    ? document['documentDescribes']
    : [];
  const subject = packages.find(({ SPDXID }) => described.includes(SPDXID)) ?? packages[0] ?? {};
  return bill(
    'SPDX',
    text(document['name']) || text(subject['name']),
    JSON.stringify(subject),
    purls,
  );
}

function bill(
  format: ScannedBill['format'],
  name: string,
  subject: string,
  purls: string[],
): ScannedBill {
  const digest = DIGEST.exec(
    decodeURIComponent(subject.replace(/%(?![0-9A-Fa-f]{2})/g, '%25')),
  )?.[0];
  return { format, name, ...(digest && { digest }), purls: [...new Set(purls)] };
}

function scannedPurl(value: unknown): string[] {
  const purl = readPurl(text(value));
  const type = purl?.name.split('/')[0] ?? '';
  return purl?.version !== undefined && SCANNED.includes(type) ? [text(value)] : [];
}

/** Scanners write an epoch of Debian apart, and names of Python in one form. */
function keyOf(url: string): string {
  const { name = '', version = '' } = readPurl(url) ?? {};
  const plain = name.startsWith('pypi/') ? name.toLowerCase().replace(/[-_.]+/g, '-') : name;
  return `${plain}@${version.replace(/^\d+:/, '').replace(/^v/, '')}`;
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
