import type { RandomAccess } from '../elf/random-access.ts';
import { goBuildInfo } from './go-buildinfo.ts';
import { rustAuditData } from './rust-audit.ts';
import type { ExpectedPackage } from './types.ts';

/** How programs list what is linked into them: the build info of Go, the crates of cargo auditable. */
export type LinkedList = 'go' | 'rust';

type ListReader = (file: RandomAccess) => Promise<ExpectedPackage[] | undefined>;

const LISTS: Record<LinkedList, ListReader> = {
  go: async (file) => (await goBuildInfo(file))?.packages,
  rust: async (file) => {
    const crates = await rustAuditData(file);
    return crates?.length ? crates : undefined;
  },
};
const ALL: readonly LinkedList[] = ['go', 'rust'];

/** What a program says is linked into it, and how. */
export interface Linked {
  list: LinkedList;
  packages: ExpectedPackage[];
}

/** The first of the lists that a program has; nothing where it has none of them. */
export async function linkedInto(file: RandomAccess, lists = ALL): Promise<Linked | undefined> {
  for (const list of lists) {
    const packages = await LISTS[list](file);
    if (packages) return { list, packages };
  }
  return undefined;
}
