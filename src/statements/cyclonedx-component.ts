import { licence } from './licences.ts';
import type { Part } from './types.ts';

/** A part as a component; words of Trivy and Syft say what a purl has no room for. */
export function componentOf(part: Part) {
  const { ref, group, name, version, purl, cpe } = part;
  return {
    'bom-ref': ref,
    type: part.kind === 'runtime' ? 'application' : 'library',
    ...(group && { group }),
    name,
    ...(version && { version }),
    ...licencesOf(part.licences),
    ...(cpe && { cpe }),
    ...(purl && { purl }),
    properties: propertiesOf(part),
    evidence: evidenceOf(part),
  };
}

/** Several licences are a list; an expression has to be alone. */
function licencesOf(words: readonly string[]) {
  const found = [...new Set(words)].sort().map(licence);
  const [only] = found;
  if (!only) return {};
  if (found.length === 1 && 'expression' in only) return { licenses: [only] };
  const licenses = found.map((one) => ({
    license: 'expression' in one ? { name: one.expression } : one,
  }));
  return { licenses };
}

function evidenceOf({ purl, evidence, locations }: Part) {
  const technique = evidence === 'ledger' ? 'binary-analysis' : 'manifest-analysis';
  const identity = {
    field: purl ? 'purl' : 'name',
    confidence: 1,
    methods: [{ technique, confidence: 1, value: evidence }],
  };
  return {
    identity: [identity],
    ...(locations.length > 0 && {
      occurrences: locations.map((path) => ({ location: `/${path}` })),
    }),
  };
}

function propertiesOf(part: Part) {
  const { kind, type, source, locations, files, copied = [] } = part;
  const path = kind === 'system' ? undefined : locations[0];
  const properties: Record<string, string | undefined> = {
    'aquasecurity:trivy:FilePath': path,
    'aquasecurity:trivy:PkgType': type,
    ...(source && sourceProperties(source, part.purl)),
    'harden:evidence': part.evidence,
    'harden:files': files === undefined ? undefined : String(files),
    'harden:kind': kind,
    'syft:location:0:path': locations[0] && `/${locations[0]}`,
    // A purl of the type `generic` does not say it.
    'syft:package:type': kind === 'runtime' ? 'binary' : undefined,
  };
  return [
    ...Object.entries(properties).flatMap(([name, value]) => (value ? [{ name, value }] : [])),
    ...copied.map((value) => ({ name: 'harden:copied-library', value })),
  ];
}

/** Of Debian's `epoch:version-release` Trivy keeps the parts apart; apk's version is one word. */
function sourceProperties({ name, version }: { name: string; version: string }, purl = '') {
  if (!purl.startsWith('pkg:deb/')) {
    return { 'aquasecurity:trivy:SrcName': name, 'aquasecurity:trivy:SrcVersion': version };
  }
  const [, epoch, upstream, release] = /^(?:(\d+):)?(.*?)(?:-([^-]+))?$/.exec(version) ?? [];
  return {
    'aquasecurity:trivy:SrcEpoch': epoch,
    'aquasecurity:trivy:SrcName': name,
    'aquasecurity:trivy:SrcRelease': release,
    'aquasecurity:trivy:SrcVersion': upstream,
  };
}
