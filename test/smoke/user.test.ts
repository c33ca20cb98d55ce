import { expect, test } from 'vitest';
import { isNumericPair, userOf } from '../../src/smoke/user.ts';

const PASSWD = 'root:x:0:0:root:/root:/sbin/nologin\nnonroot:x:65532:65534:n:/home:/sbin/nologin\n';
const GROUP = 'root:x:0:\nstaff:x:50:nonroot\n';

const CASES: [user: string, ids: [number, number] | undefined][] = [
  ['', [0, 0]],
  ['65532:1000', [65532, 1000]],
  ['65532', [65532, 65534]],
  ['1000', [1000, 0]],
  ['nonroot', [65532, 65534]],
  ['nonroot:staff', [65532, 50]],
  ['nobody', undefined],
  ['nonroot:absent', undefined],
];

test.each(CASES)('the user %j', (user, ids) => {
  const found = userOf(user, PASSWD, GROUP);
  expect(found).toEqual(ids && { uid: ids[0], gid: ids[1] });
});

test('only two numbers need no look into the image', () => {
  expect(['1:2', '1', 'a:2', '', '1:'].filter(isNumericPair)).toEqual(['1:2']);
});
