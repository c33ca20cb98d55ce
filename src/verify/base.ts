import { z } from 'zod';
import { failed, PROVENANCE, predicatesOf } from './evidence.ts';
import type { Evidence, Verified } from './types.ts';

const ANNOTATION = 'org.opencontainers.image.base';
const provenance = z.object({
  buildDefinition: z.object({
    resolvedDependencies: z.array(
      z.object({
        name: z.string().optional(),
        uri: z.string().optional(),
        digest: z.record(z.string(), z.string()).optional(),
      }),
    ),
  }),
});

/**
 * Whether the base that the image names is the one it was built on, by its provenance: an image by its
 * digest; one that was assembled of packages by the digest of its layer, which is the lowest.
 */
export function verifyBase(evidence: Evidence): Verified {
  const { manifest, base: wanted } = evidence;
  const digest = manifest.annotations?.[`${ANNOTATION}.digest`];
  const name = manifest.annotations?.[`${ANNOTATION}.name`] ?? '';
  if (wanted && digest !== wanted) {
    const found = digest ? `${name} at ${digest}` : 'no base by its digest';
    return failed('base', 'verify/other-base', `it names ${found}, expected ${wanted}`);
  }
  if (!digest) return { id: 'base', pass: true, evidence: 'it shares no layer with a base' };
  const found = predicatesOf(evidence, PROVENANCE);
  if (found.length === 0) {
    return failed(
      'base',
      'verify/no-statement',
      `no provenance of this ${evidence.who} says on what it stands`,
    );
  }
  const read = z.array(provenance).safeParse(found);
  const built = (read.data ?? []).flatMap(({ buildDefinition }) =>
    buildDefinition.resolvedDependencies.filter((one) => one.name === 'base'),
  );
  const ofPackages =
    manifest.layers[0]?.digest === digest && built.some(({ uri }) => uri?.startsWith('pkg:deb/'));
  if (ofPackages || built.some((one) => `sha256:${one.digest?.['sha256']}` === digest)) {
    return { id: 'base', pass: true, evidence: `${name} at ${digest}` };
  }
  const problem = `it names ${name} at ${digest}, of which its provenance knows nothing`;
  return failed('base', 'verify/other-base', problem);
}
