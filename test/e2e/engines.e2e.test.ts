import { chmod, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { discoverEngine } from '../../src/engine/discover.ts';
import { instancePaths } from '../../src/engine/paths.ts';
import { processesWith } from '../../src/engine/processes.ts';
import { marks } from '../../src/engine/record.ts';
import { finished, harden, start } from '../program.ts';
import { projectOf } from './temporary.ts';
import { tinyProject } from './tiny.ts';

/** Engines of the test's own, each with its bridge, subnet, state and registry process. */
const NAMES = ['left', 'right'];

interface Running {
  name: string;
  address: string;
  pids: { engine: number };
}

async function twoEngines(): Promise<Running[]> {
  onTestFinished(async () => {
    for (const name of NAMES) {
      await harden(['engine', 'stop'], { env: { HARDEN_ENGINE_NAME: name } });
      expect(leftOf(name)).toEqual([]);
    }
  });
  return Promise.all(
    NAMES.map(async (name) => {
      const begun = await harden(['engine', 'start', '--json'], {
        env: { HARDEN_ENGINE_NAME: name },
      });
      expect(begun.stderr + begun.code).toMatch(/0$/);
      return JSON.parse(begun.stdout);
    }),
  );
}

/** The engine that has a container running for more than a moment: the other has nothing to do. */
async function busyOne(engines: readonly Running[]): Promise<Running> {
  const seen = new Map<string, number>();
  for (let tries = 0; tries < 1200; tries++) {
    for (const engine of engines) {
      const mark = `${instancePaths(engine.name).state}/worker/executor`;
      const runs = processesWith('runc', mark).length > 0;
      const times = runs ? (seen.get(engine.name) ?? 0) + 1 : 0;
      if (times > 20) return engine;
      seen.set(engine.name, times);
    }
    await sleep(50);
  }
  throw new Error('no engine has anything to do');
}

/** Processes of an engine that should be gone. */
function leftOf(name: string): number[] {
  const instance = instancePaths(name);
  const { engine, registry } = marks(instance);
  const texts = [engine, registry, `${instance.state}/worker`, `/dnsname/${instance.network}/`];
  return texts.flatMap((text) => processesWith(text));
}

test('a build whose engine is killed is done on the other one, and says so', async () => {
  const engines = await twoEngines();
  const project = await tinyProject(SLOW);
  const addresses = engines.map(({ address }) => address).join(',');
  const build = start(['build', project, '--engine', addresses, '--json']);
  const ended = finished(build);
  const victim = await busyOne(engines);
  process.kill(victim.pids.engine, 'SIGKILL');
  const { code, stdout, stderr } = await ended;
  expect(stderr).toContain('the work goes on without it');
  expect(code).toBe(0);
  const report = JSON.parse(stdout);
  expect(report.diagnostics).toEqual([
    expect.objectContaining({
      code: 'engine/lost',
      severity: 'warning',
      message: expect.stringContaining(victim.address),
    }),
  ]);

  // Nobody is left to do the next one.
  const other = engines.find((engine) => engine !== victim);
  process.kill(Number(other?.pids.engine), 'SIGKILL');
  const none = await harden(['build', project, '--engine', addresses]);
  expect(none.code).toBe(5);
  for (const { address } of engines) expect(none.stderr).toContain(`nothing answers at ${address}`);
});

test('a pod’s engine is used through kubectl, as its client asks it', async () => {
  const engine = await discoverEngine({ env: process.env });
  if (engine.kind !== 'native') throw new Error('the lab’s own engine is needed');
  const folder = await projectOf({});
  const asked = join(folder, 'asked');
  await program(join(folder, 'kubectl'), fakeKubectl(engine.address, asked));
  const env = {
    PATH: `${folder}:${process.env['PATH']}`,
    HARDEN_REGISTRY_MIRRORS: Object.entries(engine.info.mirrors)
      .map(([host, url]) => `${host}=${url}`)
      .join(','),
  };
  const pod = 'kube-pod://engine-0?namespace=ci&context=build';
  const { code, stderr } = await harden(['build', await tinyProject(), '--engine', pod], { env });
  expect(stderr).toContain('PASSED');
  expect(code).toBe(0);
  const calls = new Set((await readFile(asked, 'utf8')).trim().split('\n'));
  expect([...calls]).toEqual([
    '--context=build --namespace=ci exec --container= -i engine-0 -- buildctl dial-stdio',
  ]);
});

/** The program takes its time, so that it runs when its engine is killed. */
const SLOW = {
  'hardening.yaml': `version: 1
language: binary
base: scratch
entrypoint: [/app/tiny]
with: {file: dist/tiny, name: tiny, libc: none}
smoke:
  - run: [/app/tiny, slow]
    expect: {stdout: "ok"}
`,
};

/** What Kubernetes would do: it joins the pod's program to the engine's socket. */
function fakeKubectl(address: string, asked: string): string {
  return `
const { appendFileSync } = require('node:fs');
appendFileSync(${JSON.stringify(asked)}, process.argv.slice(2).join(' ') + '\\n');
const socket = require('node:net').connect(${JSON.stringify(address.slice('unix://'.length))});
process.stdin.pipe(socket);
socket.pipe(process.stdout);
socket.on('close', () => process.exit());
`;
}

async function program(file: string, body: string): Promise<void> {
  await writeFile(file, `#!${process.execPath}\n${body}`);
  await chmod(file, 0o755);
}
