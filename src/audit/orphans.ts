import type { Judgement, Part } from './types.ts';

const NAMED = 3;

/**
 * Parts without a verdict that only unnecessary ones ask for, by the ids of all of them, with the
 * reason. What asks for each other in a circle goes together, where nobody else asks for any of it.
 */
export function orphans(
  parts: readonly Part[],
  verdicts: ReadonlyMap<string, Judgement>,
): Map<string, string> {
  const known = new Map(parts.map((part) => [part.id, part]));
  const askers = new Map<string, string[]>();
  for (const { id, depends } of parts) {
    for (const other of depends) askers.set(other, [...(askers.get(other) ?? []), id]);
  }
  const unnecessary = (id: string) => verdicts.get(id)?.verdict === 'unnecessary';
  const reached = reachedFrom(
    parts.filter(({ id }) => unnecessary(id)),
    known,
    verdicts,
  );
  for (let before = -1; before !== reached.size; ) {
    before = reached.size;
    for (const id of reached) {
      const all = askers.get(id) ?? [];
      if (!all.every((one) => unnecessary(one) || reached.has(one))) reached.delete(id);
    }
  }
  return new Map(
    [...reached].map((id) => {
      const names = (askers.get(id) ?? []).map((one) => known.get(one)?.name ?? one);
      const distinct = [...new Set(names)];
      return [id, `only ${listed(distinct)} ${distinct.length > 1 ? 'ask' : 'asks'} for it`];
    }),
  );
}

/** Parts without a verdict that others ask for, directly or not. */
function reachedFrom(
  from: readonly Part[],
  known: ReadonlyMap<string, Part>,
  verdicts: ReadonlyMap<string, Judgement>,
): Set<string> {
  const reached = new Set<string>();
  const queue = [...from];
  for (let part = queue.shift(); part; part = queue.shift()) {
    for (const id of part.depends) {
      const other = known.get(id);
      if (!other || verdicts.has(id) || reached.has(id)) continue;
      reached.add(id);
      queue.push(other);
    }
  }
  return reached;
}

function listed(names: readonly string[]): string {
  const some = names.slice(0, NAMED).join(', ');
  return names.length > NAMED ? `${some} and ${names.length - NAMED} more` : some;
}
