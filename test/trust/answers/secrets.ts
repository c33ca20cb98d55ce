import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const NAME = 'somebody';
const PASSWORD = 'hardensecretpassword';
/** What a registry exchanges for tokens, where `docker login` was by a browser. */
const IDENTITY = 'hardensecretidentity';
/** What the token service gives. */
export const TOKEN = 'hardensecrettoken';
/** Of a job, for the services that sign. */
export const JOB = 'hardensecretjob';

export const BASIC = Buffer.from(`${NAME}:${PASSWORD}`).toString('base64');
const BASIC_BEGIN = BASIC.slice(0, 24);

/** In whatever form they are sent. */
export const SECRETS = [PASSWORD, BASIC_BEGIN, IDENTITY, TOKEN, JOB];

/** A `DOCKER_CONFIG` in which somebody is logged in at this host, and nowhere else. */
export async function loginFor(
  host: string,
  kind: 'password' | 'identity',
  around: string,
): Promise<string> {
  const folder = join(around, 'login');
  await mkdir(folder);
  const auth = kind === 'password' ? { auth: BASIC } : { identitytoken: IDENTITY };
  await writeFile(join(folder, 'config.json'), JSON.stringify({ auths: { [host]: auth } }));
  return folder;
}
