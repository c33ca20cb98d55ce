import { expect, test } from 'vitest';
import { apiOf } from '../../../ci/github/api.mjs';
import { uploadSarif } from '../../../ci/github/sarif.mjs';
import { renderSarif } from '../../../src/report/sarif.ts';
import { runNamed } from '../../report/runs.ts';
import { type Hosted, startGithub } from './api.ts';

const text = renderSarif({ report: runNamed('fail-fixable'), harden: '0.1.0' });
const env = {
  GITHUB_SHA: 'f00dfeedf00dfeedf00dfeedf00dfeedf00dfeed',
  GITHUB_REF: 'refs/heads/main',
  GITHUB_WORKSPACE: '/work/a b',
};

function upload(github: Hosted) {
  const api = apiOf(github.url, 'token', { pause: 1 });
  return uploadSarif(api, 'acme/shop', text, env, { pause: 1 });
}

test('the file arrives as it is, and is waited for', async () => {
  const github = await startGithub();
  github.states.unshift({ processing_status: 'pending', errors: null });
  expect(await upload(github)).toBe('complete');
  expect(github.sarifs).toEqual([
    { commit_sha: env.GITHUB_SHA, ref: env.GITHUB_REF, text, checkout_uri: 'file:///work/a%20b' },
  ]);
});

test('what code scanning has against it is told', async () => {
  const github = await startGithub();
  github.states = [{ processing_status: 'failed', errors: ['too many rules', 'and runs'] }];
  await expect(upload(github)).rejects.toThrow('too many rules; and runs');
});

test('one that takes long is left to itself', async () => {
  const github = await startGithub();
  github.states = [{ processing_status: 'pending', errors: null }];
  expect(await upload(github)).toBe('pending');
});

test('a token without the right is told with the answer', async () => {
  const github = await startGithub();
  github.failures.push(403);
  await expect(upload(github)).rejects.toThrow('403 Resource not accessible by integration');
});
