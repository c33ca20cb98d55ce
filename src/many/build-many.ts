import type { Progress } from '../progress.ts';
import type { ImageRun, ManyReport } from '../report/many/types.ts';
import type { BuildRequest } from '../run.ts';
import type { CompiledTarget } from './compile-targets.ts';
import { lastBuilds } from './last-builds.ts';
import { worstOf } from './worst.ts';

export interface ManyRequest extends Omit<BuildRequest, 'compiled' | 'progress' | 'baseline'> {
  targets: readonly CompiledTarget[];
  /** How many images at once on each engine. */
  jobs: number;
  /** After one that did not pass no other is started, and what runs is ended. */
  failFast: boolean;
  progressOf: (label: string) => Progress;
  /** Build what is unchanged as well. */
  force?: boolean;
  /** Called for each image as it ends. */
  ended: (run: ImageRun) => void;
}

/**
 * Builds several images, but for those that are unchanged since their last build; where none is left, no engine is
 * asked. They are told in the order of the targets.
 * @throws HardenError where there is no engine, and the reason of the signal.
 */
export async function buildMany(request: ManyRequest): Promise<ManyReport> {
  const { targets, now } = request;
  const start = now().getTime();
  const last = request.force ? [] : await lastBuilds(request);
  const left = targets.filter((_, at) => !last[at]);
  const { images: made, diagnostics } = await buildThem({ ...request, targets: left });
  const next = made.values();
  const images = targets.map((_, at) => last[at] ?? (next.next().value as ImageRun));
  const exitCode = worstOf(images.map((one) => one.exitCode));
  const milliseconds = now().getTime() - start;
  return {
    ...{ schemaVersion: 1, exitCode, milliseconds },
    ...(diagnostics.length > 0 && { diagnostics: [...diagnostics] }),
    images,
  };
}

async function buildThem(request: ManyRequest) {
  if (request.targets.length === 0) return { images: [], diagnostics: [] };
  const { buildInSessions } = await import('./in-sessions.ts');
  return buildInSessions(request);
}
