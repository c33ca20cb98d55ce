import { type Diagnostic, error, HardenError } from '../diagnostics/diagnostic.ts';
import { parseReference, type Reference, repositoryName } from '../registry/reference.ts';

/** A repository, and the tags that an image gets in it. */
export interface Destination {
  reference: Pick<Reference, 'registry' | 'repository'>;
  tags: string[];
}

/**
 * The repositories that `--to` names, each once and in the order they were named.
 * @throws HardenError registry/bad-reference, cli/bad-option with every mistake in them.
 */
export function destinationsOf(refs: readonly string[]): Destination[] {
  const found = new Map<string, Destination>();
  const problems: Diagnostic[] = refs.length === 0 ? [none()] : [];
  for (const ref of refs) {
    const parsed = parseReference(ref);
    if (!parsed.ok) {
      problems.push(...parsed.diagnostics);
      continue;
    }
    const { tag, digest } = parsed.value;
    if (digest || !tag) {
      problems.push(byDigest(ref));
      continue;
    }
    const name = repositoryName(parsed.value);
    const known = found.get(name) ?? { reference: parsed.value, tags: [] };
    if (!known.tags.includes(tag)) known.tags.push(tag);
    found.set(name, known);
  }
  if (problems.length > 0) throw new HardenError(...problems);
  return [...found.values()];
}

function none(): Diagnostic {
  return error('cli/bad-option', 'it is not said where to publish', {
    hint: 'add --to ghcr.io/acme/shop:1.4.0, or write publish: {to: [ghcr.io/acme/shop:1.4.0]} in the spec',
  });
}

function byDigest(ref: string): Diagnostic {
  return error('cli/bad-option', `--to ${ref} names a digest, expected a tag`, {
    hint: 'name a tag: the digest is that of the image, and is printed',
  });
}
