import type { Compiled } from '../compile.ts';
import { listed } from '../diagnostics/listed.ts';
import { lockedPreset } from '../lock/locked-preset.ts';
import { packageVersion } from '../package-root.ts';
import { firstDifference } from '../plan/difference.ts';
import { filesDigest, recordProject } from '../project-record.ts';
import { changedSince, sourceCommit } from '../source-commit.ts';
import { portable } from '../statements/portable.ts';
import type { Recorded } from './recorded.ts';

/** What is not as it was recorded, each in a sentence; nothing when all is. */
export async function rebuildNotes(
  compiled: Pick<Compiled, 'plan' | 'preset' | 'folder'>,
  recorded: Recorded,
  env: NodeJS.ProcessEnv,
): Promise<string[]> {
  const { plan, preset, folder } = compiled;
  const { platform: _, network: __, ...spec } = portable(plan);
  const key = firstDifference(recorded.spec, spec);
  const own = lockedPreset(preset);
  return [
    ...(recorded.harden === packageVersion()
      ? []
      : [`it was built by harden ${recorded.harden}, this is ${packageVersion()}`]),
    ...(await sourceNotes(folder, recorded, env)),
    ...(own.name === recorded.preset.name && own.digest === recorded.preset.digest
      ? []
      : [`the preset ${own.name} is not the one that was recorded, ${recorded.preset.name}`]),
    ...(key ? [`the spec gives another plan than was recorded: it differs at ${key}`] : []),
  ];
}

/** The digest of the files says it; the commit helps to find the right ones. */
async function sourceNotes(
  folder: string,
  { source, files }: Recorded,
  env: NodeJS.ProcessEnv,
): Promise<string[]> {
  const [own, commit] = await Promise.all([
    recordProject(folder).then(filesDigest),
    sourceCommit(folder, env),
  ]);
  if (files && own && files !== own) {
    const from = source ? `, which are those of commit ${source.commit}` : '';
    const changed = source && (await changedSince(folder, source.commit, env));
    const named = changed && changed.length > 0 ? `; changed since: ${listed(changed)}` : '';
    return [`the sources given are not those that were recorded${from}${named}`];
  }
  if (source && source.commit !== commit?.commit && !(files && own)) {
    const given = commit ? `commit ${commit.commit}` : 'a folder that is in no commit as it is';
    return [`the sources given are ${given}, recorded is commit ${source.commit}`];
  }
  if (!source && !files) return ['nothing is recorded of the sources, so they may be others'];
  return [];
}
