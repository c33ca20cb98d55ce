import { architectureOf } from './platform.ts';
import type { BuildPlan, Platform, Settings } from './types.ts';

/** Where the program lies in the image. */
export const PROBE = '/usr/local/bin/healthcheck';

/** Of its compiler; what it builds is linked to nothing, so the release does not show in it. */
const RELEASE = 'trixie';

const COMPILERS = {
  amd64: { package: 'gcc-x86-64-linux-gnu', program: 'x86_64-linux-gnu-gcc' },
  arm64: { package: 'gcc-aarch64-linux-gnu', program: 'aarch64-linux-gnu-gcc' },
};

/** Nothing of the machine, no time and no unused page, so that the bytes are the same everywhere. */
const FLAGS = `-Os -std=gnu11 -Wall -Wextra -Werror -ffreestanding -nostdlib -static -s
  -fno-stack-protector -fno-asynchronous-unwind-tables -Wl,--build-id=none -Wl,-z,noseparate-code
  -Wl,-z,noexecstack`.split(/\s+/);

/** The plan that builds harden's own health check from its source, on the platform that builds. */
export function probePlan(
  plan: BuildPlan,
  { origin }: NonNullable<Settings['healthcheck']>,
  builder: Platform = plan.platform,
): BuildPlan {
  const other = builder === plan.platform ? undefined : COMPILERS[architectureOf(plan.platform)];
  const compiler = other ?? { package: 'gcc', program: 'gcc' };
  const run = [compiler.program, ...FLAGS, '-o', '/src/healthcheck', 'probe.c'];
  return {
    ...plan,
    toolchain: {
      kind: 'debian',
      release: RELEASE,
      packages: ['base-files', compiler.package, 'libc6'],
      origin,
    },
    stages: [
      {
        name: 'build',
        files: { include: ['probe.c'], exclude: [] },
        steps: [{ run, env: {}, workdir: '/src', caches: [], origin }],
      },
    ],
    artifacts: [{ from: '/src/healthcheck', to: PROBE, mode: '0755', layer: 'app', origin }],
  };
}
