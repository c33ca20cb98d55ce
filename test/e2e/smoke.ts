import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { withPipeline } from '../../src/dagger/index.ts';
import { discoverEngine } from '../../src/engine/discover.ts';
import { openSession } from '../../src/engine/session.ts';
import { smokeHelper } from '../../src/inputs/smoke.ts';
import { readLayout } from '../../src/oci/layout.ts';
import { writeLoadArchive } from '../../src/oci/load-archive.ts';
import type { SmokeTest } from '../../src/plan/types.ts';
import { hostPlatform } from '../../src/platform.ts';
import { judgeSmoke } from '../../src/smoke/judge.ts';
import { judgeUsers } from '../../src/smoke/judge-users.ts';
import type { SmokeResult } from '../../src/smoke/types.ts';

export const origin = { file: 'hardening.yaml', line: 1, column: 1, length: 1 };
export const PYTHON = '/usr/bin/python3';

export const http: Extract<SmokeTest, { kind: 'http' }> = {
  kind: 'http',
  path: '/healthz',
  port: 8080,
  status: 200,
  timeout: 30,
  origin,
};
/** A run of Python code. */
export const python = (
  code: string,
  rest: { exitCode?: number; stdout?: string; timeout?: number } = {},
): SmokeTest => ({
  kind: 'run',
  run: [PYTHON, '-c', code],
  exitCode: 0,
  timeout: 20,
  origin,
  ...rest,
});

const USERS = { own: { uid: 65532, gid: 65532 }, any: { uid: 1_234_567_890, gid: 0 } };
const about = { workdir: '/', files: [], project: { has: () => false, read: () => undefined } };

/** Runs the tests of an image on the real engine; `program` takes the place of its own. */
export async function smoke(
  layout: string,
  tests: SmokeTest[],
  { writable = [], program, asAny }: { writable?: string[]; program?: string[]; asAny?: true } = {},
): Promise<SmokeResult[]> {
  const signal = AbortSignal.timeout(120_000);
  const folder = await mkdtemp(join(tmpdir(), 'harden-smoke-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const archive = join(folder, 'image.tar');
  const read = await readLayout(layout);
  await writeLoadArchive(read, archive);
  const { config } = read;
  const own = program ? { ...config.config, Entrypoint: program, Cmd: null } : config.config;
  const helper = await smokeHelper({ builder: hostPlatform(), progress: () => {}, signal })();
  const session = await openSession(await discoverEngine({ env: process.env }), { signal });
  try {
    const { seen } = await withPipeline(session, (pipeline) =>
      pipeline.smoke({
        archive: async () => archive,
        config: { ...config, ...(own && { config: own }) },
        tests,
        ...(asAny && { anyUser: USERS.any }),
        writable,
        helper,
      }),
    );
    return seen.map((facts, index) => {
      const test = tests[index] as SmokeTest;
      return asAny ? judgeUsers(test, facts, about, USERS) : judgeSmoke(test, facts.own);
    });
  } finally {
    await session.close();
  }
}

/** The same for a single test. */
export const one = async (...args: Parameters<typeof smoke>) => (await smoke(...args))[0];
