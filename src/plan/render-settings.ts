import type { Span } from '../diagnostics/diagnostic.ts';
import type { Settings } from './types.ts';

/** What the image is set up with, in a line each, and the line of the spec that asks for it. */
export function settingLines({ timezone }: Settings = {}): [text: string, origin: Span][] {
  return [...(timezone ? [line(`in the time zone ${timezone.name}`, timezone)] : [])];
}

function line(text: string, { origin }: { origin: Span }): [string, Span] {
  return [text, origin];
}
