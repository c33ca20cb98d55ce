import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { textFile } from '../debian/text-file.ts';
import { writeLayer } from '../oci/layer.ts';
import type { Content } from '../oci/types.ts';
import { type LabPaths, labSources } from './paths.ts';
import { pushDatabase } from './push-database.ts';
import { JAVA_INDEX_SEED as seed } from './scanner-seeds.ts';
import { sqliteFile, type Table, type Value } from './sqlite.ts';

/** Its own date: which jar has which checksum does not change. */
const UPDATED_AT = '2026-11-25T00:00:00Z';

export function javaIndexSources(): string {
  return join(labSources(), 'java-index');
}

/** Makes the lab's index of jars, in Trivy's format, and pushes it; gives its digest. */
export async function pushJavaIndex(
  lab: LabPaths,
  options: { registry: string; signal?: AbortSignal | undefined },
): Promise<string> {
  const text = await readFile(join(javaIndexSources(), 'artifacts.txt'), 'utf8');
  const layer = await writeLayer(filesOf(javaIndex(text)), join(lab.work, 'java-index'));
  return pushDatabase(seed, options, layer);
}

/** Lines of a SHA-1 and `group:artifact:version` as the tables that Trivy reads. */
export function javaIndex(text: string): Buffer {
  const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  const artifacts = new Map<string, number>();
  const indices = lines.map((line): Value[] => {
    const [sha1 = '', coordinates = ''] = line.split(' ');
    const [group = '', artifact = '', version = ''] = coordinates.split(':');
    const key = `${group}:${artifact}`;
    const id = artifacts.get(key) ?? artifacts.size + 1;
    artifacts.set(key, id);
    return [id, version, Buffer.from(sha1, 'hex'), 'jar'];
  });
  const named = [...artifacts.keys()].map((key): Value[] => [undefined, ...key.split(':')]);
  return sqliteFile([table('artifacts', ARTIFACTS, named), table('indices', INDICES, indices)]);
}

const ARTIFACTS = 'id INTEGER PRIMARY KEY, group_id TEXT, artifact_id TEXT';
const INDICES =
  'artifact_id INTEGER, version TEXT, sha1 BLOB, archive_type TEXT, foreign key (artifact_id) references artifacts(id)';

function table(name: string, columns: string, rows: Value[][]): Table {
  return { name, sql: `CREATE TABLE ${name}(${columns})`, rows };
}

async function* filesOf(database: Buffer): AsyncGenerator<Content> {
  const metadata = { Version: 1, NextUpdate: UPDATED_AT, UpdatedAt: UPDATED_AT };
  yield textFile('metadata.json', `${JSON.stringify(metadata)}\n`);
  yield textFile('trivy-java.db', database);
}
