import type { ImageFile, Inventory } from '../../../src/inspect/types.ts';
import type { OciConfig } from '../../../src/oci/spec.ts';
import { file } from '../files.ts';

export type Brief = Partial<ImageFile> & { path: string };

export function inventory(files: Brief[], rest: Partial<Inventory> = {}): Inventory {
  const whole = files.map((brief) => ({ ...file(brief.path), ...brief }));
  const size = { base: 0, runtime: 0, dependencies: 0, app: 0 };
  return { files: whole, texts: new Map(), size, replacedLinks: [], ...rest };
}

/** A config that passes, but for what is given. */
export function config(rest: OciConfig['config'] = {}): OciConfig {
  return {
    architecture: 'amd64',
    os: 'linux',
    rootfs: { type: 'layers', diff_ids: [] },
    config: {
      User: '65532',
      Entrypoint: ['/app/server'],
      Labels: { 'org.opencontainers.image.title': 'server' },
      ...rest,
    },
  };
}
