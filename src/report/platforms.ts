import type { Platform } from '../plan/types.ts';
import { renderJson } from './json.ts';
import type { RunReport } from './types.ts';
import { visibleJson } from './visible.ts';

/** What `harden build --json` prints of a build for several platforms, each of which has a report. */
export interface PlatformsReport {
  schemaVersion: 1;
  times: { started: string; finished: string };
  spec: string;
  image: {
    name: string;
    /** Of the index. */
    digest: string;
    /** Path of the OCI layout folder with all of them. */
    layout: string;
    /** Path of the signature of the index, where a key signed it. */
    signature?: string;
    /** In the order of the spec. */
    platforms: PlatformImage[];
  };
  /** The reports of the platforms, in that order; the stored document names their files only. */
  runs?: RunReport[];
}

interface PlatformImage {
  platform: Platform;
  /** Of the manifest. */
  digest: string;
  /** Whether the policy holds for it, and everything was done. */
  pass: boolean;
  /** Path of its report. */
  report: string;
}

/** The document, with a final line end. */
export function renderPlatforms({ runs, ...report }: PlatformsReport): string {
  const all = runs && { runs: runs.map((run): unknown => JSON.parse(renderJson(run))) };
  return `${visibleJson(JSON.stringify({ ...report, ...all }, null, 2))}\n`;
}

/** Whether a document is one on several platforms. */
export function isPlatformsReport(value: unknown): value is PlatformsReport {
  const { image } = (value ?? {}) as Partial<PlatformsReport>;
  return Array.isArray(image?.platforms);
}
