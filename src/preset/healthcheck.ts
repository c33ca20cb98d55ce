import { error, fail, ok, type Result } from '../diagnostics/diagnostic.ts';
import { PROBE } from '../plan/probe.ts';
import type { Settings } from '../plan/types.ts';
import type { LoadedSpec } from '../spec/load.ts';
import { keySpan } from '../spec/source-map.ts';
import { secondsOf } from '../spec/units.ts';
import { portsOf } from './smoke.ts';

/** Seconds; the first is Docker's own, and an answer that takes longer than the second is none. */
const INTERVAL = 30;
const TIMEOUT = 5;
const RETRIES = 3;

/** The health check of the spec: a program of the image, or harden's own that makes a request. */
export function healthcheckOf({
  spec,
  source,
}: LoadedSpec): Result<Settings['healthcheck'] | undefined> {
  const written = spec.runtime?.healthcheck;
  if (!written) return ok(undefined);
  const origin = keySpan(source, ['runtime', 'healthcheck']);
  const { http, run, interval, timeout, startPeriod, retries = RETRIES } = written;
  const [, port = portsOf(spec)[0], path = ''] = /^(?::(\d+))?(.*)$/.exec(http ?? '') ?? [];
  if (!run && port === undefined) {
    const span = keySpan(source, ['runtime', 'healthcheck', 'http']);
    const hint = `write http: :8080${path}, or add ports: [8080]`;
    return fail(error('spec/missing-key', 'the request has no port to go to', { span, hint }));
  }
  return ok({
    test: run ?? [PROBE, String(port), path],
    probe: !run,
    interval: secondsOf(interval ?? '') ?? INTERVAL,
    timeout: secondsOf(timeout ?? '') ?? TIMEOUT,
    ...(startPeriod !== undefined && { startPeriod: secondsOf(startPeriod) ?? 0 }),
    retries,
    origin,
  });
}
