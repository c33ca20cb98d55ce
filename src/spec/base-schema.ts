import { z } from 'zod';
import { suggest } from '../diagnostics/suggest.ts';
import { IMAGE_REF } from './grammar.ts';
import { needs, oneOf } from './rules.ts';
import * as words from './words.ts';

/** Families of the catalogue that are images; each may be a word, or a key with a choice. */
export const IMAGE_FAMILIES = ['alpine', 'chainguard', 'dhi', 'distroless', 'slim'] as const;
export const BASE_WORDS = ['debian', 'scratch', ...IMAGE_FAMILIES] as const;

export type ImageFamily = (typeof IMAGE_FAMILIES)[number];

const choice = words.word(
  /^[a-z0-9][a-z0-9.-]*$/,
  'a flavour, a release, or both with a dash between',
  'write it like distroless: cc, alpine: "3.23" or distroless: cc-debian13',
);

const described = z
  .strictObject({
    image: words.imageRef.optional().meta({ description: 'An image, taken as it is' }),
    debian: words.debianRelease.optional().meta({
      description: 'A base assembled from packages of this Debian release',
    }),
    distroless: choice.optional().meta({ description: 'Flavour of distroless: static, cc, …' }),
    alpine: choice.optional().meta({ description: 'Release of Alpine, quoted: "3.23"' }),
    dhi: choice.optional().meta({ description: 'Flavour of Docker Hardened Images' }),
    chainguard: choice.optional().meta({ description: 'Flavour of Chainguard images' }),
    slim: choice.optional().meta({ description: 'Flavour or release of the official slim images' }),
    packages: z.array(words.debianPackage).optional().meta({
      description: 'Packages besides those the language needs, on debian',
    }),
    keep: z.array(words.words).optional().meta({
      description: 'What is not taken out of it: shell, apk, busybox, …; on alpine and slim',
    }),
    flatten: z.boolean().optional().meta({
      description:
        'Rewrite the base as one layer without what is taken out: smaller, and no longer the layers that others share',
    }),
  })
  .check(
    oneOf('image', 'debian', ...IMAGE_FAMILIES),
    needs('packages', 'debian'),
    needs('keep', 'alpine', 'slim'),
    needs('flatten', 'alpine', 'slim'),
  );

export const base = z.union([z.enum([...BASE_WORDS, 'auto']), described]);

/** What is wrong with a base that is a single word, and the fix. */
export function unknownBase(name: string): { message: string; hint: string } {
  const shown = JSON.stringify(name);
  const message = `base is ${shown}, expected one of ${BASE_WORDS.join(', ')}, auto, or {image: …}`;
  const near = suggest(name, BASE_WORDS);
  if (near) return { message, hint: `did you mean ${near}?` };
  const looksLikeImage = /[/:.@]/.test(name) && IMAGE_REF.test(name);
  const hint = looksLikeImage
    ? `write an image like this: base: {image: ${name}}`
    : 'write base: debian, base: distroless, or base: {image: registry/repository:tag}';
  return { message, hint };
}
