import { json } from './json.ts';

/** An in-toto statement, version 1, about the image with this manifest. */
export function statement(
  image: { name: string; digest: string },
  predicateType: string,
  predicate: object,
): string {
  return json({
    _type: 'https://in-toto.io/Statement/v1',
    subject: [{ name: image.name, digest: digestSet(image.digest) }],
    predicateType,
    predicate,
  });
}

/** `sha256:…` as in-toto writes it. */
export function digestSet(digest: string): Record<string, string> {
  const [algorithm = '', value = ''] = digest.split(':');
  return { [algorithm]: value };
}
