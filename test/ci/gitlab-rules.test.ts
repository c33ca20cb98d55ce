import { expect, test } from 'vitest';
import { gitlabJobs } from './recipes.ts';

type Variables = Record<string, string>;

/** Of `A == "b" && $C || $D`: what the rules of the component are made of. */
function holds(rule: string, variables: Variables): boolean {
  return rule.split(' || ').some((any) =>
    any.split(' && ').every((term) => {
      const [left = '', sign, right = ''] = term.split(/ (==|!=) /);
      const value = (text: string) =>
        text.startsWith('$') ? variables[text.slice(1)] : text.replace(/^"(.*)"$/, '$1');
      if (sign === undefined) return Boolean(value(left));
      return (value(left) === value(right)) === (sign === '==');
    }),
  );
}

function ranWith(inputs: Variables, variables: Variables): Variables | undefined {
  const [job] = Object.values(gitlabJobs({ version: '1.2.3', publish: 'r/x:main', ...inputs }));
  const rule = job?.rules.find((one) => holds(one.if, variables));
  if (!job || !rule || rule.when === 'never') return undefined;
  return { ...job.variables, ...rule.variables };
}

const BRANCH = { CI_COMMIT_BRANCH: 'fix', CI_DEFAULT_BRANCH: 'main', CI_PIPELINE_SOURCE: 'push' };
const MAIN = { ...BRANCH, CI_COMMIT_BRANCH: 'main' };
const REQUEST = { CI_PIPELINE_SOURCE: 'merge_request_event', CI_DEFAULT_BRANCH: 'main' };
const SCHEDULE = { ...MAIN, CI_PIPELINE_SOURCE: 'schedule' };
const TAG = { CI_COMMIT_TAG: 'v1', CI_DEFAULT_BRANCH: 'main', CI_PIPELINE_SOURCE: 'push' };

test.each([
  ['a merge request', REQUEST, ''],
  ['a branch', BRANCH, ''],
  ['a tag', TAG, ''],
  ['the default branch', MAIN, 'r/x:main'],
])('%s is built, and only the default branch published', (_name, variables, publish) => {
  expect(ranWith({}, variables)?.['HARDEN_PUBLISH']).toBe(publish);
});

test('a branch with a merge request is built once', () => {
  expect(ranWith({}, { ...BRANCH, CI_OPEN_MERGE_REQUESTS: 'acme/shop!1' })).toBeUndefined();
});

test('schedules run what is for schedules, and nothing else', () => {
  expect(ranWith({}, SCHEDULE)).toBeUndefined();
  expect(ranWith({ 'run-on': 'schedule', command: 'rescan' }, SCHEDULE)).toMatchObject({
    HARDEN_COMMAND: 'rescan',
  });
  expect(ranWith({ 'run-on': 'schedule' }, MAIN)).toBeUndefined();
});
