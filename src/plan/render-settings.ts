import type { Span } from '../diagnostics/diagnostic.ts';
import type { Settings } from './types.ts';

/** What the image is set up with, in a line each, and the line of the spec that asks for it. */
export function settingLines({
  ca,
  locale,
  timezone,
}: Settings = {}): [text: string, origin: Span][] {
  return [
    ...(ca?.certificates ?? []).map(({ subject, sha256 }) =>
      line(`trusts ${subject}, sha256 ${sha256.slice(0, 12)}`, ca as Origin),
    ),
    ...(locale
      ? [line(`speaks ${locale.name}${locale.data ? `, of ${locale.data.package}` : ''}`, locale)]
      : []),
    ...(timezone ? [line(`in the time zone ${timezone.name}`, timezone)] : []),
  ];
}

interface Origin {
  origin: Span;
}

function line(text: string, { origin }: Origin): [string, Span] {
  return [text, origin];
}
