import { join } from 'node:path';
import { expect, test } from 'vitest';
import { stringify } from 'yaml';
import {
  azureRecipe,
  circleRecipe,
  gitlabJobs,
  gitlabRecipe,
  jenkinsRecipe,
} from '../ci/recipes.ts';
import { readText, WORKFLOWS } from '../ci/workflows.ts';
import { ROOT } from '../program.ts';
import { ended } from './go-program.ts';
import { hasPip, linters } from './linters.ts';
import { projectOf } from './temporary.ts';

const pip = await hasPip();
const passed = { code: 0 };

test.skipIf(!pip)('workflows are what GitHub takes, and call the action as it is', async () => {
  const { actionlint } = await linters();
  const files = WORKFLOWS.map((path) => [
    `.github/workflows/${path.replaceAll('/', '-')}`,
    // The action of the same checkout, so that its inputs are looked at.
    readText(path).replaceAll('OWNER/REPOSITORY@COMMIT', './'),
  ]);
  const action = readText('action.yml');
  const rest = {
    '.git/HEAD': 'ref: refs/heads/main\n',
    'action.yml': action,
    'ci/github/main.mjs': '',
  };
  const folder = await projectOf({ ...Object.fromEntries(files), ...rest });
  expect(await actionlint(folder)).toEqual({ code: 0, stdout: '', stderr: '' });

  const broken = Object.fromEntries(
    files.map(([name, text = '']) => [
      name,
      text.replace('uses: ./', 'uses: ./\n        with: {lvl: a}'),
    ]),
  );
  const wrong = await actionlint(await projectOf({ ...broken, ...rest }));
  expect(wrong.code).toBe(1);
  expect(wrong.stdout).toContain('"lvl"');
});

test.skipIf(!pip)('every file is held to the schema of its CI', async () => {
  const { schema } = await linters();
  const at = (path: string) => join(ROOT, path);
  for (const path of WORKFLOWS) {
    expect(await schema('github-workflows', at(path)), path).toMatchObject(passed);
  }
  expect(await schema('github-actions', at('action.yml'))).toMatchObject(passed);
  expect(await schema('circle-ci', at('examples/ci/circleci/config.yml'))).toMatchObject(passed);
  const folder = await projectOf({
    'component.yml': stringify(gitlabJobs({ version: '1.2.3', publish: 'r/x:main', tags: ['a'] })),
    'broken.yml': stringify(gitlabJobs({ version: '1.2.3' })).replace('script:', 'scripts:'),
  });
  const lenient = (name: string, file: string) =>
    schema(name, file, '--regex-variant', 'nonunicode', '--data-transform', name);
  const gitlab = (file: string) => lenient('gitlab-ci', file);
  const azure = at('examples/ci/azure/azure-pipelines.yml');
  expect(await lenient('azure-pipelines', azure)).toMatchObject(passed);
  for (const name of ['.gitlab-ci.yml', 'shards.gitlab-ci.yml']) {
    expect(await gitlab(at(`examples/ci/gitlab/${name}`)), name).toMatchObject(passed);
  }
  expect(await gitlab(join(folder, 'component.yml'))).toMatchObject(passed);
  expect(await gitlab(join(folder, 'broken.yml'))).toMatchObject({ code: 1 });
});

test.skipIf(!pip)('ShellCheck has nothing to say about any script', async () => {
  const { shellcheck } = await linters();
  const recipes = [
    gitlabRecipe({ version: '1.2.3' }),
    ...[jenkinsRecipe(), circleRecipe(), azureRecipe()],
  ];
  const scripts = recipes.flatMap(({ scripts, shell }, recipe) =>
    scripts.map((script, index) => [`${recipe}-${index}.${shell[0]}`, script]),
  );
  expect(scripts.length).toBeGreaterThan(5);
  const folder = await projectOf(Object.fromEntries(scripts));
  for (const [name = ''] of scripts) {
    const shell = name.split('.').at(-1) ?? '';
    const { code, stdout } = await ended(shellcheck, ['-s', shell, join(folder, name)]);
    expect({ name, code, stdout }).toEqual({ name, code: 0, stdout: '' });
  }
  expect(await ended(shellcheck, [join(ROOT, 'ci', 'harden.sh')])).toMatchObject({
    ...passed,
    stdout: '',
  });
});
