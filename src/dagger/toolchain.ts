import type { Client, Container } from '@dagger.io/dagger';
import type { Platform } from '../plan/types.ts';
import { asPlatform } from './enums.ts';

/** Where the toolchain comes from, resolved: nothing is looked up by tag from here on. */
export type ResolvedToolchain =
  | { kind: 'image'; ref: string; digest: string }
  | { kind: 'archive'; ref: string; digest: string; file: string };

/** The full toolchain image. It never ships: only named artifacts leave the stages built on it. */
export function toolchainContainer(
  client: Client,
  toolchain: ResolvedToolchain,
  platform: Platform,
): Container {
  const empty = client.container({ platform: asPlatform(platform) });
  if (toolchain.kind === 'image') return empty.from(toolchain.ref);
  return empty.import_(client.host().file(toolchain.file));
}
