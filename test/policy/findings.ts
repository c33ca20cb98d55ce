import type { Policy, Severity } from '../../src/plan/types.ts';
import type { PolicyInput } from '../../src/policy/evaluate.ts';
import type { Finding } from '../../src/scan/types.ts';
import { WHOLE } from '../inspect/whole-ledger.ts';

export function policyOf(preset: Policy['preset'], rest: Partial<Policy> = {}): Policy {
  return { preset, vulnerabilities: {}, ignore: [], ...rest };
}

let number = 0;

/** A finding with a fix. */
export function finding(severity: Severity, rest: Partial<Finding> = {}): Finding {
  number += 1;
  return {
    id: `CVE-2026-${number}`,
    aliases: [],
    package: 'libfoo',
    version: '1.0',
    severity,
    fixedVersion: '1.1',
    type: 'debian',
    scanner: 'trivy',
    ...rest,
  };
}

/** A finding that nobody has fixed. */
export function unfixed(severity: Severity, rest: Partial<Finding> = {}): Finding {
  const { fixedVersion: _, ...found } = finding(severity, rest);
  return found;
}

export const IMAGE = { name: 'team/orders', digest: `sha256:${'a'.repeat(64)}` };

export function input(findings: Finding[], rest: Partial<PolicyInput> = {}): PolicyInput {
  const packages = { expected: 1, seen: 1, missing: [] };
  const coverage = { packages, files: WHOLE, gaps: [] };
  const scanners = ['trivy', 'grype'];
  return {
    findings,
    scanners,
    image: IMAGE,
    checks: [],
    coverage,
    size: 0,
    packages: 0,
    smoke: [],
    ...rest,
  };
}
