import { spawn } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, realpath, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { cacheDir } from '../../src/cache.ts';
import { startGithub } from '../ci/github/api.ts';
import { runAction } from '../ci/github/runner.ts';
import { packageRegistry } from '../ci/package-registry.ts';
import {
  azureRecipe,
  circleRecipe,
  gitlabJobs,
  gitlabRecipe,
  jenkinsRecipe,
  type Recipe,
} from '../ci/recipes.ts';
import { finished, harden, ROOT } from '../program.ts';
import { copyExample } from './copy.ts';

type Variables = Record<string, string>;

/** A CI: what it runs, where that installs harden, and what it sets in every job. */
interface System {
  recipe(): Recipe;
  home: string;
  env: Variables;
}

const JOB = '4711';
let version = '';
let parent = '';
let installed = '';
let digest = '';
let surroundings: Variables = {};

const SYSTEMS: Record<string, () => System> = {
  GitLab: () => ({
    recipe: () => gitlabRecipe({ version, args: '--frozen' }),
    home: `harden-${JOB}`,
    env: {
      ...{ GITLAB_CI: 'true', CI_JOB_ID: JOB, CI_BUILDS_DIR: parent },
      ...{ CI_REGISTRY: 'registry.example.com', CI_REGISTRY_USER: 'gitlab-ci-token' },
      CI_REGISTRY_PASSWORD: 'a "b" c',
    },
  }),
  Jenkins: () => ({
    recipe: () => ({ ...jenkinsRecipe(), scripts: jenkinsRecipe().scripts.slice(0, 1) }),
    home: 'tmp/harden',
    env: { JENKINS_URL: 'http://jenkins.example.com/', WORKSPACE_TMP: join(parent, 'tmp') },
  }),
  CircleCI: () => ({
    recipe: circleRecipe,
    home: 'home/harden',
    env: { CIRCLECI: 'true', HOME: join(parent, 'home') },
  }),
  Azure: () => ({
    recipe: azureRecipe,
    home: 'agent/harden',
    env: { TF_BUILD: 'True', AGENT_TEMPDIRECTORY: join(parent, 'agent') },
  }),
};

/** A project with a lock and one installed package, from a registry that has it, for all systems. */
beforeAll(async () => {
  parent = await realpath(await mkdtemp(join(tmpdir(), 'harden-ci-')));
  const packages = await packageRegistry();
  version = packages.version;
  surroundings = await surroundingsOf(packages.url);
  await cp(join(ROOT, 'examples', 'go-api'), join(parent, 'go-api'), {
    recursive: true,
    filter: (source) => !source.includes('.harden'),
  });
  const locked = await harden(['lock'], { cwd: join(parent, 'go-api') });
  expect(locked.code, locked.stderr).toBe(0);
  const built = await harden(['build', '--frozen'], { cwd: join(parent, 'go-api') });
  digest = built.stdout.trim().replace(/^.*@/, '');
  return async () => {
    packages.close();
    await rm(parent, { recursive: true, force: true });
  };
});

/** What is no matter of a CI: where programs, caches and registries are, and how they are reached. */
async function surroundingsOf(registry: string): Promise<Variables> {
  const { PATH = '', HOME = '' } = process.env;
  const npm = await finished(spawn('npm', ['config', 'get', 'cache']));
  const reach = Object.entries(process.env).filter(([name]) => /(PROXY|CERT)/i.test(name));
  return {
    ...(Object.fromEntries(reach) as Variables),
    ...{ PATH, HOME, CI: 'true', HARDEN_CACHE_DIR: cacheDir() },
    ...{ npm_config_cache: npm.stdout.trim(), npm_config_registry: registry },
  };
}

