import { type Diagnostic, error, fail, ok, type Result } from '../diagnostics/diagnostic.ts';
import type { SmokeTest } from '../plan/types.ts';
import type { LoadedSpec } from '../spec/load.ts';
import { keySpan, valueSpan } from '../spec/source-map.ts';
import { onBase } from './base-program.ts';

/** Seconds. A cold start of a large program on a small machine takes some. */
const TIMEOUT = 30;

/**
 * The tests of the spec; a request goes to the first port when it names none, and a bare name is a
 * program of the base, as in the entrypoint.
 */
export function resolveSmoke(
  { spec, source }: LoadedSpec,
  programs: readonly string[] = [],
): Result<SmokeTest[]> {
  const [first] = portsOf(spec);
  const problems: Diagnostic[] = [];
  const tests = (spec.smoke ?? []).flatMap((written, index): SmokeTest[] => {
    const { run, http, tcp, log, expect, timeout = TIMEOUT } = written;
    const common = { timeout, origin: valueSpan(source, ['smoke', index]) };
    if (run) {
      const { exitCode = 0, stdout } = expect ?? {};
      const argv = onBase(run, programs);
      const printed = stdout !== undefined && { stdout };
      return [{ ...common, kind: 'run', run: argv, exitCode, ...printed }];
    }
    if (tcp) return [{ ...common, kind: 'start', port: tcp }];
    if (log) return [{ ...common, kind: 'log', text: log }];
    const port = http?.port ?? first;
    if (http && port) {
      const { path, status = 200, body } = http;
      return [{ ...common, kind: 'http', path, port, status, ...(body && { body }) }];
    }
    const span = keySpan(source, ['smoke', index, 'http']);
    const hint = 'add port: 8080 to it, or runtime: {ports: [8080]}';
    problems.push(error('spec/missing-key', 'the request has no port to go to', { span, hint }));
    return [];
  });
  return problems.length > 0 ? fail(...problems) : ok(tests);
}

/** What is asked of an image whose spec asks nothing: that its program comes up. */
export function startTest(ports: readonly string[], origin: SmokeTest['origin']): SmokeTest {
  const port = ports.map((one) => /^(\d+)(?:\/tcp)?$/.exec(one)?.[1]).find(Boolean);
  return {
    kind: 'start',
    timeout: port ? TIMEOUT : 5,
    ...(port && { port: Number(port) }),
    origin,
  };
}

/** The ports of TCP that the program listens on. */
export function portsOf({ runtime }: LoadedSpec['spec']): number[] {
  return (runtime?.ports ?? []).flatMap((port) => {
    const number = typeof port === 'number' ? port : Number(/^(\d+)\/tcp$/.exec(port)?.[1] ?? 0);
    return number > 0 ? [number] : [];
  });
}
