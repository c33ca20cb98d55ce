import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Stage } from '../plan/types.ts';

/** Folders in which no build looks for sources. */
const LEFT_OUT = new Set(['.git', '.harden', 'node_modules', 'target']);

/** The files of a project that a stage has by name alone, in order. */
export async function stubNames({ stubs }: Stage, folder: string): Promise<string[]> {
  if (!stubs) return [];
  const included = matcher(stubs.include);
  const excluded = matcher(stubs.exclude);
  return (await filesBelow(folder, '')).filter((path) => included(path) && !excluded(path)).sort();
}

/** Of these paths those that the project has. */
export function present(paths: readonly string[], folder: string): string[] {
  return paths.filter((path) => existsSync(join(folder, path)));
}

async function filesBelow(folder: string, below: string): Promise<string[]> {
  const entries = await readdir(join(folder, below), { withFileTypes: true });
  const found = await Promise.all(
    entries.map((entry) => {
      const path = below ? `${below}/${entry.name}` : entry.name;
      if (!entry.isDirectory()) return [path];
      return LEFT_OUT.has(entry.name) ? [] : filesBelow(folder, path);
    }),
  );
  return found.flat();
}

/** Patterns as an ignore file has them: from the top, the last one that matches decides. */
export function matcher(patterns: readonly string[]): (path: string) => boolean {
  const rules = patterns.map((pattern) => ({
    brings: !pattern.startsWith('!'),
    test: new RegExp(`^${pattern.replace(/^!/, '').replace(TOKEN, sourceOf)}(?:/|$)`, 'u'),
  }));
  return (path) => rules.findLast(({ test }) => test.test(path))?.brings ?? false;
}

const TOKEN = /\*\*\/|\*\*|[*?]|\[\^?[^\]]*\]|\\?[^\w\s/]/gu;

function sourceOf(token: string): string {
  if (token === '**/') return '(?:.*/)?';
  if (token === '**') return '.*';
  if (token === '*') return '[^/]*';
  if (token === '?') return '[^/]';
  if (token.startsWith('[') && token.length > 1) return token;
  return `\\u{${(token.codePointAt(token.length > 1 ? 1 : 0) ?? 0).toString(16)}}`;
}
