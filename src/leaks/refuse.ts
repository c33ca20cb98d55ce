import { type Diagnostic, error, HardenError } from '../diagnostics/diagnostic.ts';
import { listed } from '../diagnostics/listed.ts';
import type { Content } from '../oci/types.ts';
import { sourceOf } from '../plan/secrets.ts';
import type { BuildPlan, Secret } from '../plan/types.ts';
import { searchedArchive } from './archive.ts';
import { type Sought, searched, soughtOf, sourcesIn } from './search.ts';

/**
 * The contents of a layer as they are, unless a secret of the steps is in one of them: in its bytes,
 * its name or its target. Then `build/secret-in-image` after the last one, with every place; what was
 * written of the layer until then has to be thrown away.
 */
export async function* refuseSecrets(
  contents: AsyncIterable<Content>,
  plan: Pick<BuildPlan, 'stages'>,
  secrets: ReadonlyMap<string, { value: string }>,
): AsyncGenerator<Content> {
  const sought = soughtOf(secrets);
  if (sought.length === 0) return yield* contents;
  const places = new Map<string, Set<string>>();
  for await (const content of contents) {
    const found = (source: string) => {
      places.set(source, (places.get(source) ?? new Set()).add(`/${content.entry.path}`));
    };
    yield looked(content, sought, found);
  }
  if (places.size === 0) return;
  const named = plan.stages.flatMap(({ steps }) => steps.flatMap(({ secrets: own = [] }) => own));
  throw new HardenError(...[...places].map(([source, paths]) => refusal(named, source, paths)));
}

function looked(
  { entry, body }: Content,
  sought: readonly Sought[],
  found: (source: string) => void,
): Content {
  const names = Buffer.from(`${entry.path}\n${entry.target ?? ''}`);
  for (const source of sourcesIn(names, sought)) found(source);
  if (!body) return { entry };
  const inside = searchedArchive(searched(body, sought, found), entry, sought, found);
  return { entry, body: inside };
}

function refusal(named: readonly Secret[], source: string, paths: ReadonlySet<string>): Diagnostic {
  const secret = named.find((one) => sourceOf(one) === source);
  const name = source.replace(/^(?:env|file):/, '');
  // A path may hold the secret: what is printed of it is hidden as everywhere.
  const where = listed([...paths]);
  return error('build/secret-in-image', `the value of the secret ${name} is in ${where}`, {
    ...(secret && { span: secret.origin }),
    hint: HINT,
  });
}

const HINT =
  'have no step write it into what goes into the image, and replace it where others have seen it; what is no secret belongs in build.env';
