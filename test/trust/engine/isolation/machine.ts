import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { harden, ROOT } from '../../../program.ts';

/** What a malicious program may be after on this machine, and the program. */
export interface Machine {
  folder: string;
  /** Its bytes, and what it knows of the machine, as the file that it reads. */
  program: Buffer;
  places: string;
  /** Of harden itself: credentials that no spec names. */
  env: Record<string, string>;
  close(): Promise<void>;
}

export async function machine(): Promise<Machine> {
  const folder = await mkdtemp(join(tmpdir(), 'harden-pried-'));
  const [file, key, token, env] = Array.from({ length: 4 }, () => randomBytes(12).toString('hex'));
  const files = { 'credentials.txt': `${file}\n`, 'signing.key': `${key}\n` };
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
  const server = createServer((peer) => peer.destroy());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { address } = JSON.parse((await harden(['engine', 'status', '--json'])).stdout);
  const places = {
    Files: Object.keys(files).map((name) => join(folder, name)),
    // Backwards: an image with a secret of its build in it is refused.
    Canaries: [file, key, token, env].map((one = '') => [...one].reverse().join('')),
    Sockets: [
      address?.replace('unix://', ''),
      '/var/run/docker.sock',
      '/run/buildkit/buildkitd.sock',
    ],
    Addresses: [`127.0.0.1:${(server.address() as AddressInfo).port}`],
  };
  return {
    folder,
    program: await built(folder),
    places: JSON.stringify(places),
    env: {
      ...{ AWS_SECRET_ACCESS_KEY: env ?? '', COSIGN_PASSWORD: env ?? '', STEP_TOKEN: token ?? '' },
      HARDEN_CACHE_SCOPE: '',
    },
    close: async () => {
      server.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function built(folder: string): Promise<Buffer> {
  const program = join(folder, 'pry');
  const env = { ...process.env, CGO_ENABLED: '0', GO111MODULE: 'off' };
  const options = { cwd: join(ROOT, 'test/trust/engine/isolation/pry'), env };
  const args = ['build', '-trimpath', '-ldflags=-s -w', '-o', program, '.'];
  await promisify(execFile)('go', args, options);
  return readFile(program);
}

/** A project with this spec and the program, in a folder of its own. */
export async function projectWith(
  { folder, program, places }: Machine,
  spec: string,
): Promise<string> {
  const project = await mkdtemp(join(folder, 'project-'));
  await mkdir(join(project, 'dist'));
  await writeFile(join(project, 'hardening.yaml'), spec);
  await writeFile(join(project, 'dist', 'places.json'), places);
  await writeFile(join(project, 'dist', 'pry'), program, { mode: 0o755 });
  return project;
}
