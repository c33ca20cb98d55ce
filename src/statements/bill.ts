import type { FileLedger, Holding } from '../inspect/ledger/types.ts';
import type { InstalledPackage } from '../packages/types.ts';
import type { SeenPackage } from '../scan/types.ts';
import { libraryParts } from './library-parts.ts';
import { runtimeParts } from './runtime-parts.ts';
import { systemParts } from './system-parts.ts';
import type { Bill, BillImage, Part } from './types.ts';

export interface BillInput {
  image: BillImage;
  harden: string;
  os?: { family: string; version: string };
  /** Of the image's own package databases. */
  installed: readonly InstalledPackage[];
  /** What all scanners saw, joined. */
  seen: readonly SeenPackage[];
  /** Libraries copied from the toolchain, with their packages. */
  copied: readonly { path: string; package: string }[];
  ledger: Pick<FileLedger, 'runtimes' | 'unattributed'>;
  holdings: readonly Holding[];
}

/**
 * The bill of materials: packages by the image's databases, runtimes by the ledger, packages of the
 * app by what was proved to be all of them.
 */
export function billOf(input: BillInput): Bill {
  const { image, harden, os, holdings, ledger } = input;
  const { base } = image;
  const runtimes = runtimeParts(ledger.runtimes, input.seen);
  return {
    image: {
      name: image.name,
      digest: image.digest,
      configDigest: image.configDigest,
      platform: image.platform,
      base: { ref: base.ref, digest: base.digest },
    },
    harden,
    ...(os && { os }),
    parts: onceEach([
      ...systemParts(input),
      ...runtimes.parts,
      ...libraryParts(input.seen.filter((one) => !runtimes.known.has(one))),
    ]),
    holdings: [...holdings].sort((a, b) => compare(`${a.kind} ${a.name}`, `${b.kind} ${b.name}`)),
    unattributed: ledger.unattributed.length,
  };
}

function onceEach(parts: readonly Part[]): Part[] {
  const known = new Map(parts.map((part) => [part.ref, part]));
  return [...known.values()].sort((a, b) => compare(a.ref, b.ref));
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
