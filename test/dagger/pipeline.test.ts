import { expect, test } from 'vitest';
import { withPipeline } from '../../src/dagger/index.ts';
import { HardenError } from '../../src/diagnostics/diagnostic.ts';
import type { BuildPlan } from '../../src/plan/types.ts';
import { EngineFailure, ExecFailure, recordingEngine } from './recording-engine.ts';

const origin = { file: 'hardening.yaml', line: 7, column: 11, length: 9 };
const step = {
  run: ['go', 'build', '-o', '/out/server', '.'],
  env: { CGO_ENABLED: '0' },
  workdir: '/src',
  caches: [{ id: 'go-build', path: '/cache/go-build' }],
  origin,
};
const plan: BuildPlan = {
  version: 1,
  name: 'app',
  language: { preset: 'go', inputs: {} },
  platform: 'linux/amd64',
  toolchain: { kind: 'image', ref: 'docker.io/library/golang:1.24', origin },
  stages: [
    { name: 'dependencies', files: { include: ['go.mod'], exclude: [] }, steps: [] },
    { name: 'build', files: { include: ['**'], exclude: ['.git'] }, steps: [step] },
  ],
  artifacts: [{ from: '/out/server', to: '/app/server', mode: '0755', layer: 'app', origin }],
  base: { kind: 'scratch', origin },
  libraries: 'none',
  writable: [],
  smoke: [],
  reasons: { base: 'named', user: 'that of the preset' },
  config: {
    User: '65532',
    Entrypoint: ['/app/server'],
    Cmd: [],
    Env: [],
    WorkingDir: '/app',
    ExposedPorts: [],
    Labels: {},
  },
  expect: [],
  network: {},
  scan: { scanners: ['trivy'], maxDatabaseAge: 72 },
  policy: { preset: 'balanced', vulnerabilities: {}, ignore: [] },
};
const build = {
  plan,
  toolchain: {
    kind: 'image' as const,
    platform: 'linux/amd64' as const,
    ref: 'docker.io/library/golang@sha256:11',
    digest: 'sha256:11',
  },
  folder: '/project',
  network: { ca: '/etc/ca.pem', variables: { HTTPS_PROXY: 'http://user:secret@proxy:3128' } },
  secrets: new Map(),
  cacheScope: 'abc',
  archive: '/tmp/artifacts.tar',
};

test('the build asks the engine for exactly this', async () => {
  const engine = await recordingEngine();
  const kinds = await withPipeline(engine.session, (pipeline) => pipeline.build(build));
  expect(kinds).toEqual(['app']);
  await expect(`${engine.queries.toSorted().join('\n\n')}\n`).toMatchFileSnapshot('build.graphql');
});

test('stubs are made of the names of files and nothing else', async () => {
  const engine = await recordingEngine({ glob: ['src/', 'src/main.rs', 'build.rs'] });
  const stubs = { include: ['**/*.rs'], exclude: ['target'], text: 'fn main() {}' };
  const stages = plan.stages.map((stage) =>
    stage.name === 'dependencies' ? { ...stage, stubs } : stage,
  );
  await withPipeline(engine.session, (p) => p.build({ ...build, plan: { ...plan, stages } }));
  const [listing, ...rest] = engine.queries.filter((query) => query.includes('**/*.rs'));
  expect(listing).toContain('glob');
  expect(rest).toEqual([]);
  const written = engine.queries.filter((query) => query.includes('withNewFile'));
  const fields = ['build.rs', 'src/main.rs'].map(
    (path) => `withNewFile (path: "${path}",contents: "fn main() {}")`,
  );
  expect(written).toEqual([`{ directory { ${fields.join(' { ')} { id } } } }`]);
});

test('what a step sets for itself wins over the setting of the host', async () => {
  const engine = await recordingEngine();
  const network = { variables: { NPM_CONFIG_REGISTRY: 'http://host', GOPROXY: 'http://host' } };
  const own = { ...step, env: { npm_config_registry: 'http://team' } };
  const stages = plan.stages.map((stage) => ({ ...stage, steps: [own] }));
  await withPipeline(engine.session, (pipeline) =>
    pipeline.build({ ...build, network, plan: { ...plan, stages } }),
  );
  const asked = engine.queries.join('\n');
  expect(asked).toMatch(/withoutSecretVariable\s*\(name: "NPM_CONFIG_REGISTRY"\)/);
  expect(asked).not.toMatch(/withoutSecretVariable\s*\(name: "GOPROXY"\)/);
});

