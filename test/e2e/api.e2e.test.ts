import { cp, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type * as Api from '../../src/index.ts';
import { type Consumer, consumer } from '../consumer.ts';
import { ROOT } from '../program.ts';
import { codeBlocks } from '../readme.ts';
import { judgeBy } from '../valid-json.ts';
import { copyExample } from './copy.ts';

const examples = codeBlocks(await readFile(join(ROOT, 'docs', 'api.md'), 'utf8'), 'ts engine');
const api: typeof Api = await import(join(ROOT, 'dist', 'index.js'));
const today = new Date().toISOString().slice(0, 10);
const { problemsOf, unnamedIn } = judgeBy('report');
let project: Consumer;

beforeAll(async () => {
  project = await consumer();
  await cp(join(ROOT, 'examples', 'go-api'), join(project.folder, 'services', 'orders'), {
    recursive: true,
    filter: (path) => !path.includes('.harden'),
  });
  expect(await project.compile(examples)).toMatchObject({ code: 0, stdout: '' });
});
afterAll(() => project.remove());

/** What the examples of docs/api.md print, one after the other: the first one builds. */
const PRINTED = [
  /^orders sha256:[0-9a-f]{64}\n$/,
  /^(?:[\w.-]+ .+\n)*(?:true|false)\n$/,
  /^[A-F] \d+\n\d+\n$/,
];

test('there is a text for each example', () => {
  expect(examples).toHaveLength(PRINTED.length);
});

test.each(PRINTED.map((printed, at) => ({ at, printed })))(
  'example $at of the page runs',
  async ({ at, printed }) => {
    const { code, stdout, stderr } = await project.run(at);
    // What the first one is told it prints itself.
    expect(stderr).toMatch(at === 0 ? /^(?:[\w ]+: .+\n)+$/ : /^$/);
    expect(code).toBe(0);
    expect(stdout).toMatch(printed);
  },
);

test('a broken policy is a verdict, and judged again it is the same one', async () => {
  const planned = await api.plan(await copyExample('vulnerable-go'));
  const phases = new Set<string>();
  const report = await api.build(planned, { onProgress: ({ phase }) => phases.add(phase) });
  expect([...phases]).toEqual(expect.arrayContaining(['inputs', 'build', 'assemble', 'scan']));
  const stored = JSON.parse(await readFile(join(planned.folder, '.harden', 'report.json'), 'utf8'));
  expect(problemsOf(stored)).toEqual([]);
  expect(unnamedIn(stored)).toEqual([]);
  expect(report.verdict.pass).toBe(false);
  expect(report.verdict.violations.length).toBeGreaterThan(0);
  expect(report.image.base.endOfLife).toMatch(/^\d{4}-\d\d-\d\d$/);
  expect(api.evaluate(planned.plan.policy, report, today)).toEqual(report.verdict);
  expect(api.evaluate('audit', report, today).pass).toBe(true);
  expect(api.evaluate('audit', report, '2099-01-01').warnings.join()).toContain('support');

  const lenient = { ...planned.plan, policy: { ...planned.plan.policy, preset: 'audit' as const } };
  const again = await api.build({ ...planned, plan: lenient }, { baseline: report });
  expect(again.image.digest).toBe(report.image.digest);
  expect(again.verdict.pass).toBe(true);
});

test('an aborted build rejects with the reason and leaves nothing', async () => {
  const folder = await copyExample('go-api');
  const stop = new AbortController();
  const reason = new Error('somebody changed their mind');
  const onProgress = ({ phase }: Api.ProgressEvent) => {
    if (phase === 'build') stop.abort(reason);
  };
  await expect(api.build(folder, { signal: stop.signal, onProgress })).rejects.toBe(reason);
  expect(await readdir(join(folder, '.harden'))).toEqual(['.gitignore']);
  await expect(api.scan('anything', { signal: stop.signal })).rejects.toBe(reason);
});

test('what cannot be done is a HardenError at the line as the caller named the file', async () => {
  const folder = await copyExample('go-api');
  const bad = { run: ['false'], env: {}, workdir: '/', caches: [] };
  const planned = await api.plan(folder);
  const [first, ...rest] = planned.plan.stages;
  const steps = (first?.steps ?? []).map((step) => ({ ...step, ...bad }));
  const stages = first ? [{ ...first, steps }, ...rest] : [];
  const broken = api.build({ ...planned, plan: { ...planned.plan, stages } });
  const thrown = await broken.catch((cause: unknown) => cause);
  expect(thrown).toBeInstanceOf(api.HardenError);
  const { diagnostics, sources } = thrown as Api.HardenError;
  expect(diagnostics.map(({ code }) => code)).toEqual(['build/step-failed']);
  const { span, detail } = diagnostics[0] ?? {};
  expect(sources.get(span?.file ?? ''), detail).toBeDefined();
});

test('an address where nothing answers is told as the program tells it', async () => {
  const away = api.build(await copyExample('go-api'), {
    env: { HARDEN_ENGINE: 'tcp://127.0.0.1:9' },
  });
  await expect(away).rejects.toMatchObject({ diagnostics: [{ code: 'engine/unreachable' }] });
});
