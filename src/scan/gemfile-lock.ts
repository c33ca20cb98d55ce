import type { ExpectedPackage } from './types.ts';

interface Locked {
  version: string;
  needs: string[];
}

/**
 * What a Gemfile.lock puts into an image on every machine: all that gems outside of any group reach,
 * but for what is built for some systems only. The lock does not tell groups, so the Gemfile does.
 * Undefined where the text is no such file.
 */
export function gemfileLockPackages(text: string, gemfile: string): ExpectedPackage[] | undefined {
  if (!/^PLATFORMS$/m.test(text)) return undefined;
  const locked = lockedGems(text);
  const reached = new Set<string>();
  const waiting = ungrouped(gemfile);
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    const found = locked.get(name);
    if (!found || reached.has(name)) continue;
    reached.add(name);
    waiting.push(...found.needs);
  }
  return [...reached].map((name) => ({
    name,
    version: locked.get(name)?.version ?? '',
    type: 'ruby',
  }));
}

/** Gems of a registry: a name and its version, and further in what it needs. */
function lockedGems(text: string): Map<string, Locked> {
  const gems = new Map<string, Locked>();
  const platforms = new Set<string>();
  for (const section of text.split(/\n(?=[A-Z])/).filter((one) => one.startsWith('GEM'))) {
    let last: Locked | undefined;
    for (const line of section.split('\n')) {
      const [, indent = '', name = '', version] =
        /^( +)([\w.-]+)(?: \((.*)\))?!?$/.exec(line) ?? [];
      if (indent.length === 6) last?.needs.push(name);
      if (indent.length !== 4 || version === undefined) continue;
      last = { version, needs: [] };
      // 1.18.8-x86_64-linux-gnu: which of them is installed hangs on the machine.
      if (/-[a-z]/.test(version)) platforms.add(name);
      else gems.set(name, last);
    }
  }
  for (const name of platforms) gems.delete(name);
  return gems;
}

/** Names of the gems that a Gemfile asks for outside of groups, platforms and conditions. */
function ungrouped(gemfile: string): string[] {
  const names: string[] = [];
  let depth = 0;
  for (const written of gemfile.split('\n')) {
    const line = written.replace(/#.*$/, '').trim();
    const name = /^gem[ (]\s*['"]([\w.-]+)['"]/.exec(line)?.[1];
    const limited =
      /\b(?:groups?|platforms?|install_if|require_if)\s*(?::|=>)|\s(?:if|unless)\s/.test(line);
    if (depth === 0 && name !== undefined && !limited) names.push(name);
    if (/^(?:if|unless|case)\b|\bdo(?:\s*\|[^|]*\|)?$/.test(line)) depth += 1;
    if (/^end\b/.test(line)) depth = Math.max(0, depth - 1);
  }
  return names;
}
