import type { Severity } from '../../plan/types.ts';

/** A rule and one result of it, before they are put together. Worst severities go in first. */
export interface Issue {
  severity: Severity;
  rule: Rule;
  result: Result;
  /** What stays the same of it from run to run: names, no versions and no lines. */
  identity: string[];
}

export interface Rule {
  id: string;
  name: string;
  shortDescription: { text: string };
  fullDescription: { text: string };
  helpUri?: string;
  help: { text: string; markdown: string };
  defaultConfiguration: { level: Level };
  properties: { tags: string[]; precision: 'very-high'; 'security-severity': string };
}

export type Level = 'error' | 'warning' | 'note';

interface Result {
  level: Level;
  message: { text: string };
  locations: Location[];
  baselineState?: 'new' | 'unchanged';
  /** Empty says that nobody suppressed it, where absent would say nothing. */
  suppressions: { kind: 'external'; status: 'accepted'; justification: string }[];
  partialFingerprints?: Record<string, string>;
  properties?: Record<string, unknown>;
}

export interface Location {
  physicalLocation: {
    artifactLocation: { uri: string };
    region: { startLine: number; startColumn?: number; endColumn?: number };
  };
  logicalLocations?: { fullyQualifiedName: string; kind: string }[];
}
