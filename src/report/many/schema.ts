import { z } from 'zod';
import { diagnostic, reportSchema, VERSION } from '../schema/report.ts';
import { list, number, text, told } from '../schema/words.ts';

const run = z.object({
  label: told('What tells it from the others: folder, image, or folder:image', text),
  path: told('The folder or file, as it was typed', text),
  image: told('Its name, in a spec with several images', text).optional(),
  status: told(
    'skipped: it was not built, or not to its end, because another one failed',
    z.enum(['passed', 'failed', 'skipped']),
  ),
  exitCode: told('That of a build of this image alone', number),
  milliseconds: number,
  diagnostics: told('What ended it', z.array(diagnostic)),
  engine: told('Where it was built, where there were several engines', text).optional(),
  published: told('References with tag and digest', list).optional(),
  report: told('Absent where there was no image to be judged', reportSchema).optional(),
});

/** What `harden build --json` prints for several images. */
export const manySchema = z.object({
  schemaVersion: z.literal(VERSION),
  exitCode: told('That of the image that ended worst', number),
  milliseconds: number,
  diagnostics: told(
    'Of the run as a whole: engines that it went without',
    z.array(diagnostic),
  ).optional(),
  images: z.array(run),
});
