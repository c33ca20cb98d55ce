import { lockedPreset } from '../lock/locked-preset.ts';
import { canonicalJson, hexOf } from '../plan/digest.ts';
import { sourceCommit } from '../source-commit.ts';
import type { Asking } from './never.ts';
import { toolDigest } from './tool.ts';

/** What is cheap to know, and no file of the project is read for. */
export function identityOf({ compiled, frozen, baseline }: Asking) {
  const { plan, preset, debianMirror = '' } = compiled;
  return {
    tool: toolDigest(),
    plan: hexOf({ plan, preset: lockedPreset(preset), debianMirror }),
    options: hexOf({ frozen: frozen === true, baseline: baseline ?? null }),
  };
}

/** The commit that a provenance would name; empty for none. */
export async function commitOf({ compiled, env }: Asking): Promise<string> {
  const commit = await sourceCommit(compiled.folder, env);
  return commit ? canonicalJson(commit) : '';
}
