import type { Preset } from '../../preset/types.ts';
import type { Draft, Finding, Language } from '../types.ts';
import type { DockerfileHints } from './hints.ts';
import { RULES } from './rules.ts';
import { SETTINGS } from './settings.ts';
import type { Stage } from './stages.ts';

/** What became of one instruction. */
export interface Translated {
  line: number;
  written: string;
  /** False for what the spec does not have. */
  done: boolean;
  /** Where it went, or why it went nowhere. */
  says: string;
}

/** What the rest of the project decided already. */
export interface Known {
  language: Language;
  preset: Preset;
  /** The version that files of the project name. */
  version: string | undefined;
  /** The entrypoint is the Dockerfile's command. */
  commandTaken: boolean;
}

export interface Context extends Known {
  hints: DockerfileHints;
  /** Filled by the rules. */
  draft: Draft;
  findings: Finding[];
  stage: Stage;
  /** The stage is part of the image, and not only of its making. */
  ships: boolean;
}

export type Said = [done: boolean, says: string];

/** Adds what a Dockerfile says to a draft, and tells of every instruction what became of it. */
export function translate(
  hints: DockerfileHints,
  before: Draft,
  known: Known,
): { draft: Draft; lines: Translated[]; findings: Finding[] } {
  const draft = { ...before, runtime: { ...before.runtime }, with: { ...before.with } };
  const lines: Translated[] = hints.bad.map(({ line, written, why }) => {
    return { line, written, done: false, says: why };
  });
  const findings: Finding[] = [];
  for (const stage of hints.stages) {
    const context = { ...known, hints, draft, findings, stage, ships: hints.final.includes(stage) };
    for (const one of [stage.instruction, ...stage.instructions]) {
      const rule = SETTINGS[one.name] ?? RULES[one.name];
      const [done, says] = rule?.(one, context) ?? [false, 'a spec has nothing like it'];
      lines.push({ line: one.line, written: one.written, done, says });
    }
  }
  for (const { name, line, written } of hints.instructions) {
    if (name === 'ARG' && !lines.some((one) => one.line === line)) {
      lines.push({ line, written, done: true, says: 'filled in where it is used' });
    }
  }
  return { draft, lines: lines.sort((a, b) => a.line - b.line), findings };
}

/** Line by line, with a mark at those that have no translation. */
export function renderTranslation(file: string, lines: readonly Translated[]): string {
  const left = lines.filter(({ done }) => !done).length;
  const width = Math.min(48, Math.max(...lines.map(({ written }) => written.length)));
  const rows = lines.map(({ line, written, done, says }) => {
    const shown = written.length > width ? `${written.slice(0, width - 1)}…` : written;
    return `${done ? ' ' : '!'} ${String(line).padStart(4)}  ${shown.padEnd(width)}  ${says}\n`;
  });
  const head = left === 0 ? 'all of it has a translation' : `lines marked ! have no translation`;
  return `  ${file}, line by line; ${head}:\n\n${rows.join('')}`;
}
