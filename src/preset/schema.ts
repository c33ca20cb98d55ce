import { z } from 'zod';
import { BASE_WORDS, base } from '../spec/base-schema.ts';
import { CONTAINER_PATH, DEBIAN_PACKAGE } from '../spec/grammar.ts';
import { policy } from '../spec/policy-schema.ts';
import { labels } from '../spec/runtime-schema.ts';
import * as words from '../spec/words.ts';
import { expectations, onlyWhen, when } from './expect-schema.ts';
import { isPattern } from './is-pattern.ts';

const { text } = words;

/** Keys of a spec that a preset may keep to itself. */
const GOVERNED = [
  ...['with', 'source', 'toolchain', 'build', 'artifacts', 'runtime', 'platforms', 'network'],
  ...['scan', 'debian', 'apk', 'smoke', 'services', 'policy.ignore', 'policy.accept', 'policy.vex'],
] as const;

/** A path that may hold `${{ inputs.x }}`; it is held against the grammar again when filled in. */
const path = words.word(CONTAINER_PATH, 'an absolute path without . or .. parts');
const packages = z.array(words.word(DEBIAN_PACKAGE, 'the name of a Debian package'));
const files = z.array(words.filePattern);

const input = z.strictObject({
  type: z.enum(['string', 'enum', 'boolean']).meta({ description: 'What it takes' }),
  description: words.words.meta({ description: 'What it is for' }),
  default: text.optional().meta({ description: 'Taken when nothing else gives it' }),
  pattern: text
    .refine(
      isPattern,
      'a regular expression\nclose its brackets, and escape what is meant as it is',
    )
    .optional()
    .meta({ description: 'A regular expression for the whole text, for type string' }),
  values: z.array(text).min(1).optional().meta({ description: 'All it takes, for type enum' }),
  hint: words.words.optional().meta({ description: 'What to do when nothing gives it a value' }),
});

const requires = z.record(z.string(), text).optional().meta({
  description: 'Values inputs must have for it; 3.13 is met by 3.13.2 too',
});

const step = z.strictObject({
  when: when.optional().meta({
    description:
      'It counts only where these inputs have these values; toolchain has the value debian or image',
  }),
  run: words.argv.meta({ description: 'The program and its arguments' }),
  env: words.env.optional().meta({ description: 'Environment of this step only' }),
  workdir: path.optional().meta({ description: 'Working folder; default: /src' }),
  caches: words.caches.optional().meta({ description: 'Volumes besides those of the preset' }),
});

const debianToolchain = z.strictObject({
  packages: packages.min(1).meta({ description: 'Packages of the toolchain' }),
  requires,
});

const debianBase = z.strictObject({
  packages: packages.min(1).meta({ description: 'Packages of the base' }),
  drop: z.record(z.string(), words.words).optional().meta({
    description: 'Dependencies to leave out, each with the reason',
  }),
  links: z.record(path, text).optional().meta({
    description: 'Symbolic links, path to target, that a maintainer script would have made',
  }),
  programs: z.array(path).optional().meta({
    description: 'Programs of the base that an entrypoint may name',
  }),
  requires,
});

const needs = z
  .array(
    z.strictObject({
      what: text.meta({
        description: 'A word of the base catalogue, with a version where it counts',
      }),
      why: words.words.meta({ description: 'What for' }),
    }),
  )
  .optional()
  .meta({ description: 'What the program needs of its base' });

const platforms = z.enum(['cross', 'portable', 'native']).optional();

