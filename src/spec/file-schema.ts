import { z } from 'zod';
import { FOLDER_PATTERN, IMAGE_NAME } from './grammar.ts';
import { specSchema } from './schema.ts';
import { word } from './words.ts';

/** What one file says once for all its images: where they run, and where things come from. */
const { version, platforms, network, debian, apk, ...own } = specSchema.shape;

const image = z.strictObject(own).partial();

const images = z
  .record(
    word(
      IMAGE_NAME,
      'a name in lower case, such as api',
      'use lower-case letters, digits and single - between them',
    ),
    image,
  )
  .refine((named) => Object.keys(named).length > 0, 'at least one image\nadd one: api: {}')
  .meta({
    description:
      'Several images of this folder, by name: each is the rest of the file with its own keys',
  });

const workspace = z
  .array(
    word(
      FOLDER_PATTERN,
      'a folder below this one, * standing for any part of one name',
      'write it like services/api or services/*',
    ),
  )
  .min(1, 'at least one folder\nwrite it like workspace: [services/*]')
  .meta({ description: 'Folders with a hardening.yaml each, instead of all keys but version' });

/** A hardening.yaml of one image or of several: `language` may be left to each of them. */
export const imagesFileSchema = z.strictObject({
  version,
  ...image.shape,
  ...{ platforms, network, debian, apk },
  images,
});

/** A hardening.yaml that only names the folders of others. */
export const workspaceSchema = z.strictObject({ version, workspace });

/** All that a hardening.yaml may have, for editors. */
export const fileSchema = z
  .strictObject({
    ...specSchema.shape,
    language: specSchema.shape.language.optional(),
    images: images.optional(),
    workspace: workspace.optional(),
  })
  .meta({ title: 'hardening.yaml', description: 'Hardened container images, declared' });

/** What of a file is no key of a single image. */
export const FILE_KEYS = ['images', 'workspace'] as const;
