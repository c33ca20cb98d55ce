import type { Span } from '../diagnostics/diagnostic.ts';
import type { Settings } from './types.ts';

/** What the image is set up with, in a line each, and the line of the spec that asks for it. */
export function settingLines({
  ca,
  fonts,
  healthcheck,
  locale,
  timezone,
}: Settings = {}): [text: string, origin: Span][] {
  return [
    ...(ca?.certificates ?? []).map(({ subject, sha256 }) =>
      line(`trusts ${subject}, sha256 ${sha256.slice(0, 12)}`, ca as Origin),
    ),
    ...(fonts ? [line(`draws with ${fonts.packages.join(' ')}`, fonts)] : []),
    ...(healthcheck ? [line(healthText(healthcheck), healthcheck)] : []),
    ...(locale
      ? [line(`speaks ${locale.name}${locale.data ? `, of ${locale.data.package}` : ''}`, locale)]
      : []),
    ...(timezone ? [line(`in the time zone ${timezone.name}`, timezone)] : []),
  ];
}

function healthText({ test, probe, interval }: NonNullable<Settings['healthcheck']>): string {
  const by = probe ? `, a program of 2 kB that harden builds from its own source` : '';
  return `is healthy when ${test.join(' ')} says so every ${interval} s${by}`;
}

interface Origin {
  origin: Span;
}

function line(text: string, { origin }: Origin): [string, Span] {
  return [text, origin];
}
