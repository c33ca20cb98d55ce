import { expect, test } from 'vitest';
import { openIndex, shortenIndex } from '../../src/debian/packages-index.ts';

async function* bytes(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text);
}

const index = async (text: string) => openIndex(await shortenIndex(bytes(text)));

test('a tab in a value is a space, and no column of its own', async () => {
  const opened = await index(
    'Package: a\nVersion: 1\nDepends: b\t(>= 2),\n\tc\t(>= 3)\nSHA256: d\n',
  );
  expect(opened.find('a')).toMatchObject({
    version: '1',
    depends: 'b (>= 2), c (>= 3)',
    sha256: 'd',
  });
});

test.each(['Package', 'SHA256', 'Package: a\nVersion: 1\nDepends'])(
  'a field without a colon at the end of %j says nothing',
  async (text) => {
    const opened = await index(text);
    expect([...opened.names()]).toEqual(text.includes(':') ? ['a'] : []);
    expect(opened.find('a')?.depends ?? '').toBe('');
  },
);
