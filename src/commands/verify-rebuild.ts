import type { Compiled } from '../compile.ts';
import { error, HardenError } from '../diagnostics/diagnostic.ts';
import { rebuild } from '../rebuild/rebuild.ts';
import { type Recorded, readRecorded } from '../rebuild/recorded.ts';
import type { RegistryClient } from '../registry/client.ts';
import { PROVENANCE } from '../verify/evidence.ts';
import { judgeRebuilt } from '../verify/rebuilt.ts';
import type { Verified } from '../verify/types.ts';
import { type Verification, verificationOf } from '../verify/verification.ts';
import type { VerifiedImage } from '../verify.ts';
import { withProgress } from './progress.ts';
import { type Options, surroundings, type Terminal } from './terminal.ts';
import { withSpec } from './with-spec.ts';

export interface RebuildOf {
  /** Of the sources. */
  folder: string;
  registry: RegistryClient;
  /** Whether what is said of the image was signed by who counts. */
  signed: boolean;
  /** Shows what came of it, and gives the exit code. */
  shown: (verification: Verification, verified: readonly Verified[]) => number;
}

/** Builds a published image again from its sources, and adds whether it came out the same. */
export function rebuildOf(
  { image, verified, statements }: VerifiedImage,
  { folder, registry, signed, shown }: RebuildOf,
  options: Options,
  terminal: Terminal,
): Promise<number> {
  const recorded = newest(
    statements
      .filter(({ predicateType }) => predicateType === PROVENANCE)
      .flatMap(({ predicate }) => readRecorded(predicate) ?? []),
  );
  if (!recorded) throw noRecord(image.ref, signed);
  const compareIt = async (compiled: Compiled) => {
    const rebuilt = await withProgress(terminal, (progress) =>
      rebuild({
        ...surroundings(options, terminal),
        compiled,
        image,
        recorded,
        registry,
        progress,
      }),
    );
    const all = [...verified, judgeRebuilt(rebuilt, signed)];
    return shown(verificationOf(image, all, rebuilt), all);
  };
  return withSpec(folder, options, terminal, compareIt, { platform: recorded.platform });
}

function newest(all: readonly Recorded[]): Recorded | undefined {
  return [...all].sort((a, b) => (a.finished < b.finished ? -1 : 1)).at(-1);
}

function noRecord(ref: string, signed: boolean): HardenError {
  const whose = signed ? 'no provenance that counts says' : 'no provenance says';
  return new HardenError(
    error('verify/no-statement', `rebuild: ${whose} what ${ref} was built from`, {
      hint: 'publish it again with this version of harden: what a build starts from is recorded then',
    }),
  );
}
