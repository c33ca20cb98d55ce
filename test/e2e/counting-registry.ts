import { onTestFinished } from 'vitest';
import { harden } from '../program.ts';
import { type LookedUp, movingRegistry } from './moving-registry.ts';

/** What the lab's mirror has, as `repository:tag`; nothing where another engine is in use. */
export async function labImages(): Promise<string[]> {
  return JSON.parse((await harden(['engine', 'status', '--json'])).stdout).images ?? [];
}

/** A moving registry, until the test ends. */
export async function countingRegistry(): Promise<LookedUp> {
  const { close, ...registry } = await movingRegistry();
  onTestFinished(close);
  return registry;
}

/** Tags are asked for by name, all else by digest. */
export function tagLookups(asked: readonly string[]): string[] {
  return asked.filter((path) => path.includes('/manifests/') && !path.includes('/sha256:'));
}
