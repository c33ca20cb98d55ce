import { join } from 'node:path';
import { digestOfFile } from '../oci/digest.ts';
import { writeLayer } from '../oci/layer.ts';
import { capture } from './child.ts';
import { filesOf, type LabDatabase, notADatabase } from './lab-database.ts';
import { pushDatabase } from './push-database.ts';
import { TRIVY_DATABASE_SEED as seed } from './scanner-seeds.ts';

/** As upstream has it: an artifact of one archive, with the database and its date. */
export const TRIVY_DATABASE: LabDatabase = {
  name: 'database',
  scanner: 'Trivy',
  setting: 'HARDEN_LAB_DB',
  seed,
  async push(made, _updatedAt, options) {
    const files = filesOf(made, ['metadata.json', 'trivy.db']);
    return pushDatabase(seed, options, await writeLayer(files, join(made, 'blobs')));
  },
  async serve(file, options) {
    const updatedAt = await dateOf(file);
    const archive = { ...(await digestOfFile(file)), file };
    return { updatedAt, digest: await pushDatabase(seed, options, archive) };
  },
};

/** The database's own date, in its metadata.json. */
async function dateOf(file: string): Promise<string> {
  const { stdout } = await capture(['tar', '-xzOf', file, '--wildcards', '*metadata.json']);
  const date = /"UpdatedAt":\s*"([^"]+)"/.exec(stdout)?.[1];
  if (date) return date;
  throw notADatabase(file, TRIVY_DATABASE, 'the db.tar.gz of a Trivy database');
}
