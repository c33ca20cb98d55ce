import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { knock } from '../../src/engine/knock.ts';

let folder: string;
let env: NodeJS.ProcessEnv;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'harden-knock-'));
  env = { PATH: folder };
});

afterEach(() => rm(folder, { recursive: true, force: true }));

/** A client that writes down what it is asked for. */
async function client(name: string, body: string): Promise<void> {
  const file = join(folder, name);
  const note = `require('fs').writeFileSync(${JSON.stringify(`${file}.argv`)}, process.argv.slice(2).join('\\n'));`;
  await writeFile(file, `#!${process.execPath}\n${note}\n${body}\n`);
  await chmod(file, 0o755);
}
const asked = (name: string) => readFile(join(folder, `${name}.argv`), 'utf8');

test.each([
  ['docker-container://engine', 'docker', 'exec -i engine buildctl dial-stdio'],
  [
    'kube-pod://engine-0',
    'kubectl',
    '--context= --namespace= exec --container= -i engine-0 -- buildctl dial-stdio',
  ],
  [
    'kube-pod://engine-0?namespace=ci&container=dagger-engine&context=arn%3Aaws%3Aeks:1/ci',
    'kubectl',
    '--context=arn:aws:eks:1/ci --namespace=ci exec --container=dagger-engine -i engine-0 -- buildctl dial-stdio',
  ],
])('%s is reached as the client of the engine reaches it', async (address, name, argv) => {
  await client(name, '');
  expect(await knock(address, env)).toBeUndefined();
  expect((await asked(name)).split('\n').join(' ')).toBe(argv);
});

test.each(['unix:///run/engine.sock', 'tcp://build-1:1234'])(
  '%s has no client',
  async (address) => {
    expect(await knock(address, env)).toBeUndefined();
  },
);

test('an absent client is named', async () => {
  expect(await knock('kube-pod://engine-0', env)).toEqual({
    what: 'is reached by the program kubectl, which is not on PATH',
    hint: 'install kubectl and see that it gets there: kubectl --context= --namespace= exec --container= -i engine-0 -- buildctl dial-stdio',
  });
});

test('a client that fails is quoted with its last words', async () => {
  await client(
    'docker',
    "console.error('Error: No such container: engine'); process.exitCode = 1;",
  );
  expect(await knock('docker-container://engine', env)).toMatchObject({
    what: 'was not reached by docker, which ended with 1',
    detail: 'Error: No such container: engine',
  });
});

test('a client that hangs is not waited for', async () => {
  await client('docker', 'setTimeout(() => {}, 60_000);');
  expect(await knock('docker-container://engine', env, 300)).toMatchObject({
    what: 'was not reached by docker within 0.3 s',
  });
});
