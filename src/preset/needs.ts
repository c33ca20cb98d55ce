import { type Libc, libcOfToolchain } from '../base/libc.ts';
import { type Provision, provisionOf } from '../base/provision.ts';
import type { Toolchain } from '../plan/types.ts';
import type { Setting } from './types.ts';

/** What the program needs of its base, and what for. */
export interface Need {
  what: Provision;
  why: string;
  /** Where the need is for a C library: which one, and who links to it. */
  libc?: { name: Libc; of: string };
}

/** The needs of the preset and of its variant; a C library is that of the toolchain. */
export function needsOf({ data, variant }: Setting, toolchain: Toolchain): Need[] {
  const of = toolchain.kind === 'image' ? toolchain.ref : `Debian ${toolchain.release}`;
  return [...(data.needs ?? []), ...(variant?.needs ?? [])].map(({ what, why }) => {
    const need = { what: provisionOf(what), why };
    if (need.what.name !== 'libc') return need;
    return { ...need, libc: { name: libcOfToolchain(toolchain), of } };
  });
}
