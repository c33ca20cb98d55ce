import type { Facts } from './facts.ts';
import type { Proofs } from './needs/proofs.ts';
import type { Reason } from './reasons.ts';
import { lastPart, shown } from './tree.ts';

/** Libraries offer to open these for a person at a terminal, whom a container does not have. */
const FOR_PEOPLE = /^(?:vi|vim|nano|ed|emacs|less|more|man|screen|tmux|top|htop)$/;

/**
 * Where code or a script of the image names one of the programs that a package would be called by: it
 * may be in use then. Of code in packages in use only tools count, as libraries name shells and
 * commands without end.
 */
export function mentionOf(facts: Facts, proofs: Proofs, reason?: Reason): string | undefined {
  const names = new Set(reason?.programs.map(lastPart) ?? []);
  if (!reason || names.size === 0) return undefined;
  return inCode(facts, proofs, reason, names) ?? inScripts(facts, names);
}

function inCode(
  { code, owners }: Facts,
  proofs: Proofs,
  { kind }: Reason,
  names: ReadonlySet<string>,
): string | undefined {
  for (const [path, { starts }] of code) {
    if (!starts) continue;
    const ids = owners.get(path);
    if (ids && !ids.some((id) => proofs.why.has(id))) continue;
    if (ids && kind !== 'tool' && kind !== 'compiler') continue;
    const word = starts.find((one) => names.has(one) && !(ids && FOR_PEOPLE.test(one)));
    if (word) return `${shown(path)} starts programs and has the word ${word}`;
  }
  return undefined;
}

function inScripts({ scripts, owners }: Facts, names: ReadonlySet<string>): string | undefined {
  for (const [path, text] of scripts) {
    if (owners.has(path)) continue;
    const words = text.replace(/^\s*#(?!!).*$/gm, '').match(/[\w.+-]+/g) ?? [];
    const word = words.find((one) => names.has(one));
    if (word) return `the script ${shown(path)} names it: ${word}`;
  }
  return undefined;
}
