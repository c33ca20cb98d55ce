import { z } from 'zod';
import { bytes, day, digest, list, number, text, told } from './words.ts';

const layer = z.object({
  digest: told('Of the compressed bytes', digest),
  diffId: told('Of the tar', digest),
  size: told('Bytes, compressed', number),
  uncompressed: told('Bytes of the tar', number),
  kind: told(
    'base: the bytes of the base; runtime: what was changed of it; the others were built',
    z.enum(['base', 'runtime', 'dependencies', 'app']),
  ),
});

export const image = z.object({
  name: text,
  digest: told('Of the manifest', digest),
  configDigest: told('Of the config', digest),
  layout: told('Path of the OCI layout folder', text),
  platform: told('Such as linux/amd64', text),
  size: z.object({ compressed: bytes, uncompressed: bytes }),
  layers: z.array(layer),
  base: z.object({
    ...{ kind: text, ref: text, digest: text },
    endOfLife: told('The last day of its support, YYYY-MM-DD', day).optional(),
    signature: told(
      'Whether its makers have signed it, where the policy asks for that',
      z.object({ state: z.enum(['verified', 'unsigned', 'refused', 'not checked']), why: text }),
    ).optional(),
  }),
  config: told(
    'How it starts',
    z.object({ user: text, entrypoint: list, cmd: list, workdir: text, ports: list }),
  ).optional(),
});

export const check = z
  .object({
    id: text,
    pass: z.boolean(),
    evidence: text,
    paths: told('The files that fail it', list).optional(),
  })
  .meta({ id: 'check', description: 'A hardening check on the final file system and config' });
