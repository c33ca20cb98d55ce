import type { Compiled } from '../compile.ts';
import { outputOf } from '../output.ts';
import { destinationsOf } from '../publish/destinations.ts';
import type { Signer } from '../statements/attestation.ts';
import type { Made } from './build-platforms.ts';
import { allowedAge, publishWith, refsOf, showPublished } from './publish.ts';
import type { Options, Terminal } from './terminal.ts';

/** Publishes what was made. */
export type Publishing = (
  made: Made,
  signing: { signer?: Signer },
  terminal: Terminal,
) => Promise<void>;

/**
 * `--publish` of a build, to where it says or else the spec. Read before anything is built, as is all that may be
 * mistyped. @throws HardenError registry/bad-reference, cli/bad-option.
 */
export function publishBuilt(options: Options, { publishTo, folder, image }: Compiled): Publishing {
  const given = refsOf(options['publish']).filter((one) => one !== 'true');
  const to = given.length > 0 ? given : publishTo;
  destinationsOf(to);
  return async ({ report }, signing, terminal) => {
    const maxAge = allowedAge(report ?? {}, terminal.now());
    const asked = { path: outputOf(folder, image), to, maxAge, ...signing };
    showPublished(await publishWith(asked, terminal), options['json'] === true, terminal);
  };
}
