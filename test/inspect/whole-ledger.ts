import type { FileLedger } from '../../src/inspect/ledger/types.ts';

/** An image of which every file has an owner. */
export const WHOLE: FileLedger = {
  total: 210,
  attributed: 210,
  bytes: { total: 21_000_000, attributed: 21_000_000 },
  owners: [{ kind: 'package', files: 210, bytes: 21_000_000 }],
  unattributed: [],
  runtimes: [],
};
