import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmod, readFile, rm, writeFile } from 'node:fs/promises';
import { type AddressInfo, connect, createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { discoverEngine } from '../../src/engine/discover.ts';
import { instancePaths } from '../../src/engine/paths.ts';
import { processesWith } from '../../src/engine/processes.ts';
import { marks } from '../../src/engine/record.ts';
import { finished, harden, start } from '../program.ts';
import { labImages } from './counting-registry.ts';
import { projectOf } from './temporary.ts';
import { TINY_SPEC, tinyProject } from './tiny.ts';

const inLab = (await labImages()).length > 0;

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
      await rm(instancePaths(name).folder, { recursive: true, force: true });
    }
  });
  const running: Running[] = [];
  for (const name of NAMES) {
    const env = { HARDEN_ENGINE_NAME: name };
    const begun = await harden(['engine', 'start', '--json'], { env });
    expect(begun.stderr + begun.code).toMatch(/0$/);
    running.push(JSON.parse(begun.stdout));
  }
  return running;
}

/** An engine in the middle of its work: three images have ended, and it runs a container. */
async function oneOfWhich(build: ChildProcess, engines: readonly Running[]): Promise<Running> {
  let text = '';
  build.stderr?.on('data', (chunk) => {
    text += chunk;
  });
  for (let tries = 0; tries < 6000 && build.exitCode === null; tries++) {
    const done = text.match(/image-\d+ +end +passed/g) ?? [];
    const busy = engines.find(({ name }) => {
      const mark = `${instancePaths(name).state}/worker/executor`;
      return done.length >= 3 && processesWith('runc', mark).length > 0;
    });
    if (busy) return busy;
    await sleep(20);
  }
  throw new Error(`no engine was seen in the middle of its work: ${text}`);
}

/** Processes of an engine that should be gone. */
function leftOf(name: string): number[] {
  const instance = instancePaths(name);
  const { engine, registry } = marks(instance);
  const texts = [engine, registry, `${instance.state}/worker`, `/dnsname/${instance.network}/`];
  return texts.flatMap((text) => processesWith(text));
}

test.runIf(inLab)(
  'two engines build 20 images, and killing one in the middle loses none',
  async () => {
    const engines = await twoEngines();
    const names = Array.from({ length: 20 }, (_, at) => `image-${at}`);
    const project = await tinyProject({ 'hardening.yaml': specOf(names) });
    const addresses = engines.map(({ address }) => address);
    const asked = ['build', project, '--json', ...addresses.flatMap((one) => ['--engine', one])];
    const build = start(asked);
    const ended = finished(build);
    const victim = await oneOfWhich(build, engines);
    process.kill(victim.pids.engine, 'SIGKILL');
    const { code, stdout, stderr } = await ended;
    expect(stderr).toContain('the work goes on without it');
    const { images, diagnostics } = JSON.parse(stdout);
    const failed = images.filter((one: { exitCode: number }) => one.exitCode !== 0);
    expect({ code, failed }).toEqual({ code: 0, failed: [] });
    expect(images.map(({ image }: { image: string }) => image)).toEqual(names);
    const other = engines.find((engine) => engine !== victim);
    const builtOn = (address?: string) =>
      images.filter((one: { engine: string }) => one.engine === address).length;
    expect(builtOn(other?.address)).toBeGreaterThan(10);
    expect(builtOn(victim.address) + builtOn(other?.address)).toBe(20);
    expect(new Set(images.map(({ status }: { status: string }) => status))).toEqual(
      new Set(['passed']),
    );
    expect(diagnostics).toMatchObject([{ code: 'engine/lost', severity: 'warning' }]);
    expect(diagnostics[0].message).toContain(victim.address);

    // Nobody is left to do the next one.
    process.kill(Number(other?.pids.engine), 'SIGKILL');
    const none = await harden([
      'build',
      project,
      '--image',
      'image-3',
      '--engine',
      addresses.join(),
    ]);
    expect(none.code).toBe(5);
    for (const address of addresses) expect(none.stderr).toContain(`nothing answers at ${address}`);
  },
);

test.runIf(inLab)(
  'an engine is used over a port, and a pod’s through kubectl as its client asks it',
  async () => {
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
    const project = await tinyProject();
    const pod = 'kube-pod://engine-0?namespace=ci&context=build';
    for (const address of [await portTo(engine.address), pod]) {
      const { code, stderr } = await harden(['build', project, '--force', '--engine', address], {
        env,
      });
      expect(stderr).toContain('PASSED');
      expect(code).toBe(0);
    }
    const calls = new Set((await readFile(asked, 'utf8')).trim().split('\n'));
    expect([...calls]).toEqual([
      '--context=build --namespace=ci exec --container= -i engine-0 -- buildctl dial-stdio',
    ]);
  },
);

/** The same image under each name, with one scanner: what is tried is who builds it. */
function specOf(names: readonly string[]): string {
  return `${TINY_SPEC}scan: {scanners: [trivy]}\nimages:\n${names.map((name) => `  ${name}: {}\n`).join('')}`;
}

/** A port of this machine that leads to the engine's socket. */
async function portTo(address: string): Promise<string> {
  const server = createServer((from) => {
    const to = connect(address.slice('unix://'.length));
    from.pipe(to).pipe(from);
    from.on('error', () => to.destroy());
    to.on('error', () => from.destroy());
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  return `tcp://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

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
