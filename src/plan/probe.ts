import type { BuildPlan, Settings } from './types.ts';

/** Where the program lies in the image. */
export const PROBE = '/usr/local/bin/healthcheck';

/** Its compiler; what it builds is linked to nothing, so the release does not show in it. */
const PROBE_TOOLCHAIN = { release: 'trixie', packages: ['base-files', 'gcc', 'libc6'] };

/** Nothing of the machine, no time and no unused page, so that the bytes are the same everywhere. */
const FLAGS = `-Os -std=gnu11 -Wall -Wextra -Werror -ffreestanding -nostdlib -static -s
  -fno-stack-protector -fno-asynchronous-unwind-tables -Wl,--build-id=none -Wl,-z,noseparate-code
  -Wl,-z,noexecstack`.split(/\s+/);

/** The plan that builds harden's own health check from its source. */
export function probePlan(
  plan: BuildPlan,
  { origin }: NonNullable<Settings['healthcheck']>,
): BuildPlan {
  const run = ['gcc', ...FLAGS, '-o', '/src/healthcheck', 'probe.c'];
  return {
    ...plan,
    toolchain: { kind: 'debian', ...PROBE_TOOLCHAIN, origin },
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
