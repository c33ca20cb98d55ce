import { expect, test } from 'vitest';
import { apiOf } from '../../../ci/github/api.mjs';
import { keepComment } from '../../../ci/github/comment.mjs';
import { renderComment } from '../../../src/report/markdown.ts';
import { runNamed } from '../../report/runs.ts';
import { BOT, startGithub } from './api.ts';

const textOf = (name: string) => renderComment({ report: runNamed(name), harden: '0.1.0' });
const others = (count: number) =>
  Array.from({ length: count }, (_, id) => ({
    ...{ id, body: `comment ${id}` },
    user: { login: 'erin', type: 'User' },
  }));

async function keep(github: { url: string }, text: string) {
  return keepComment(apiOf(github.url, 'token', { pause: 1 }), 'acme/shop', 7, text);
}

test('a run writes one comment, and the next ones write over it, behind many others too', async () => {
  const github = await startGithub();
  github.comments.push(...others(230));
  expect(await keep(github, textOf('fail-fixable'))).toBe('written');
  expect(await keep(github, textOf('pass'))).toBe('updated');
  expect(await keep(github, textOf('pass'))).toBe('unchanged');
  const own = github.comments.filter(({ user }) => user.type === 'Bot');
  expect(own.map(({ body }) => body)).toEqual([textOf('pass')]);
  expect(github.comments.slice(0, 230)).toEqual(others(230));
  expect(github.authorization).toEqual(new Set(['Bearer token']));
});

test('a comment with the marker that somebody else wrote is left alone', async () => {
  const github = await startGithub();
  const [marker] = textOf('pass').split('\n');
  const body = `${marker}\nPASSED, believe me`;
  github.comments.push({ id: 5, body, user: { login: 'mallory', type: 'User' } });
  expect(await keep(github, textOf('pass'))).toBe('written');
  expect(github.comments[0]?.body).toBe(body);
});

test('the comment of another image, and one that quotes the marker, are left alone', async () => {
  const github = await startGithub();
  const text = textOf('pass');
  const bodies = [text.replace(/harden: \S+/, 'harden: another'), `> ${text}`];
  github.comments.push(...bodies.map((body, id) => ({ id, body, user: BOT })));
  expect(await keep(github, text)).toBe('written');
  expect(github.comments.map(({ body }) => body)).toEqual([...bodies, text]);
});

test('line ends that come back as those of Windows are no change', async () => {
  const github = await startGithub();
  await keep(github, textOf('pass'));
  for (const one of github.comments) one.body = one.body.replaceAll('\n', '\r\n').trimEnd();
  expect(await keep(github, textOf('pass'))).toBe('unchanged');
});

test('what fails for a moment is read again, but a comment is never sent twice', async () => {
  const github = await startGithub();
  github.failures.push(502, 429);
  expect(await keep(github, textOf('pass'))).toBe('written');
  github.comments.length = 0;
  const api = apiOf(github.url, 'token', { pause: 1 });
  github.failures.push(502);
  await expect(api('POST', '/repos/acme/shop/issues/7/comments', { body: 'x' })).rejects.toThrow(
    '502',
  );
  expect(github.comments).toEqual([]);
});
