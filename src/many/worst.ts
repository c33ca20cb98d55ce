import { EXIT } from '../diagnostics/exit-codes.ts';

/**
 * Exit codes of images from the worst to the best: the earlier a build ended, the less is known of
 * its image. A broken policy is the mildest, as all of that image is known.
 */
const WORST_FIRST: readonly number[] = [
  EXIT.bug,
  EXIT.usage,
  EXIT.engine,
  EXIT.registry,
  EXIT.verify,
  EXIT.build,
  EXIT.scan,
  EXIT.smoke,
  EXIT.policy,
  EXIT.passed,
];

/** The exit code of a run of many images: that of the one that ended worst. */
export function worstOf(codes: readonly number[]): number {
  const rank = (code: number) => WORST_FIRST.indexOf(code);
  return codes.reduce((worst, code) => (rank(code) < rank(worst) ? code : worst), EXIT.passed);
}
