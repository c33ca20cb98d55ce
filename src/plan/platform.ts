import type { Platform } from './types.ts';

export type Architecture = 'amd64' | 'arm64';

export function architectureOf(platform: Platform): Architecture {
  return platform === 'linux/arm64' ? 'arm64' : 'amd64';
}
