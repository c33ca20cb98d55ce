import { expect, test } from 'vitest';
import { readAction } from './github/runner.ts';
import { azureRecipe, circleRecipe, GITLAB, gitlabJobs, jenkinsRecipe } from './recipes.ts';
import { readText, readWorkflow, stepsOf, WORKFLOWS } from './workflows.ts';

const OWN = ['./', 'OWNER/REPOSITORY@COMMIT'];

test('there are workflows to look at', () => {
  expect(WORKFLOWS).toContain('.github/workflows/release.yml');
  expect(WORKFLOWS).toContain('examples/ci/github/pull-request.yml');
});

test.each(WORKFLOWS)('%s: no expression is pasted into a script', (path) => {
  const scripts = stepsOf(readWorkflow(path)).flatMap(({ run }) => run ?? []);
  for (const script of scripts) expect(script).not.toContain('${{');
});

test.each(WORKFLOWS)('%s: every action is pinned by commit, with its version beside it', (path) => {
  const used = stepsOf(readWorkflow(path)).flatMap(({ uses }) => uses ?? []);
  const foreign = used.filter((one) => !OWN.includes(one));
  for (const one of foreign) {
    expect(one).toMatch(/^actions\/[\w-]+@[0-9a-f]{40}$/);
    expect(readText(path)).toMatch(new RegExp(`${one} # v\\d+\\.\\d+\\.\\d+\\n`));
  }
});

test.each(WORKFLOWS)('%s: rights are named job by job, and no fork gets any', (path) => {
  const { on, permissions, jobs } = readWorkflow(path);
  expect(permissions).toEqual({});
  expect(Object.keys(on)).not.toContain('pull_request_target');
  for (const { permissions } of Object.values(jobs)) expect(permissions).toBeDefined();
});

test.each(WORKFLOWS)(
  '%s gives the action inputs that it has, and values it takes',
  async (path) => {
    const { inputs } = await readAction();
    const steps = stepsOf(readWorkflow(path)).filter(({ uses = '' }) => OWN.includes(uses));
    for (const { with: given = {} } of steps) {
      expect(Object.keys(inputs)).toEqual(expect.arrayContaining(Object.keys(given)));
      for (const value of Object.values(given)) expect(typeof value).toBe('string');
    }
  },
);

test('one commit of an action is one version, in all files', () => {
  const pins = WORKFLOWS.flatMap((path) => [
    ...readText(path).matchAll(/uses: (\S+)@[0-9a-f]{40} # (v\S+)/g),
  ]);
  for (const [, name] of pins) {
    const same = pins.filter(([, other]) => other === name).map(([whole]) => whole);
    expect(new Set(same).size, name).toBe(1);
  }
});

test('the page of the action has every input and output', async () => {
  const page = readText('docs/ci.md');
  const { inputs, outputs } = await readAction();
  for (const name of [...Object.keys(inputs), ...Object.keys(outputs)]) {
    expect(page).toContain(`\`${name}`);
  }
});

test('GitLab writes inputs into values, and into no script', () => {
  const marks = 'bait-1.2.3';
  const given = {
    ...{ version: '1.2.3', path: marks, args: marks, publish: marks, image: marks, stage: marks },
    'job-name': marks,
  };
  const [job] = Object.values(gitlabJobs(given));
  expect(JSON.stringify(job?.variables)).toContain(marks);
  const scripts = [job?.before_script, job?.script, job?.after_script].flat().join('\n');
  expect(scripts).toContain('hardening@$HARDEN_VERSION');
  expect(scripts).not.toContain('bait');
  expect(scripts).not.toContain('1.2.3');
});

test.each(['^1.0.0', 'latest', '1.2', ''])('GitLab takes whole versions, and not %j', (version) => {
  expect(() => gitlabJobs({ version })).toThrow('bad version');
});

test('scripts of Jenkins and Azure have nothing pasted into them', () => {
  const jenkins = readText('examples/ci/jenkins/Jenkinsfile');
  // Groovy fills in what stands in double quotes.
  expect(jenkins.replace(/'''.*?'''|'[^'\n]*'/gs, '')).not.toContain('"');
  for (const script of azureRecipe().scripts) expect(script).not.toMatch(/\$\([\w.]+\)|\$\{\{/);
  for (const script of circleRecipe().scripts) expect(script).not.toContain('<<');
  expect(jenkinsRecipe().scripts).toHaveLength(2);
});

test('all of them leave the same folder of reports', () => {
  for (const { env } of [jenkinsRecipe(), circleRecipe(), azureRecipe()]) {
    expect(env['HARDEN_REPORTS']).toBe('.harden/reports');
  }
  for (const path of ['jenkins/Jenkinsfile', 'circleci/config.yml', 'azure/azure-pipelines.yml']) {
    expect(readText(`examples/ci/${path}`)).toContain('.harden/reports/junit.xml');
  }
  expect(readText(GITLAB)).toContain('junit: .harden/reports/junit.xml');
});

test('the script for any CI explains every variable that it reads', () => {
  const text = readText('ci/harden.sh');
  const [head = '', code = ''] = text.split('\nset -eu\n');
  const read = new Set([...code.matchAll(/\$\{?(HARDEN_[A-Z_]+)/g)].map(([, name = '']) => name));
  const explained = new Set(
    [...head.matchAll(/^# {3}(HARDEN_[A-Z_]+)/gm)].map(([, name = '']) => name),
  );
  // The engine's address is read by harden itself.
  expect(explained).toEqual(new Set([...read, 'HARDEN_ENGINE']));
});
