import { type JudgeInput, judge } from '../judge.ts';
import type { RunReport } from '../report/types.ts';
import { startTimings } from '../timings.ts';
import type { Previous } from './previous.ts';

/**
 * The report of the image as it was, by the databases of now: the stored one where it has them, else
 * the image is scanned again, beside the new one.
 */
export async function reportBefore(
  { image, report }: Previous,
  input: Omit<JudgeInput, 'image' | 'base' | 'timings' | 'scanCache' | 'inventory'>,
): Promise<RunReport> {
  const wanted = input.scanners.map(({ name, database }) => `${name} ${database.digest}`).join();
  const had = report?.scanners.map(({ name, database }) => `${name} ${database.digest}`).join();
  if (report?.packages && had === wanted) return report;
  const quiet = startTimings(
    () => {},
    () => performance.now(),
  );
  const { evidence } = await judge({
    ...input,
    image,
    plan: { ...input.plan, smoke: [] },
    base: { packages: [] },
    path: (name) => input.path(`before-${name}`),
    timings: quiet,
    scanCache: 'before',
  });
  return { schemaVersion: 1, ...evidence, timings: {}, reports: {}, diagnostics: [] };
}
