import { type Diagnostic, error, fail, ok, type Result } from '../diagnostics/diagnostic.ts';
import type { Parsed } from './document.ts';
import { imagesFileSchema } from './file-schema.ts';
import type { LoadedSpec } from './load.ts';
import { looserThan, type SpecPolicy } from './looser.ts';
import { mergedImage } from './merge.ts';
import { type Spec, specSchema } from './schema.ts';
import { valueSpan } from './source-map.ts';
import { validate } from './validate.ts';

type Images = (LoadedSpec & { image: string })[];
type Rule = (value: unknown, parsed: Parsed, image: string) => Diagnostic[];

/**
 * Every image of a file, each as a spec of its own. The file is checked as it stands first, so that a
 * mistake is told once and where it is; then what only the whole of an image shows.
 */
export function loadImages(
  parsed: Parsed & { problems: Diagnostic[] },
  rule: Rule,
): Result<Images> {
  const checked = validate(imagesFileSchema, parsed);
  if (!checked.value) return fail(...checked.problems);
  const { policy, images } = checked.value;
  const problems = policy
    ? Object.entries(images).flatMap(([name, own]) => looser(policy, own.policy, name, parsed))
    : [];
  const found: Images = [];
  for (const name of Object.keys(images)) {
    const merged = { ...mergedImage(parsed, name), problems: [] };
    const whole = validate(specSchema, merged, (value) => rule(value, merged, name));
    if (whole.value) found.push({ spec: whole.value, source: merged.source, image: name });
    else problems.push(...whole.problems.map((one) => aboutImage(one, name, parsed)));
  }
  problems.push(...autoBases(found), ...sharedNames(found));
  return problems.length > 0 ? fail(...once(problems)) : ok(found);
}

/** What the whole file asks of its images holds for all of them. */
function looser(
  policy: SpecPolicy,
  own: SpecPolicy | undefined,
  name: string,
  { source }: Parsed,
): Diagnostic[] {
  return looserThan(policy, own ?? {}, () => true).map((path) => {
    const key = ['images', name, 'policy', ...path];
    const message = `${key.join('.')} is looser than the policy of the file`;
    const hint = 'make it stricter, or move that policy into the images that it is meant for';
    return error('spec/conflict', message, { span: valueSpan(source, key), hint });
  });
}

/** A message about the file as a whole is about this image. */
function aboutImage(one: Diagnostic, name: string, { source }: Parsed): Diagnostic {
  const start = `${source.file} `;
  if (!one.message.startsWith(start)) return one;
  return { ...one, message: `the image ${name} ${one.message.slice(start.length)}` };
}

/** A lock says of a whole file what its base was decided to be. */
function autoBases(images: Images): Diagnostic[] {
  return images
    .filter(({ spec }) => spec.base === 'auto')
    .map(({ source, image }) =>
      error('spec/conflict', `base: auto of the image ${image} cannot stand beside images`, {
        span: valueSpan(source, ['base']),
        hint: `name a base; harden choose --image ${image} says which one is best`,
      }),
    );
}

/** Of two images in one place the later one would win. */
function sharedNames(images: Images): Diagnostic[] {
  const places: [what: string, of: (spec: Spec) => string[], path: string[]][] = [
    ['the name', ({ name }) => (name === undefined ? [] : [name]), ['name']],
    ['the reference', ({ publish }) => [...new Set(publish?.to)], ['publish', 'to']],
  ];
  return places.flatMap(([what, of, path]) => {
    const taken = new Map<string, string>();
    return images.flatMap(({ spec, source, image }) =>
      of(spec).flatMap((value) => {
        const before = taken.get(value);
        taken.set(value, image);
        if (before === undefined) return [];
        const message = `the images ${before} and ${image} have ${what} ${value} both`;
        const hint = `give each image its own ${path.join('.')}`;
        return [error('spec/conflict', message, { span: valueSpan(source, path), hint })];
      }),
    );
  });
}

/** What is wrong for all is wrong in each, and told once. */
function once(problems: readonly Diagnostic[]): Diagnostic[] {
  const keyOf = ({ code, message, span }: Diagnostic) => JSON.stringify([code, message, span]);
  return [...new Map(problems.map((one) => [keyOf(one), one])).values()];
}
