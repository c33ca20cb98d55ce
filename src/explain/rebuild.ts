import { firstDifference } from '../plan/difference.ts';
import { shortDigest } from '../report/words.ts';
import type { BuildInputs, Explanation } from './types.ts';

const MOST_FILES = 20;

/**
 * Which inputs of the last build are not those of the build before it: lines of the plan, images,
 * packages and databases, files of the project.
 */
export function explainRebuild(before: BuildInputs, after: BuildInputs): Explanation {
  const why = [
    ...planChanges(before.plan, after.plan),
    ...namedChanges(before.used, after.used),
    ...fileChanges(before.files, after.files),
  ];
  return {
    ...{ kind: 'build', subject: `the build of ${after.finished}` },
    what: `the one before it was of ${before.finished}`,
    why: why.length > 0 ? why : ['nothing changed: both had the same inputs'],
    ...{ findings: [], fix: [] },
  };
}

function planChanges(before: BuildInputs['plan'], after: BuildInputs['plan']): string[] {
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  return keys.flatMap((key) => {
    const at = firstDifference({ [key]: before[key] }, { [key]: after[key] });
    return at === '' ? [] : [`the plan changed at ${at}`];
  });
}

/** What names stood for: images, databases and packages by their digests and versions. */
function namedChanges(before: BuildInputs['used'], after: BuildInputs['used']): string[] {
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].sort().flatMap((name) => {
    const [old, now] = [before[name], after[name]];
    if (old === now) return [];
    if (old === undefined) return [`${name} is new: ${shortDigest(now ?? '')}`];
    if (now === undefined) return [`${name} is gone`];
    return [`${name} was ${shortDigest(old)} and is ${shortDigest(now)}`];
  });
}

function fileChanges(before: BuildInputs['files'], after: BuildInputs['files']): string[] {
  if (!before || !after) return ['the project has too many files to tell which changed'];
  const changed = Object.keys(after).filter((path) => before[path] !== after[path]);
  const gone = Object.keys(before).filter((path) => after[path] === undefined);
  const lines = [
    ...changed.map((path) => `${path} ${before[path] === undefined ? 'is new' : 'changed'}`),
    ...gone.map((path) => `${path} is gone`),
  ];
  const rest = lines.length - MOST_FILES;
  return [...lines.slice(0, MOST_FILES), ...(rest > 0 ? [`and ${rest} more files`] : [])];
}
