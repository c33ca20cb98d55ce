import type { Policy } from '../plan/types.ts';
import type { Check } from '../report/types.ts';
import type { Coverage, Finding } from '../scan/types.ts';
import type { SmokeResult } from '../smoke/types.ts';
import { judgeChecks } from './checks.ts';
import { applyBaseline, type Baseline } from './delta.ts';
import { failsExploited, judgeExploited } from './exploited.ts';
import { judgeFindings, limitsOf, withFix } from './findings.ts';
import { applyGrace } from './grace.ts';
import { applyIgnores } from './ignores.ts';
import { POLICY_PRESETS, type PolicyPreset } from './presets.ts';
import { judgeScores, reachesScore } from './scores.ts';
import type { Judgement, Verdict, Violation } from './types.ts';
import { applyVex, type VexImage } from './vex.ts';

export interface PolicyInput {
  findings: readonly Finding[];
  image: VexImage;
  layers?: readonly { diffId: string; kind: string }[];
  /** An earlier report, whose findings do not count again. */
  baseline?: Baseline;
  /** The names of those that looked. */
  scanners: readonly string[];
  checks: readonly Check[];
  coverage: Coverage;
  /** Bytes of the image, uncompressed. */
  size: number;
  /** Number of packages in the image. */
  packages: number;
  smoke: readonly SmokeResult[];
  /** Why none of the tests was made, where that is so: `on linux/arm64, because …`. */
  smokeNotRun?: string;
  /** The last day of the base's support, YYYY-MM-DD. */
  endOfLife?: string;
}

/**
 * Judges an image by a policy. `today` is a date, YYYY-MM-DD. A gap in the coverage breaks no rule
 * of the policy, so it is no violation, but nothing passes without proof: `pass` is false then.
 */
export function evaluate(policy: Policy, input: PolicyInput, today: string): Verdict {
  const preset = POLICY_PRESETS[policy.preset];
  const exceptions = applyIgnores(policy.ignore, input.findings, today, preset);
  const vex = applyVex(policy.vex ?? [], exceptions.left, input.image);
  const delta = input.baseline && applyBaseline(input.baseline, input.layers ?? [], vex.left);
  const { left } = delta ?? vex;
  const limits = limitsOf(policy, preset);
  const waiting = applyGrace(
    policy.grace ?? {},
    left,
    today,
    (one) =>
      (limits[one.severity] !== undefined || reachesScore(policy, one)) &&
      !(one.kev && failsExploited(policy, preset)),
  );
  const checked = judgeChecks(policy.accept ?? [], input.checks, today, preset);
  const judgements = [
    judgeExploited(policy, preset, left, input.scanners),
    judgeFindings(policy, preset, waiting.left),
    judgeScores(policy, withFix(policy, preset, waiting.left)),
    waiting.judgement,
    exceptions.judgement,
    vex.judgement,
    checked.judgement,
    judgeLimits(policy, input),
    judgeSmoke(input.smoke),
    judgeNotRun(input, preset),
    judgeSupport(input.endOfLife, today, preset),
  ];
  const violations = judgements.flatMap((j) => j.violations);
  const warnings = judgements.flatMap((j) => j.warnings);
  const pass = violations.length === 0 && input.coverage.gaps.length === 0;
  return {
    pass,
    violations,
    ignored: exceptions.ignored,
    ...(delta && { delta: { known: delta.known, added: delta.added } }),
    ...(vex.suppressed.length > 0 && { suppressed: vex.suppressed }),
    ...(checked.accepted.length > 0 && { accepted: checked.accepted }),
    ...(waiting.graced.length > 0 && { graced: waiting.graced }),
    warnings,
  };
}

/** An image that does not run is none, whatever the policy allows. */
function judgeSmoke(smoke: readonly SmokeResult[]): Judgement {
  const failed = smoke.filter(({ pass }) => !pass);
  const violations = failed.map(({ name, evidence }) => ({
    rule: 'smoke',
    message: `${name}: ${evidence}`,
    findings: [],
  }));
  return { violations, warnings: [] };
}

/** Only a strict policy takes an image that was not seen to run for one that does not. */
function judgeNotRun({ smokeNotRun }: PolicyInput, preset: PolicyPreset): Judgement {
  if (smokeNotRun === undefined) return { violations: [], warnings: [] };
  const message = `not run ${smokeNotRun}`;
  if (preset.notRun === 'warning') return { violations: [], warnings: [`smoke: ${message}`] };
  return { violations: [{ rule: 'smoke', message, findings: [] }], warnings: [] };
}

/** Nobody mends a base any more after that day, and soon nobody writes advisories for it. */
function judgeSupport(
  endOfLife: string | undefined,
  today: string,
  preset: PolicyPreset,
): Judgement {
  if (endOfLife === undefined || endOfLife >= today) return { violations: [], warnings: [] };
  const message = `the support of the base ended on ${endOfLife}`;
  if (preset.failures === 'warning') return { violations: [], warnings: [message] };
  return { violations: [{ rule: 'end-of-life', message, findings: [] }], warnings: [] };
}

function judgeLimits(policy: Policy, input: PolicyInput): Judgement {
  const violations: Violation[] = [];
  if (policy.size !== undefined && input.size > policy.size) {
    const message = `the image has ${bytes(input.size)} uncompressed, ${bytes(policy.size)} are allowed`;
    violations.push({ rule: 'size', message, findings: [] });
  }
  if (policy.packages !== undefined && input.packages > policy.packages) {
    const message = `the image has ${input.packages} packages, ${policy.packages} are allowed`;
    violations.push({ rule: 'packages', message, findings: [] });
  }
  return { violations, warnings: [] };
}

// The exact number too: an image that is one byte too large must not read "50.0 MB of 50.0 MB".
function bytes(count: number): string {
  return `${(count / 1e6).toFixed(1)} MB (${count} bytes)`;
}
