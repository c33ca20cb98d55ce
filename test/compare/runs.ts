import { compareReports } from '../../src/compare/compare.ts';
import type { Comparison } from '../../src/compare/types.ts';
import type { ImagePackage, RunReport } from '../../src/report/types.ts';
import type { Finding } from '../../src/scan/types.ts';
import { runNamed } from '../report/runs.ts';

export const os = (name: string, version: string): ImagePackage => ({
  ...{ name, version, class: 'os', type: 'debian' },
});

export const npm = (name: string, version: string): ImagePackage => ({
  ...{ name, version, class: 'app', type: 'node-pkg' },
});

export function found(one: ImagePackage, id: string, rest: Partial<Finding> = {}): Finding {
  return {
    ...{ id, aliases: [], package: one.name, version: one.version, type: one.type },
    ...{ severity: 'high', scanner: 'trivy', ...rest },
  };
}

/** A report of an image with these, else as the one that passes. */
export function reportOf(rest: Partial<RunReport> = {}): RunReport {
  return { ...runNamed('pass'), packages: [], ...rest };
}

export function compared(before: Partial<RunReport>, after: Partial<RunReport>): Comparison {
  return compareReports(reportOf(before), reportOf(after));
}
