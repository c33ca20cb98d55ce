import { join } from 'node:path';
import { compile } from '../../src/compile.ts';
import type { Ejection } from '../../src/eject/types.ts';
import type { BuildPlan } from '../../src/plan/types.ts';
import { ROOT } from '../program.ts';

const digest = (sign: string) => `sha256:${sign.repeat(64)}`;

/** An example as it would be ejected, had its last build found these digests. */
export async function ejectionOf(example: string, more: Partial<Ejection> = {}): Promise<Ejection> {
  const compiled = await compile(join(ROOT, 'examples', example));
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.diagnostics));
  return ejectionFrom(compiled.value.plan, more);
}

export function ejectionFrom(plan: BuildPlan, more: Partial<Ejection> = {}): Ejection {
  const { toolchain, base } = plan;
  const part = {
    file: 'base.tar.gz',
    what: 'The base as of the last build:',
    holds: ['  tzdata 1'],
  };
  const named =
    base.kind === 'image' ? { image: `${base.ref}@${digest('b')}`, parts: [] } : { parts: [part] };
  return {
    plan,
    folder: 'ejected',
    toolchain:
      toolchain.kind === 'image'
        ? { image: `${toolchain.ref}@${digest('a')}` }
        : { part: { file: 'toolchain.tar.gz', what: 'Packages:', holds: ['  gcc 14'] } },
    base: { without: [], env: plan.config.Env, ...named },
    modes: plan.artifacts.map(({ mode }) => mode ?? 'u=rwX,go=rX'),
    above: [],
    config: {
      Env: plan.config.Env,
      Labels: { 'org.opencontainers.image.title': plan.name, ...plan.config.Labels },
    },
    present: ['go.mod', 'go.sum', 'requirements.txt', 'pom.xml'],
    stubs: plan.stages.map(() => []),
    network: { variables: [], ca: false },
    madeFolders: [],
    ...more,
  };
}
