import { z } from 'zod';
import { error, HardenError } from '../diagnostics/diagnostic.ts';

const listingFile = z.object({
  status: z.string(),
  schemaVersion: z.string().regex(/^v6\./, 'a version of schema 6'),
  built: z.iso.datetime({ offset: true }),
  // The name of a file beside the listing.
  path: z.string().regex(/^[\w.:+-]+\.tar\.(?:zst|gz|xz)$/, 'the name of an archive'),
  checksum: z.string().regex(/^sha256:[0-9a-f]{64}$/, 'sha256: and 64 hexadecimal digits'),
});

/** What Grype's server says of its newest database: `latest.json`. */
export type GrypeListing = z.infer<typeof listingFile>;

/** @throws HardenError scan/no-database when it is no listing of schema 6, or of one given up. */
export function readListing(json: string, ref: string): GrypeListing {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    throw noGrypeDatabase(ref, 'its latest.json is not complete JSON');
  }
  const parsed = listingFile.safeParse(value);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const where = issue?.path.join('.') || 'its top level';
    throw noGrypeDatabase(ref, `its latest.json is wrong at ${where}: ${issue?.message}`);
  }
  if (parsed.data.status === 'eol') throw noGrypeDatabase(ref, 'it gets no more advisories');
  return parsed.data;
}

export function noGrypeDatabase(ref: string, why: string): HardenError {
  return new HardenError(
    error('scan/no-database', `${ref} is no vulnerability database for Grype: ${why}`, {
      hint: 'name a reference that serves a Grype database of schema version 6',
    }),
  );
}
