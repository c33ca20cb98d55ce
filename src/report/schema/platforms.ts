import { z } from 'zod';
import { reportSchema, VERSION } from './report.ts';
import { digest, moment, text, told } from './words.ts';

const platform = z.object({
  platform: told('Such as linux/amd64', text),
  digest: told('Of the manifest', digest),
  pass: told('Whether the policy holds for it, and everything was done', z.boolean()),
  report: told('Path of its report', text),
});

/** What is told of a build for several platforms. */
export const platformsSchema = z.object({
  schemaVersion: z.literal(VERSION),
  times: z.object({ started: moment, finished: moment }),
  spec: told('Path of the spec, as it was typed', text),
  image: z.object({
    name: text,
    digest: told('Of the index', digest),
    layout: told('Path of the OCI layout folder with all of them', text),
    signature: told('Path of the signature of the index, where a key signed it', text).optional(),
    platforms: told('In the order of the spec', z.array(platform)),
  }),
  runs: told(
    'The reports of the platforms, in that order; the stored document names their files only',
    z.array(reportSchema),
  ).optional(),
});
