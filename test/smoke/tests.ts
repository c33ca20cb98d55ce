import type { SmokeTest } from '../../src/plan/types.ts';
import type { SmokeFacts } from '../../src/smoke/types.ts';

const common = { timeout: 10, origin: { file: 'hardening.yaml', line: 7, column: 5, length: 3 } };

export const start: SmokeTest = { ...common, kind: 'start' };
export const listen: SmokeTest = { ...common, kind: 'start', port: 8080 };
export const http: Extract<SmokeTest, { kind: 'http' }> = {
  ...common,
  kind: 'http',
  path: '/healthz',
  port: 8080,
  status: 200,
};
export const run: Extract<SmokeTest, { kind: 'run' }> = {
  ...common,
  kind: 'run',
  run: ['/app/server', '--version'],
  exitCode: 0,
};

/** What the probe saw of a program that still runs, unless told otherwise. */
export function facts(rest: Partial<SmokeFacts> = {}): SmokeFacts {
  return { exitCode: null, milliseconds: 310, printed: true, log: '', problem: '', ...rest };
}
