import { z } from 'zod';
import { IMAGE_REF } from './grammar.ts';
import { needs, oneOf } from './rules.ts';
import * as words from './words.ts';

const NAMED = ['debian', 'scratch'] as const;

const described = z
  .strictObject({
    image: words.imageRef.optional().meta({ description: 'An image, taken as it is' }),
    debian: words.debianRelease.optional().meta({
      description: 'A base assembled from packages of this Debian release',
    }),
    packages: z.array(words.debianPackage).optional().meta({
      description: 'Packages besides those the language needs',
    }),
  })
  .check(oneOf('image', 'debian'), needs('packages', 'debian'));

export const base = z.union([z.enum(NAMED), described]);

/** Words that the design has and this version does not, with an image that comes close. */
const LATER: Record<string, string> = {
  distroless: 'gcr.io/distroless/static-debian13:nonroot',
  alpine: 'docker.io/library/alpine:3.23',
  dhi: 'dhi.io/static:latest',
  chainguard: 'cgr.dev/chainguard/static:latest',
  slim: 'docker.io/library/debian:13-slim',
};

/** What is wrong with a base that is a single word, and the fix. */
export function unknownBase(name: string): { message: string; hint: string } {
  const shown = JSON.stringify(name);
  const message = `base is ${shown}, expected debian, scratch, {image: …} or {debian: …}`;
  const near = LATER[name];
  if (near) {
    const hint = `this version has no ${name} by name: write base: {image: ${near}}, or base: debian`;
    return { message, hint };
  }
  if (name === 'auto') {
    return { message, hint: 'this version does not choose a base yet: write base: debian' };
  }
  const looksLikeImage = /[/:.@]/.test(name) && IMAGE_REF.test(name);
  const hint = looksLikeImage
    ? `write an image like this: base: {image: ${name}}`
    : 'write base: debian, base: scratch, or base: {image: registry/repository:tag}';
  return { message, hint };
}