test('GitHub installs a version; a broken policy fails the step, at the line to change', async () => {
  const github = await startGithub();
  const workspace = await realpath(await copyExample('vulnerable-go'));
  const pull_request = { number: 7, head: { repo: { full_name: 'acme/shop' } } };
  const job = {
    ...{ workspace, api: github.url, eventName: 'pull_request', event: { pull_request } },
    with: { program: '', version, comment: 'true', sarif: 'true' },
    env: { ...surroundings, RUNNER_TEMP: parent },
  };
  const step = await runAction(job);
  expect(step.code, step.log).toBe(1);
  expect(step.outputs['exit-code']).toBe('1');
  expect(step.outputs['digest']).toMatch(/^sha256:[0-9a-f]{64}$/);
  expect(step.outputs['reference']).toBe(`vulnerable-go@${step.outputs['digest']}`);
  expect(step.log).toMatch(/^::error file=go\.mod,line=\d+,.*upgrade golang\.org\/x\/text/m);
  expect(step.log).toMatch(/^::group::harden at work\n\[.*^::endgroup::\n/ms);
  expect(step.summary).toContain('## Failed: <code>vulnerable-go</code>');
  expect(github.comments.map(({ body }) => body.split('\n')[0])).toEqual([
    '<!-- harden: vulnerable-go -->',
  ]);
  const [sarif] = github.sarifs;
  expect(JSON.parse(sarif?.text ?? '').runs[0].results.length).toBeGreaterThan(0);

  installed = join(parent, `harden-${version}`);
  expect(await readFile(join(installed, 'node_modules/hardening/package.json'), 'utf8')).toContain(
    `"version": "${version}"`,
  );
  const lenient = await runAction({ ...job, with: { ...job.with, 'fail-on': 'error' } });
  expect(lenient).toMatchObject({ code: 0, outputs: { 'exit-code': '1' } });
  expect(github.comments).toHaveLength(1);

  const bill = '.harden/sbom.cdx.json';
  const rescan = { program: '', version, command: 'rescan', path: bill };
  const again = await runAction({ ...job, with: rescan });
  expect(again.code, again.log).toBe(1);
  expect(again.log).toMatch(/^::error title=vulnerabilities\.high::\.harden\/sbom\.cdx\.json: /m);
  expect(again.summary).toMatch(/exit code 1\n\n```text\nFAILED {2}\.harden\/sbom\.cdx\.json\n/);

  const engine = 'tcp://127.0.0.1:9';
  const lost = await runAction({
    ...job,
    with: { program: '', version, engine, 'fail-on': 'error' },
  });
  expect(lost).toMatchObject({ code: 5, outputs: { 'exit-code': '5', digest: '', sarif: '' } });
  expect(lost.summary).toContain('exit code 5');
});

test.each(Object.keys(SYSTEMS))('%s installs harden, builds, and has its reports', async (name) => {
  const { recipe, home, env } = (SYSTEMS[name] as () => System)();
  const { shell, scripts, env: own } = recipe();
  const cwd = join(parent, 'go-api');
  await mkdir(dirname(join(parent, home)), { recursive: true });
  // What the one before has installed, npm only looks through.
  expect(installed, 'the test of GitHub has installed it').not.toBe('');
  await rename(installed, join(parent, home));
  installed = join(parent, home);
  await rm(join(cwd, '.harden', 'reports'), { recursive: true, force: true });
  const [program = '', ...flags] = shell;
  let stdout = '';
  for (const script of scripts) {
    const all = { ...surroundings, ...env, ...own };
    const run = await finished(spawn(program, [...flags, script], { cwd, env: all }));
    expect(run.code, run.stdout + run.stderr).toBe(0);
    stdout += run.stdout;
  }
  expect(stdout).toContain(`go-api@${digest}\n`);
  const read = (file: string) => readFile(join(cwd, '.harden', 'reports', file), 'utf8');
  expect(await read('harden.env')).toBe(
    `HARDEN_EXIT_CODE=0\nHARDEN_REFERENCE=go-api@${digest}\nHARDEN_DIGEST=${digest}\n`,
  );
  expect(await read('junit.xml')).toContain('<testsuite');
  expect(JSON.parse(await read('report.json'))).toMatchObject({ image: { digest } });
});

test('GitLab finds every report that it is told of, and the login of the project', async () => {
  const [job] = Object.values(gitlabJobs({ version }));
  for (const path of Object.values(job?.artifacts.reports ?? {})) {
    expect((await readFile(join(parent, 'go-api', path), 'utf8')).length).toBeGreaterThan(0);
  }
  const login = join(installed, 'docker', 'config.json');
  const { auths } = JSON.parse(await readFile(login, 'utf8'));
  const [[registry, { auth }]] = Object.entries(auths) as [[string, { auth: string }]];
  expect([registry, Buffer.from(auth, 'base64').toString()]).toEqual([
    'registry.example.com',
    'gitlab-ci-token:a "b" c',
  ]);
});
