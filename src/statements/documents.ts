import type { Holding } from '../inspect/ledger/types.ts';
import type { InstalledPackage } from '../packages/types.ts';
import type { BuildPlan } from '../plan/types.ts';
import type { SeenPackage } from '../scan/types.ts';
import { type Document, IN_TOTO } from './attestation.ts';
import { billOf } from './bill.ts';
import { cycloneDx } from './cyclonedx.ts';
import {
  checksStatement,
  type Evidence,
  ledgerStatement,
  scanStatement,
  smokeStatement,
} from './findings.ts';
import { json } from './json.ts';
import { openVexOf } from './openvex.ts';
import { spdx } from './spdx.ts';

export interface DocumentsInput {
  evidence: Evidence;
  contents: { installed: InstalledPackage[]; seen: SeenPackage[]; holdings: Holding[] };
  /** Libraries that a build copied from its toolchain. */
  copied: readonly { path: string; package: string }[];
  policy: BuildPlan['policy'];
  /** RFC 3339. */
  now: string;
  /** The version of harden. */
  harden: string;
}

/** All that can be said of an image from what is in it, whoever built it. */
export function documentsOf(input: DocumentsInput): Document[] {
  const { evidence, contents, copied, policy, now, harden } = input;
  const { image, coverage, verdict } = evidence;
  const bill = billOf({
    ...{ image, harden, ...contents, copied, ledger: coverage.files },
    ...(coverage.os && { os: coverage.os }),
  });
  const vex = openVexOf(verdict.ignored, image, now);
  return [
    document('cyclonedx', 'sbom.cdx.json', cycloneDx(bill), 'application/vnd.cyclonedx+json'),
    document('spdx', 'sbom.spdx.json', spdx(bill), 'application/spdx+json'),
    document('scan', 'scan.json', scanStatement(evidence, policy, now.slice(0, 10))),
    document('smoke', 'smoke.json', smokeStatement(evidence)),
    document('checks', 'checks.json', checksStatement(evidence)),
    document('ledger', 'ledger.json', ledgerStatement(evidence, bill.holdings)),
    ...(vex
      ? [document('openvex', 'openvex.json', json(vex), 'application/vnd.openvex+json')]
      : []),
  ];
}

export function document(
  name: string,
  file: string,
  text: string,
  mediaType: string = IN_TOTO,
): Document {
  return { name, file, mediaType, text };
}
