import { z } from 'zod';
import { text } from '../spec/words.ts';

/** Inputs and the values of which each has to have one. */
export const when = z.record(z.string(), z.union([text, z.array(text).min(1)]));

export const onlyWhen = when.optional().meta({
  description: 'It counts only where these inputs have these values',
});

/** What lists the packages of an app: a reader of src/inspect/expected.ts each. */
export const expectations = z.array(
  z.strictObject({
    kind: z.enum([
      'bun-lock',
      'composer-lock',
      'dotnet-deps',
      'gemfile-lock',
      'go-buildinfo',
      'java-jars',
      'linked-packages',
      'node-modules',
      'npm-lock',
      'opaque',
      'pnpm-lock',
      'python-dist-info',
      'python-poetry-lock',
      'python-requirements',
      'python-uv-lock',
      'rust-audit',
      'yarn-lock',
    ]),
    path: text,
    when: onlyWhen,
  }),
);
