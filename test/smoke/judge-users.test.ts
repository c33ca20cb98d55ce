import { expect, test } from 'vitest';
import { anyUser } from '../../src/smoke/any-user.ts';
import { judgeUsers } from '../../src/smoke/judge-users.ts';
import { facts, http, run } from './tests.ts';

const about = { workdir: '/', files: [], project: { has: () => false, read: () => undefined } };
const users = { own: { uid: 65532, gid: 65532 }, any: { uid: 1_600_000_000, gid: 0 } };
const up = facts({ status: 200 });
const down = facts({ exitCode: 1, uid: 1_600_000_000, log: "EACCES: open '/srv/x'" });
const folder = (mode: number) => ({ mode, uid: 65532, gid: 65532, folder: true });
const file = (mode: number) => ({ mode, uid: 0, gid: 0, folder: false });

test('what works as both users is one result', () => {
  expect(judgeUsers(http, { own: up, any: up }, about, users)).toEqual({
    name: 'GET :8080/healthz gives 200',
    pass: true,
    evidence: '200 after 310 ms, as any user too',
    milliseconds: 310,
  });
});

test('what works only as its own user names the other one and both ways out', () => {
  const rights = new Map([['/srv', folder(0o700)]]);
  expect(judgeUsers(http, { own: up, any: down }, { ...about, rights }, users)).toMatchObject({
    pass: false,
    evidence: 'as user 1600000000 of group 0 exited with 1 after 310 ms',
    diagnosis:
      '/srv is of user 65532 with mode 0700, and user 1600000000 may not enter it: let it use another folder, or add runtime.writable: [/srv]; it works as its own user, so if it can do so as no other, write runtime.fixedUser with the reason',
  });
});

test('what fails as its own user is told of that one alone', () => {
  const { evidence } = judgeUsers(http, { own: down, any: down }, about, users);
  expect(evidence).toBe('exited with 1 after 310 ms');
});

test('a program of a fixed user passes with the reason beside it', () => {
  const fixed = { ...users, fixedUser: 'the licence is of one user' };
  expect(judgeUsers(http, { own: up }, about, fixed).evidence).toBe(
    '200 after 310 ms, only as its own user: the licence is of one user',
  );
});

const RIGHTS: [what: string, entries: [string, ReturnType<typeof file>][], says: string][] = [
  ['a file of its own', [['/srv/x', file(0o600)]], 'may not read it: give the artifact mode'],
  ['a file that it reads', [['/srv/x', file(0o644)]], 'add runtime.writable: [/srv]'],
  ['a file of its group', [['/srv/x', file(0o640)]], 'add runtime.writable: [/srv]'],
  ['a folder', [['/srv/x', { ...file(0o750), uid: 7, gid: 7, folder: true }]], 'may not enter it'],
  ['nothing that is known', [], 'its user may not use /srv/x'],
];

test.each(RIGHTS)('of %s, whose it is decides what is told', (_, entries, says) => {
  const rights = new Map(entries);
  const { diagnosis } = judgeUsers(
    run,
    { own: facts({ exitCode: 0 }), any: down },
    { ...about, rights },
    users,
  );
  expect(diagnosis).toContain(says);
});

test('the other user follows from the image, and is one that no image has', () => {
  const image = (architecture: string) => ({
    architecture,
    os: 'linux',
    rootfs: { type: 'layers' as const, diff_ids: [] },
  });
  expect(anyUser(image('amd64'))).toEqual(anyUser(image('amd64')));
  expect(anyUser(image('amd64')).uid).not.toBe(anyUser(image('arm64')).uid);
  expect(anyUser(image('amd64')).uid).toBeGreaterThanOrEqual(1_000_000_000);
});
