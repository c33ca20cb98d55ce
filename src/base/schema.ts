import { z } from 'zod';
import { CONTAINER_PATH } from '../spec/grammar.ts';
import * as words from '../spec/words.ts';

const { text } = words;
const name = words.word(/^[a-z0-9][a-z0-9.-]*$/, 'a short name in lower case');
const packages = z.array(words.word(/^[a-z0-9][a-z0-9+._-]*$/, 'the name of a package'));
const day = words.word(/^\d{4}-\d{2}-\d{2}$/, 'a day as YYYY-MM-DD');

const release = z.strictObject({
  name,
  version: text.optional().meta({ description: 'As a scanner says it; none: it moves' }),
  codename: words.debianRelease.optional().meta({ description: 'Of the Debian packages that fit' }),
  endOfLife: day.optional(),
});

const flavour = z.strictObject({
  name,
  on: name.optional().meta({ description: 'The flavour whose content it has too' }),
  image: text.optional().meta({ description: 'Its reference' }),
  versions: z.array(text).min(1).optional().meta({
    description: 'What version can stand for, the preferred one first',
  }),
  releases: z.array(name).min(1).optional().meta({ description: 'Only these; else all' }),
  provides: z.array(text).meta({
    description: 'What programs find in it: a word, and a version where it matters',
  }),
  programs: z.array(words.word(CONTAINER_PATH, 'an absolute path')).optional(),
  user: words.user.optional().meta({ description: 'Its own user, where it differs' }),
  packages: packages.optional().meta({ description: 'Packages it lacks and gets' }),
});

const removal = z.strictObject({
  name: name.meta({ description: 'What keep calls it' }),
  packages: packages.optional(),
  paths: z.array(text).optional().meta({ description: 'Patterns of what no package owns' }),
});

const refusal = z.strictObject({ tag: text, why: words.words, instead: words.words });

export const baseSchema = z.strictObject({
  name,
  description: words.words,
  kind: z.enum(['image', 'debian', 'scratch']).meta({ description: 'How it is had' }),
  libc: z.enum(['glibc', 'musl', 'none']),
  os: name.optional().meta({ description: 'The operating system a scanner has to recognise' }),
  packages: z.enum(['debian', 'apk', 'none']).meta({ description: 'What runtime.packages are' }),
  installer: text.optional().meta({ description: 'An image with apk, where the base has none' }),
  user: words.user.optional().meta({ description: 'Its own user' }),
  signed: z
    .strictObject({
      below: text.meta({
        description: 'The images that are signed so, as the start of their names',
      }),
      identity: text,
      issuer: text,
    })
    .optional()
    .meta({ description: 'Who signs it without a key, as its makers document it' }),
  login: text.optional().meta({ description: 'The registry it needs a login for' }),
  adds: words.words.meta({ description: 'What has to be added to it' }),
  scanners: words.words.meta({ description: 'What scanners see of it' }),
  refuse: z.array(refusal).optional().meta({ description: 'Tags that must not ship' }),
  remove: z.array(removal).optional().meta({ description: 'What is taken out unless kept' }),
  hold: packages.optional().meta({
    description: 'What only removed packages asked for goes too, but not these; absent: it stays',
  }),
  releases: z.array(release).min(1).meta({ description: 'The preferred one first' }),
  flavours: z.array(flavour).min(1).meta({ description: 'The smallest first' }),
});

/** A family of bases, as a file of `bases/` describes it. */
export type BaseFamily = z.infer<typeof baseSchema>;
export type BaseRelease = BaseFamily['releases'][number];
export type BaseFlavour = BaseFamily['flavours'][number];
