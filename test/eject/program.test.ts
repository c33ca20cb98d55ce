import { join } from 'node:path';
import ts from 'typescript';
import { expect, test } from 'vitest';
import { program } from '../../src/eject/render/program.ts';
import { ROOT } from '../program.ts';
import { ejectionFrom, ejectionOf } from './ejection.ts';

/** What TypeScript says of programs, with the SDK that harden builds with. */
function problems(...texts: string[]): string[] {
  const names = texts.map((_, index) => join(ROOT, `ejected-${index}.ts`));
  const options: ts.CompilerOptions = {
    target: ts.ScriptTarget.ES2023,
    module: ts.ModuleKind.NodeNext,
    moduleDetection: ts.ModuleDetectionKind.Force,
    types: ['node'],
    strict: true,
    noUnusedLocals: true,
    noPropertyAccessFromIndexSignature: true,
    erasableSyntaxOnly: true,
    skipLibCheck: true,
    noEmit: true,
  };
  const host = ts.createCompilerHost(options);
  const { getSourceFile, fileExists } = host;
  const textOf = (name: string) => texts[names.indexOf(name)];
  host.fileExists = (name) => textOf(name) !== undefined || fileExists(name);
  host.getSourceFile = (name, version, ...rest) => {
    const text = textOf(name);
    if (text === undefined) return getSourceFile.call(host, name, version, ...rest);
    return ts.createSourceFile(name, text, version, true);
  };
  const found = ts.getPreEmitDiagnostics(ts.createProgram(names, options, host));
  return found.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'));
}

test('the program fits the SDK, whatever is in the plan', { timeout: 60_000 }, async () => {
  const [go, java, node] = await Promise.all(
    ['go-api', 'java-worker', 'node-api'].map((name) => ejectionOf(name)),
  );
  if (!go || !java || !node) throw new Error('no examples');
  const { origin } = go.plan.toolchain;
  const nasty = `a\`$${'{process.exit()}'}\n\\'"\u202e\u001b*/`;
  const secrets = [
    { from: { env: 'TOKEN' }, to: { env: 'TOKEN' }, origin },
    { from: { file: 'token' }, to: { path: '/run/token' }, origin },
    { from: { file: '~/.netrc' }, to: { path: '/root/.netrc' }, origin },
  ];
  const ssh = { agent: 'SSH_AUTH_SOCK', knownHosts: '/etc/ssh/known_hosts', origin };
  const all = ejectionFrom(
    {
      ...go.plan,
      reasons: { ...go.plan.reasons, base: nasty },
      toolchain: { kind: 'debian', release: 'trixie', packages: ['gcc'], origin },
      stages: go.plan.stages.map((stage) => ({
        ...stage,
        stubs: { include: [], exclude: [], text: nasty },
        steps: stage.steps.map((step) => ({ ...step, secrets, ssh, run: ['x', nasty] })),
      })),
      config: {
        ...go.plan.config,
        ExposedPorts: ['8080', '53/udp'],
        Cmd: [nasty],
        Healthcheck: { Test: ['CMD', '/a', nasty], Interval: 3e10, Timeout: 5e9, Retries: 3 },
      },
    },
    {
      stubs: go.plan.stages.map(() => ['src/a.rs']),
      network: { variables: ['GOPROXY'], ca: true },
      base: { image: 'a@sha256:b', without: ['etc/a'], env: [], parts: [] },
      above: [{ file: 'runtime-1.oci.tar', what: nasty, holds: [nasty] }],
    },
  );
  const texts = [go, java, node, all].map(program);
  expect(problems(...texts)).toEqual([]);
  expect(texts.at(-1)).not.toContain('\u202e');
  expect(problems(`${texts[0]}\nclean.withNothing();`)).not.toEqual([]);
});

test('the program of go-api', async () => {
  const file = join(import.meta.dirname, 'golden', 'go-api.build.txt');
  await expect(program(await ejectionOf('go-api'))).toMatchFileSnapshot(file);
});
