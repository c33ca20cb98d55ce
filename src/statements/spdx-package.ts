import { createHash } from 'node:crypto';
import { EPOCH } from './epoch.ts';
import { imagePurl } from './image-purl.ts';
import type { Bill, Part } from './types.ts';

export const IMAGE = 'SPDXRef-Image';
export const SYSTEM = 'SPDXRef-OperatingSystem';

/** What nobody has looked into is said so, and not left out. */
const UNKNOWN = {
  supplier: 'NOASSERTION',
  downloadLocation: 'NOASSERTION',
  filesAnalyzed: false,
  licenseConcluded: 'NOASSERTION',
  licenseDeclared: 'NOASSERTION',
  copyrightText: 'NOASSERTION',
};

/** An identifier of letters and digits for a part; the hash keeps names apart that read alike. */
export function idOf(ref: string, name: string): string {
  const hash = createHash('sha256').update(ref).digest('hex').slice(0, 12);
  return `SPDXRef-Package-${name.replace(/[^A-Za-z0-9.-]+/g, '-')}-${hash}`;
}

export function imagePackage({ image }: Bill) {
  const { ref, digest } = image.base;
  return {
    SPDXID: IMAGE,
    name: image.name,
    versionInfo: image.digest,
    ...UNKNOWN,
    primaryPackagePurpose: 'CONTAINER',
    checksums: [{ algorithm: 'SHA256', checksumValue: image.digest.replace(/^sha256:/, '') }],
    ...(ref && { sourceInfo: `on the base ${ref}${digest && `, ${digest}`}` }),
    externalRefs: [purlRef(imagePurl(image))],
  };
}

export function systemPackage({ family, version }: NonNullable<Bill['os']>) {
  return {
    SPDXID: SYSTEM,
    name: family,
    versionInfo: version,
    ...UNKNOWN,
    primaryPackagePurpose: 'OPERATING-SYSTEM',
  };
}

export function packageOf(part: Part, licenseDeclared: string, annotator: string) {
  const { ref, group, name, version, purl, cpe, source } = part;
  return {
    SPDXID: idOf(ref, name),
    name: fullName(part.type, group, name),
    ...(version && { versionInfo: version }),
    ...UNKNOWN,
    licenseDeclared,
    primaryPackagePurpose: part.kind === 'runtime' ? 'APPLICATION' : 'LIBRARY',
    // The words that Trivy has for it.
    ...(source && { sourceInfo: `built package from: ${source.name} ${source.version}` }),
    ...(purl || cpe
      ? { externalRefs: [purl && purlRef(purl), cpe && cpeRef(cpe)].filter(Boolean) }
      : {}),
    annotations: notesOf(part).map((comment) => ({
      annotationDate: EPOCH,
      annotationType: 'OTHER',
      annotator,
      comment,
    })),
  };
}

function fullName(type: string, group: string | undefined, name: string): string {
  if (!group) return name;
  return `${group}${type === 'jar' ? ':' : '/'}${name}`;
}

function notesOf({ type, evidence, locations, copied = [] }: Part): string[] {
  return [
    `PkgType: ${type}`,
    `evidence: ${evidence}`,
    ...locations.map((path) => `location: /${path}`),
    ...copied.map((path) => `copied library: ${path}`),
  ];
}

function purlRef(referenceLocator: string) {
  return { referenceCategory: 'PACKAGE-MANAGER', referenceType: 'purl', referenceLocator };
}

function cpeRef(referenceLocator: string) {
  return { referenceCategory: 'SECURITY', referenceType: 'cpe23Type', referenceLocator };
}
