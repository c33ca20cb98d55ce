import type { Client, Container } from '@dagger.io/dagger';
import type { Platform } from '../plan/types.ts';
import { pulled } from './pulled.ts';

/** Where the toolchain comes from, resolved: nothing is looked up by tag from here on. */
export type ResolvedToolchain = { platform: Platform } & (
  | { kind: 'image'; ref: string; digest: string }
  | { kind: 'archive'; ref: string; digest: string; file: string }
);

/** The full toolchain image. It never ships: only named artifacts leave the stages built on it. */
export function toolchainContainer(client: Client, toolchain: ResolvedToolchain): Container {
  const { ref, platform } = toolchain;
  const archive = toolchain.kind === 'archive' ? toolchain.file : undefined;
  return pulled(client, { ref, archive }, platform);
}
