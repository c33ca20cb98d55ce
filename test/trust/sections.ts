import { answers } from './answers/section.ts';
import { archives } from './archives/section.ts';
import { documents } from './documents/section.ts';
import { escapedArtifacts } from './escapes/artifacts.ts';
import { escapedSources } from './escapes/sources.ts';
import { injectedSpecs } from './injection/specs.ts';
import { printed } from './printed/section.ts';
import type { AnySection } from './section.ts';
import { generatedSpecs, writtenSpecs } from './specs/section.ts';
import { supplyChain } from './supply-chain/section.ts';

/** Every line of the table. */
export const SECTIONS: AnySection[] = [
  writtenSpecs,
  generatedSpecs,
  ...documents,
  ...archives,
  answers,
  // Where links are for administrators, and no file is a pipe, there is nothing to try.
  ...(process.platform === 'win32' ? [] : [escapedSources]),
  escapedArtifacts,
  injectedSpecs,
  supplyChain,
  printed,
];
