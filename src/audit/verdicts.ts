import type { Facts } from './facts.ts';
import { mentionOf } from './mentions.ts';
import { javaNeeds } from './needs/java.ts';
import { linkedFrom, strayBinaries } from './needs/native.ts';
import { nodeNeeds } from './needs/node.ts';
import { newProofs, type Proofs } from './needs/proofs.ts';
import { pythonNeeds } from './needs/python.ts';
import { healthOf, namedPrograms, type Start, startOf } from './needs/start.ts';
import { type Doubts, systemNeeds } from './needs/system.ts';
import { orphans } from './orphans.ts';
import { libraryReason, type Reason, systemReason } from './reasons.ts';
import { lastPart, shown } from './tree.ts';
import type { Judgement, Part } from './types.ts';

/** Dependencies that presets leave out of their bases, with the reason: names of Debian packages. */
export type Drops = ReadonlyMap<string, string>;

export interface Judged {
  start: Start;
  /** By the id of each part. */
  verdicts: Map<string, Judgement>;
}

/**
 * Says of every part whether what the image starts needs it. Needed is only what has a proof, and
 * unnecessary only what has a reason and no use: all else is unknown.
 */
export function judgeParts(facts: Facts, drops: Drops): Judged {
  const input = {
    config: facts.config,
    tree: facts.tree,
    interpreter: interpreterIn(facts),
    scripts: facts.scripts,
    texts: facts.inventory.texts,
  };
  const start = startOf(input);
  healthOf(input, start);
  namedPrograms(start, input);
  const proofs = newProofs(facts);
  const reasons = new Map<string, Reason>();
  for (const part of facts.parts) {
    const reason = isSystem(part) ? systemReason(part) : libraryReason(part);
    if (reason) reasons.set(part.id, reason);
  }
  pythonNeeds(facts, start, proofs);
  nodeNeeds(facts, start, proofs);
  javaNeeds(facts, start, proofs);
  const barred = (part: Part) => reasons.has(part.id) || dropOf(part, drops) !== undefined;
  const doubts = systemNeeds(facts, start, proofs, barred);
  insideWhatRuns(facts, start, proofs);
  for (const [id, why] of strayUses(facts, start)) if (!doubts.has(id)) doubts.set(id, why);
  return { start, verdicts: verdictsOf(facts, { start, proofs, reasons, doubts, drops }) };
}

interface Evidence {
  start: Start;
  proofs: Proofs;
  reasons: ReadonlyMap<string, Reason>;
  doubts: Doubts;
  drops: Drops;
}

function verdictsOf(facts: Facts, evidence: Evidence): Map<string, Judgement> {
  const { proofs, reasons, doubts, drops } = evidence;
  const verdicts = new Map<string, Judgement>();
  const set = (id: string, verdict: Judgement['verdict'], why: string) =>
    verdicts.set(id, { verdict, why });
  const shellRuns = runsScripts(facts, evidence);
  for (const part of facts.parts) {
    const why = proofs.why.get(part.id);
    if (why !== undefined) {
      set(part.id, 'needed', why);
      continue;
    }
    const reason = reasons.get(part.id);
    const doubt = mentionOf(facts, proofs, reason) ?? (reason ? undefined : doubts.get(part.id));
    if (doubt !== undefined) set(part.id, 'unknown', doubt);
    else if (reason?.kind === 'scripts' && shellRuns !== undefined)
      set(part.id, 'unknown', `commands for scripts, and ${shellRuns}`);
    else if (reason) set(part.id, 'unnecessary', idle(evidence, part) ?? reason.why);
    else {
      const drop = isSystem(part) ? dropOf(part, drops) : undefined;
      if (drop) set(part.id, 'unnecessary', drop);
    }
  }
  inherit(facts, verdicts);
  const without = proofs.why.size === 0;
  for (const [id, why] of without ? [] : orphans(facts.parts, verdicts))
    set(id, 'unnecessary', why);
  for (const { id } of facts.parts) {
    if (!verdicts.has(id)) set(id, 'unknown', 'nothing that runs is known to use it');
  }
  return verdicts;
}

/** What lies in files of a package of the system is as needed as that. */
function inherit({ parts, owners }: Facts, verdicts: Map<string, Judgement>): void {
  const named = new Map(parts.map(({ id, name }) => [id, name]));
  for (const { id, path } of parts) {
    if (verdicts.has(id) || /^(?:deb|apk):/.test(id)) continue;
    const holder = owners.get(path)?.find((one) => one !== id && verdicts.has(one));
    const verdict = holder === undefined ? undefined : verdicts.get(holder);
    if (verdict?.verdict !== 'unnecessary') continue;
    verdicts.set(id, { ...verdict, why: `part of ${named.get(holder ?? '')}: ${verdict.why}` });
  }
}

/** Modules and crates in programs that run, and the runtimes that run themselves. */
function insideWhatRuns({ parts }: Facts, start: Start, proofs: Proofs): void {
  for (const { id, type, path } of parts) {
    if ((type === 'go' || type === 'rust') && start.runs.has(path)) {
      proofs.part(id, `linked into ${shown(path)}, which the image starts`);
    }
  }
}

/** Libraries that programs of nobody are linked to. */
function strayUses(facts: Facts, start: Start): Map<string, string> {
  const uses = new Map<string, string>();
  for (const { path, neededBy } of linkedFrom(facts, strayBinaries(facts, start)).libraries) {
    for (const id of facts.owners.get(path.slice(1)) ?? []) {
      uses.set(id, `linked by ${neededBy[0]}, which nothing is known to start`);
    }
  }
  return uses;
}

/** Why commands for scripts may be in use: a shell runs, or nobody can tell what the program starts. */
function runsScripts({ code, owners }: Facts, { start, reasons, proofs }: Evidence) {
  const shell = [...reasons].find(([id, { kind }]) => kind === 'shell' && proofs.why.has(id));
  if (shell) return 'a shell runs here';
  const module = [...code].find(([path, { starts }]) => starts && !owners.has(path));
  if (module) return `${shown(module[0])} starts programs`;
  const name = lastPart(start.program ?? '');
  return /^(?:python[\d.]*|node|nodejs)$/.test(name)
    ? undefined
    : 'what the program starts is unknown';
}

function idle({ start }: Evidence, { files }: Part): string | undefined {
  if (!start.idle || !files.includes(start.idle.path)) return undefined;
  const { path, argv } = start.idle;
  const command = JSON.stringify(argv);
  return `${shown(path)} only starts the program; write the command as a list: ${command}`;
}

function dropOf({ name, provides = [] }: Part, drops: Drops): string | undefined {
  for (const one of [name, ...provides]) {
    const why = drops.get(one);
    if (why) return why;
  }
  return undefined;
}

function interpreterIn({ root }: Facts): (path: string) => string | undefined {
  const known = new Map(root.scripts.map(({ path, interpreter }) => [path.slice(1), interpreter]));
  return (path) => known.get(path);
}

function isSystem({ type }: Part): boolean {
  return type === 'deb' || type === 'apk';
}
