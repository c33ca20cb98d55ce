import type { Span } from '../diagnostics/diagnostic.ts';

/** A document of the OpenVEX kind that the policy names, as far as it is needed to judge. */
export interface VexDocument {
  file: string;
  id: string;
  author: string;
  statements: VexStatement[];
  origin: Span;
}

export interface VexStatement {
  /** The vulnerability, by all its names. */
  names: string[];
  products: VexProduct[];
  status: 'not_affected' | 'affected' | 'fixed' | 'under_investigation';
  /** When it was said, RFC 3339; of several on one thing the last holds. */
  timestamp: string;
  /** Why it does no harm: one of the spec's words, or a text. */
  justification?: string;
}

/** What a statement is about, by any of its identifiers; `parts` narrows it to packages in it. */
export interface VexProduct {
  ids: string[];
  parts: string[][];
}
