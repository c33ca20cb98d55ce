import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { loadKeys } from '../../src/debian/keyring.ts';

test('the keys that ship are those of the table beside them', async () => {
  const readme = await readFile(new URL('../../keys/debian/README.md', import.meta.url), 'utf8');
  const rows = [...readme.matchAll(/^\| `\S+` \| (\S+) \| (\S+) \|$/gm)];
  const keys = await loadKeys();
  const shipped = await Promise.all(
    keys.map(async (key) => {
      const until = await key.getExpirationTime();
      const date = until instanceof Date ? until.toISOString().slice(0, 10) : 'never';
      return `${key.getFingerprint().toUpperCase()} ${date}`;
    }),
  );
  expect(shipped).toHaveLength(6);
  expect(shipped.sort()).toEqual(rows.map(([, print, date]) => `${print} ${date}`).sort());
  expect(keys.some((key) => key.isPrivate())).toBe(false);
});
