import { join } from 'node:path';
import { fingerprint } from '../inputs/fingerprint.ts';
import { readOutput } from '../output.ts';
import { canonicalJson } from '../plan/digest.ts';
import { writeWhole } from '../records.ts';
import type { Looked } from './entry.ts';
import type { Planned } from './planned.ts';
import { Refused } from './refused.ts';
import type { Answer, EngineUsed } from './upstream.ts';

/** Of what is in a stamp and what it means; another version of harden asks for another build. */
const SCHEMA = 1;
export const STAMP_FILE = 'stamp.json';

/** What went into a build that passed, and what came of it. */
export interface Stamp {
  /** Absolute path of the project, without links. */
  folder: string;
  /** When the image was judged, and until when the same judgement holds; RFC 3339. */
  judged: string;
  until?: string;
  tool: string;
  plan: string;
  planned?: Planned;
  options: string;
  environment: string;
  /** The commit that its provenance names. */
  commit?: string;
  sources: Looked;
  answers: Answer[];
  /** When databases were asked for last; RFC 3339. */
  asked: string;
  engine: EngineUsed;
  outputs: Looked;
  /** Of what the report says. */
  report: string;
  /** The files that the build itself names in its report; a later command may have added others. */
  reports: Record<string, string>;
}

/**
 * The stamp in an output folder, if it is one that this user wrote on this machine; undefined where there is
 * none. @throws Refused stamp, newer, foreign.
 */
export async function readStamp(output: string): Promise<Stamp | undefined> {
  const text = await readOutput(output, STAMP_FILE);
  if (text === undefined) return undefined;
  const { schema, seal, ...stamp } = parsed(text);
  if (schema !== SCHEMA) throw new Refused('newer', `schema ${String(schema)}`);
  if (seal !== (await sealOf(stamp))) throw new Refused('foreign');
  return stamp as unknown as Stamp;
}

export async function writeStamp(output: string, stamp: Stamp): Promise<void> {
  const document = { schema: SCHEMA, seal: await sealOf(stamp), ...stamp };
  await writeWhole(join(output, STAMP_FILE), `${JSON.stringify(document)}\n`);
}

/** Nobody else can make one: an output folder that came with a repository says nothing. */
function sealOf(stamp: object): Promise<string> {
  return fingerprint(canonicalJson({ schema: SCHEMA, ...stamp }));
}

function parsed(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null) return { ...value };
  } catch {
    // What is not whole is as good as something else.
  }
  throw new Refused('stamp');
}
