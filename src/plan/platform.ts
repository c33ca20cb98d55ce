import type { Platform } from './types.ts';

/** The platforms harden builds for. */
export const PLATFORMS = ['linux/amd64', 'linux/arm64'] as const satisfies Platform[];

export type Architecture = 'amd64' | 'arm64';

export function architectureOf(platform: Platform): Architecture {
  return platform === 'linux/arm64' ? 'arm64' : 'amd64';
}
