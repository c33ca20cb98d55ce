import type { ScannerName } from '../plan/types.ts';
import type { ExpectedPackage } from './types.ts';

/** A scanner at the version that harden knows the output of, and where its advisories come from. */
export interface Scanner {
  name: ScannerName;
  title: string;
  version: string;
  image: string;
  database: string;
  /** What names jars that do not say it themselves. */
  javaIndex?: string;
}

export const SCANNERS: Readonly<Record<ScannerName, Scanner>> = {
  trivy: {
    name: 'trivy',
    title: 'Trivy',
    version: '0.74.0',
    image: 'docker.io/aquasec/trivy:0.74.0',
    database: 'ghcr.io/aquasecurity/trivy-db:2',
    javaIndex: 'ghcr.io/aquasecurity/trivy-java-db:1',
  },
  grype: {
    name: 'grype',
    title: 'Grype',
    version: '0.118.0',
    image: 'docker.io/anchore/grype:v0.118.0',
    database: 'grype.anchore.io/databases:v6',
  },
};

/** `Trivy 0.74.0 and Grype 0.118.0`. */
export function scannersText(scanners: readonly Pick<Scanner, 'title' | 'version'>[]): string {
  return scanners.map(({ title, version }) => `${title} ${version}`).join(' and ');
}

/**
 * Whether a scanner lists such packages at all. Grype leaves out those without a version, as it has
 * nothing to compare: of what harden expects only a Go program's own modules have none.
 */
export function isSeenBy(name: ScannerName, wanted: ExpectedPackage): boolean {
  return name !== 'grype' || wanted.type !== 'go' || wanted.version !== '';
}
