import type { SmokeTest } from '../plan/types.ts';
import { SYMPTOMS } from './symptoms.ts';
import type { Known, SmokeFacts } from './types.ts';

/**
 * Why a test failed and what to change, as far as it is known: what the container runtime or the
 * program says, else how it ended, else where it listens instead.
 */
export function diagnose(
  test: SmokeTest,
  facts: SmokeFacts,
  about: About = NOTHING_KNOWN,
): string | undefined {
  if (facts.allowed && (facts.memory ?? 0) > facts.allowed) return MEMORY;
  const words = `${facts.problem}\n${facts.log}`;
  for (const { pattern, text } of SYMPTOMS) {
    const match = pattern.exec(words);
    const told = match && text(match, { ...about, words });
    if (told) return told;
  }
  if (facts.exitCode !== null) return ENDINGS[facts.exitCode];
  if (!('port' in test) || test.port === undefined) return undefined;
  if (facts.listening || facts.status !== undefined) return undefined;
  return elsewhere(test.port, facts.addresses ?? []);
}

/** The image and the project that a test is about. */
export type About = Omit<Known, 'words'>;

const NOTHING_KNOWN: About = {
  workdir: '/',
  files: [],
  project: { has: () => false, read: () => undefined },
};

const MEMORY =
  'raise runtime.memory, or make it need less: many runtimes take what the machine has unless told';

const ENDINGS: Record<number, string> = {
  132: 'it uses instructions that this processor lacks: build it for a plainer one',
  134: 'it gave up by itself (abort); the lines before say why',
  137: 'it was killed, often for want of memory',
  139: 'it crashed; native code that was built for the libraries of another base does that',
};

/** A program that waits for nobody: on no port, on another, or for its own machine alone. */
function elsewhere(port: number, addresses: readonly string[]): string {
  const own = addresses.filter((address) => address.endsWith(`:${port}`));
  if (own.length > 0) {
    return own.every((address) => /^(?:127\.|\[::1\])/.test(address))
      ? `it listens on ${own.join(' and ')}, which nobody outside of its container reaches: make it listen on 0.0.0.0`
      : `it listens on ${own.join(' and ')} and gives no answer there`;
  }
  if (addresses.length === 0)
    return 'it listens on no port yet: give it more time, or see what it waits for';
  return `it listens on ${addresses.join(' and ')}: name that port, or make it listen on ${port}`;
}
