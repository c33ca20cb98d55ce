import type { Comparison } from '../compare/types.ts';
import { compare as compareImages } from '../compare.ts';
import { policyNamed } from '../policy/named.ts';
import type { RunReport } from '../report/types.ts';
import { unlessAborted } from './options.ts';
import { type ImageOptions, imageRequest } from './scan.ts';

export interface CompareOptions extends ImageOptions {
  /** Scan the images of reports again, so that both are held against one database. */
  rescan?: boolean;
}

/**
 * What is different in two images, and what brought it. A side is a report, the file of one, a project
 * folder with one, or an image as `scan` takes it; only images take an engine.
 * @throws HardenError when something could not be done.
 */
export async function compare(
  before: RunReport | string,
  after: RunReport | string,
  options: CompareOptions = {},
): Promise<Comparison> {
  const request = imageRequest(options);
  const { comparison } = await unlessAborted(request.signal, () =>
    compareImages({
      ...request,
      ...{ before, after },
      rescan: options.rescan === true,
      policy: policyNamed('audit'),
    }),
  );
  return comparison;
}
