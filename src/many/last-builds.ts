import { inParallel } from '../debian/parallel.ts';
import { createOnce } from '../inputs/once.ts';
import type { ImageRun } from '../report/many/types.ts';
import { answerUnchanged } from '../unchanged/answer.ts';
import { tellRefused } from '../unchanged/refused.ts';
import type { ManyRequest } from './build-many.ts';
import type { CompiledTarget } from './compile-targets.ts';
import { judgedRun } from './image-run.ts';

/** Files are looked at and git is asked; more at once get into each other's way. */
const AT_ONCE = 8;

/** The images that are unchanged since their last build, at their places; the others have none. */
export function lastBuilds(request: ManyRequest): Promise<(ImageRun | undefined)[]> {
  const once = createOnce();
  return inParallel(request.targets, AT_ONCE, (target) => lastBuild(target, { ...request, once }));
}

async function lastBuild(
  target: CompiledTarget,
  request: ManyRequest,
): Promise<ImageRun | undefined> {
  const { label, result } = target;
  if (!result.ok) return undefined;
  const start = request.now().getTime();
  const answered = await answerUnchanged({ ...request, compiled: result.value });
  if (answered?.refused) tellRefused(answered.refused, request.progressOf(label));
  if (!answered?.report) return undefined;
  const run = judgedRun(target, answered.report, request.now().getTime() - start);
  request.ended(run);
  return run;
}