const scan = {
  helper: '/cache/helper.tar',
  name: 'trivy' as const,
  title: 'Trivy',
  version: '0.74.0',
  timeout: 900,
  image: 'i',
  target: { kind: 'image' as const, layout: '/l', platform: 'linux/amd64' as const },
  databasePath: '/d',
  cache: '',
  output: '/o',
  packages: '/p',
};

test('the scan asks the engine for exactly this, without secrets', async () => {
  const engine = await recordingEngine({ exitCode: 0 });
  await withPipeline(engine.session, (pipeline) =>
    pipeline.scan({
      ...scan,
      image: 'docker.io/aquasec/trivy@sha256:22',
      target: { ...scan.target, layout: '/project/.harden/image' },
      databasePath: '/cache/db',
      output: '/project/.harden/trivy.json',
    }),
  );
  expect(engine.queries.join('\n')).not.toContain('Secret');
  await expect(`${engine.queries.toSorted().join('\n\n')}\n`).toMatchFileSnapshot('scan.graphql');
});

test('where there are jars the scanner has their index, and nothing else changes', async () => {
  const engine = await recordingEngine({ exitCode: 0 });
  await withPipeline(engine.session, (pipeline) =>
    pipeline.scan({ ...scan, javaIndex: '/cache/java-db' }),
  );
  const mounts = engine.queries.at(-1)?.match(/withMountedDirectory \(path: "[^"]+"/g);
  expect(mounts?.map((mount) => mount.split('"')[1])).toEqual([
    '/rootfs',
    '/run/sandbox/folders/cache/db',
    '/run/sandbox/folders/cache/java-db',
    '/run/sandbox/folders/image',
  ]);
});

test.each(['trivy', 'grype'] as const)(
  '%s is given lock files alone, and no cache of layers',
  async (name) => {
    const engine = await recordingEngine({ exitCode: 0 });
    const target = { kind: 'sources' as const, folder: '/project', files: ['go.mod', 'go.sum'] };
    await withPipeline(engine.session, (pipeline) => pipeline.scan({ ...scan, name, target }));
    const queries = engine.queries.join('\n');
    expect(queries).toContain('directory (path: "/project",include: ["go.mod","go.sum"])');
    expect(queries).toContain('path: "/run/sandbox/folders/sources"');
    expect(queries).not.toContain('CacheVolume');
    expect(queries).not.toContain('folders/image');
  },
);

test('Grype has its database and the image read-only, its settings and an empty folder', async () => {
  const engine = await recordingEngine({ exitCode: 0 });
  await withPipeline(engine.session, (pipeline) =>
    pipeline.scan({
      ...scan,
      name: 'grype',
      image: 'docker.io/anchore/grype@sha256:33',
      target: { ...scan.target, layout: '/project/.harden/image' },
      databasePath: '/cache/grype-db/44.tar.zst',
      output: '/project/.harden/grype.json',
      packages: '/project/.harden/grype-packages.cdx.json',
    }),
  );
  const queries = engine.queries.toSorted().join('\n\n');
  expect(queries).not.toContain('Secret');
  await expect(`${queries}\n`).toMatchFileSnapshot('grype.graphql');
});

test('a database that Grype does not take is none, so nothing was scanned', async () => {
  const engine = await recordingEngine({ exitCode: 1, stderr: 'unable to import' });
  const input = { ...scan, name: 'grype' as const, title: 'Grype' };
  const thrown = await withPipeline(engine.session, (p) => p.scan(input)).catch((e) => e);
  expect(thrown.diagnostics).toMatchObject([
    { code: 'scan/no-database', detail: 'unable to import' },
  ]);
});

const failing = async (answer: unknown) => {
  const engine = await recordingEngine({ exists: answer, entries: ['src/', 'usr/'] });
  const thrown = await withPipeline(engine.session, (pipeline) => pipeline.build(build)).catch(
    (e) => e,
  );
  expect(thrown).toBeInstanceOf(HardenError);
  return (thrown as HardenError).diagnostics[0];
};

test('a failed step is reported at the line of the spec, with the end of its output', async () => {
  const log = Array.from({ length: 100 }, (_, i) => `line ${i}`).join('\n');
  const diagnostic = await failing(new ExecFailure(step.run, 2, log));
  expect(diagnostic).toMatchObject({ code: 'build/step-failed', span: origin });
  expect(diagnostic?.message).toContain('exited with 2');
  expect(diagnostic?.detail?.split('\n')).toHaveLength(40);
  expect(diagnostic?.detail).toMatch(/line 99$/);
});

test('a killed step says so', async () => {
  expect((await failing(new ExecFailure(step.run, 137, '')))?.message).toContain('memory');
});

test('an artifact that is not there is reported at its own line', async () => {
  expect(await failing(false)).toMatchObject({
    code: 'build/artifact-missing',
    message: 'the build made no /out/server; / has src/, usr/',
    span: origin,
  });
});

test.each([
  [1, 'exited with 1'],
  [137, 'killed by signal 9'],
])('a scanner that ends with %i proves nothing', async (exitCode, text) => {
  const engine = await recordingEngine({ exitCode, stderr: 'FATAL error' });
  const thrown = await withPipeline(engine.session, (p) => p.scan(scan)).catch((e) => e);
  expect(thrown.diagnostics[0]).toMatchObject({ code: 'scan/failed', detail: 'FATAL error' });
  expect(thrown.diagnostics[0].message).toContain(text);
});

test('a scanner that never ends proves nothing', async () => {
  const engine = await recordingEngine({ exitCode: () => new Promise(() => {}) });
  const stopped = { ...scan, timeout: 0.05 };
  const thrown = await withPipeline(engine.session, (p) => p.scan(stopped)).catch((e) => e);
  expect(thrown.diagnostics).toMatchObject([
    { code: 'scan/failed', message: expect.stringContaining('was not done after') },
  ]);
});

test('the engine throws where a signal ended the scanner, which is no failed build step', async () => {
  const exitCode = new ExecFailure(['/grype'], 137, 'out of memory');
  const engine = await recordingEngine({ exitCode });
  const thrown = await withPipeline(engine.session, (p) => p.scan(scan)).catch((e) => e);
  expect(thrown.diagnostics).toMatchObject([
    { code: 'scan/failed', message: expect.stringContaining('killed by signal 9') },
  ]);
  expect(thrown.diagnostics[0].detail).toBe('out of memory');
});

const gone = new EngineFailure(
  'stat descriptor sha256:eb16: content digest sha256:eb16: not found [traceparent:0-1]',
);

/** Builds where each writing of the result is answered so; gives the code of what is thrown. */
async function written(answer: (time: number) => unknown) {
  let times = 0;
  const engine = await recordingEngine({
    export: () => {
      times += 1;
      return answer(times);
    },
  });
  const thrown = await withPipeline(engine.session, (p) => p.build(build)).catch((e) => e);
  return { times, code: thrown instanceof HardenError ? thrown.diagnostics[0]?.code : undefined };
}

test.each([
  ['is asked for again', (time: number) => (time < 3 ? gone : true), 3, undefined],
  ['is not asked for for ever', () => gone, 3, 'engine/evicted'],
  [
    'is nothing that a step prints',
    () => new ExecFailure(step.run, 1, 'content digest sha256:eb16: not found'),
    1,
    'build/step-failed',
  ],
])('what the engine throws away while it is used %s', async (_what, answer, times, code) => {
  expect(await written(answer)).toEqual({ times, code });
});

test.each([
  'failed commit on ref "layer-sha256:ff": database isn\'t correctly mapped',
  'fork/exec /usr/local/bin/runc: cannot allocate memory',
])('an engine without memory is not the fault of the build: %s', async (said) => {
  const engine = await recordingEngine({ id: () => new EngineFailure(said) });
  const thrown = await withPipeline(engine.session, (p) => p.scan(scan)).catch((e) => e);
  expect(thrown.diagnostics[0]).toMatchObject({
    code: 'engine/lost',
    message: expect.stringContaining('memory'),
  });
});

test('an engine that is gone is not the fault of the build', async () => {
  const session = { kind: 'own' as const, port: 1, token: 'x' };
  const thrown = await withPipeline(session, (p) => p.build(build)).catch((e) => e);
  expect(thrown.diagnostics[0].code).toBe('engine/lost');
});