export const presetSchema = z
  .strictObject({
    name: words.word(/^[a-z][a-z0-9-]*$/, 'a short name in lower case').meta({
      description: 'Name of the preset',
    }),
    description: words.words.meta({ description: 'What it builds, in one sentence' }),
    detect: z
      .strictObject({ any: files.min(1).meta({ description: 'One of these files is there' }) })
      .meta({ description: 'How a project of this language is recognised' }),
    inputs: z.record(words.word(/^[a-z][a-zA-Z0-9]*$/, 'letters and digits'), input).meta({
      description: 'What a spec may set under with',
    }),
    versions: z
      .array(
        z.strictObject({
          file: words.filePattern.meta({ description: 'File of the project' }),
          value: text.optional().meta({ description: 'The value, where the file is there' }),
          pattern: text
            .refine(
              isPattern,
              'a regular expression\nclose its brackets, and escape what is meant as it is',
            )
            .optional()
            .meta({
              description:
                'What the file has to hold; its first group is the value, unless there is one. ^ and $ match at lines',
            }),
          input: text.meta({ description: 'The input it gives' }),
        }),
      )
      .optional()
      .meta({ description: 'Files that give an input its value when the spec does not' }),
    ranges: z
      .array(
        z.strictObject({
          file: words.filePattern.meta({ description: 'File of the project' }),
          pattern: text
            .refine(isPattern, 'a regular expression\nclose its brackets')
            .meta({ description: 'What holds the range; its first group is it' }),
          input: text.meta({ description: 'The input whose value has to be in it' }),
        }),
      )
      .optional()
      .meta({ description: 'Files that say which versions the project takes' }),
    env: words.env.optional().meta({ description: 'Environment of every step' }),
    caches: words.caches.optional().meta({ description: 'Cache volumes of every step' }),
    platforms: platforms.meta({
      description:
        'How it builds for another platform than it runs on. cross: its steps are told by platform.architecture; portable: what it makes runs anywhere, unless packages bring machine code; default: native, not at all',
    }),
    toolchain: z
      .strictObject({
        image: text.meta({ description: 'Image with the toolchain' }),
        debian: z
          .strictObject({
            trixie: debianToolchain.optional(),
            bookworm: debianToolchain.optional(),
          })
          .optional()
          .meta({ description: 'Packages for toolchain: {debian: …}, by release' }),
      })
      .meta({ description: 'Where compilers come from' }),
    dependencies: z
      .strictObject({
        required: files.optional().meta({ description: 'Files that must be there' }),
        files: files.min(1).meta({ description: 'The only files these steps see' }),
        stubs: z
          .strictObject({
            files: files.min(1).meta({ description: 'Files they see by name' }),
            text: text.meta({ description: 'What each of them holds' }),
          })
          .optional()
          .meta({
            description: 'Sources that have to be there while what they say does not count',
          }),
        steps: z.array(step).min(1).meta({ description: 'Fetch and build what the app needs' }),
      })
      .optional()
      .meta({ description: 'Steps that run again only when the lock files change' }),
    build: z
      .strictObject({
        required: files.optional().meta({ description: 'Files that must be there' }),
        include: files.min(1).meta({ description: 'Files of the project the build sees' }),
        exclude: files.optional().meta({ description: 'Files it does not see' }),
        steps: z.array(step).meta({ description: 'How the artifacts are made' }),
      })
      .meta({ description: 'The build of the app itself' }),
    artifacts: z
      .array(
        z.strictObject({
          from: path.meta({ description: 'A file or folder the build made' }),
          to: words.artifactTarget.meta({ description: 'Where it lies in the image' }),
          mode: words.fileMode.optional().meta({ description: 'File mode in octal, quoted' }),
          exclude: files.optional().meta({ description: 'What of the folder stays behind' }),
          layer: z.enum(['dependencies', 'app']).meta({ description: 'The layer it goes into' }),
          when: onlyWhen,
        }),
      )
      .min(1)
      .meta({ description: 'The only files that cross into the image' }),
    bases: z
      .strictObject({
        default: z.enum(BASE_WORDS).optional().meta({
          description: 'The base of a spec that names none; default: debian',
        }),
        debian: z
          .strictObject({ trixie: debianBase.optional(), bookworm: debianBase.optional() })
          .optional()
          .meta({ description: 'Packages of a Debian base, by release' }),
      })
      .optional()
      .meta({ description: 'What a base assembled from packages has for this language' }),
    needs,
    fixed: z
      .strictObject({
        base: base.optional().meta({ description: 'The base of every project' }),
        policy: policy.optional().meta({
          description: 'The policy of every project, which may only be tightened',
        }),
        labels: labels.optional().meta({ description: 'Labels of every image' }),
      })
      .optional()
      .meta({ description: 'What an organisation decides for its projects' }),
    allow: z.array(z.enum(GOVERNED)).optional().meta({
      description:
        'The keys a spec may have besides version, language, name, entrypoint and a stricter policy; default: all',
    }),
    variants: z
      .array(
        z.strictObject({
          when: when.meta({ description: 'Inputs and the values they have' }),
          image: text.optional().meta({ description: 'Another image with the toolchain' }),
          env: words.env.optional().meta({ description: 'More environment of every step' }),
          platforms: platforms.meta({ description: 'In place of that of the preset' }),
          needs,
          packages: packages.optional().meta({ description: 'More packages of a Debian base' }),
          toolchain: packages.optional().meta({ description: 'More packages of the toolchain' }),
        }),
      )
      .optional()
      .meta({ description: 'Differences that hang on inputs; the first that fits counts' }),
    runtime: z
      .strictObject({
        env: words.env.optional().meta({ description: 'Environment of the program' }),
        workdir: path.meta({ description: 'Working folder of the program' }),
        user: words.user.meta({ description: 'Numeric user and group' }),
      })
      .meta({ description: 'How the program runs' }),
    expect: expectations.optional().meta({
      description: 'Where the packages of the app are listed, which a scanner has to see',
    }),
  })
  .meta({ title: 'preset.yaml', description: 'How a language is built for a hardened image' });

/** Inputs and the values of which each has to have one. */
export type When = z.infer<typeof when>;
export type PresetData = z.infer<typeof presetSchema>;
