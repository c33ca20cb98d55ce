import type { Container } from '@dagger.io/dagger';
import { error, HardenError } from '../diagnostics/diagnostic.ts';
import type { Platform, ScannerName } from '../plan/types.ts';
import { execFailure, lastLines } from './errors.ts';

/**
 * What is scanned, on the host: an image in an OCI layout folder, lock files of a project, or a bill
 * of materials.
 */
export type ScanTarget =
  | { kind: 'image'; layout: string; platform: Platform }
  | { kind: 'sources'; folder: string; files: readonly string[] }
  | { kind: 'bill'; file: string };

export interface ScanInput {
  name: ScannerName;
  title: string;
  version: string;
  /** Seconds it may take. */
  timeout: number;
  /** The scanner's image, by digest. */
  image: string;
  /** The same on the host, for an engine that has to pull nothing. */
  imageArchive?: string;
  /** The root that runs it without a network, as an OCI archive on the host. */
  helper: string;
  target: ScanTarget;
  /** On the host: of Trivy the folder with trivy.db, of Grype the archive. */
  databasePath: string;
  /** Folder on the host with trivy-java.db and metadata.json; without it Trivy can scan no jar. */
  javaIndex?: string;
  /** Names the volume with the layers analysed before: one scan has it at a time. */
  cache: string;
  /** Where the scanner's JSON goes on the host, and Grype's list of all packages. */
  output: string;
  packages: string;
}

/** The container after its exec, if that ended well; `scan/failed` with the end of its log if not. */
export async function succeeded(scanned: Container, title: string): Promise<Container> {
  const { exitCode, log } = await endOf(scanned);
  if (exitCode === 0) return scanned;
  const how = exitCode > 128 ? `was killed by signal ${exitCode - 128}` : `exited with ${exitCode}`;
  throw new HardenError(
    error('scan/failed', `${title} ${how}, so nothing is known about this image`, {
      hint: 'read the scanner log below; run the build again if it was killed for want of memory',
      detail: lastLines(log, 40),
    }),
  );
}

/** How a program ended, whatever its exit code: the engine throws where a signal ended it. */
export async function endOf(container: Container): Promise<{ exitCode: number; log: string }> {
  try {
    const exitCode = await container.exitCode();
    return { exitCode, log: exitCode === 0 ? '' : await container.stderr() };
  } catch (thrown) {
    const failure = execFailure(thrown);
    if (!failure) throw thrown;
    return { exitCode: failure.exitCode, log: failure.stderr };
  }
}
