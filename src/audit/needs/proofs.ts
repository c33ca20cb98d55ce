import type { Facts } from '../facts.ts';
import type { Part } from '../types.ts';

/** Parts that are needed, each with the first proof that was found. */
export interface Proofs {
  why: Map<string, string>;
  /** Notes a proof; true where it is the part's first. */
  part(id: string, why: string): boolean;
  /** The same for the parts that a file is of. Gives those that were not needed before. */
  file(path: string, why: string): string[];
}

export function newProofs({ owners }: Pick<Facts, 'owners'>): Proofs {
  const why = new Map<string, string>();
  const part = (id: string, reason: string) => {
    if (why.has(id)) return false;
    why.set(id, reason);
    return true;
  };
  return {
    why,
    part,
    file: (path, reason) =>
      (owners.get(path.replace(/^\//, '')) ?? []).filter((id) => part(id, reason)),
  };
}

export function byId(parts: readonly Part[]): Map<string, Part> {
  return new Map(parts.map((part) => [part.id, part]));
}
