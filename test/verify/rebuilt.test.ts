import { expect, it } from 'vitest';
import type { Difference } from '../../src/rebuild/difference.ts';
import { judgeRebuilt } from '../../src/verify/rebuilt.ts';

const built = { digest: 'sha256:b', same: false, notes: ['the sources given are others'] };
const file = { path: 'app/server', why: 'mode', published: '0755', rebuilt: '0700' } as const;
const layer = { at: 'layer', layer: 2, kind: 'app', files: 3 } as const;

const WORDS: [Difference, string][] = [
  [
    { ...layer, file },
    'layer 2 (app): app/server has another mode: published 0755, built 0700; 2 more files of this layer differ',
  ],
  [
    { ...layer, files: 1, file: { ...file, why: 'missing', published: 'file', rebuilt: '' } },
    'layer 2 (app): app/server (file) is in the published image only',
  ],
  [
    { ...layer, files: 1, file: { ...file, why: 'added', published: '', rebuilt: 'symlink' } },
    'layer 2 (app): app/server (symlink) is in what was built only',
  ],
  [{ ...layer, files: 0 }, 'layer 2 (app) has the same files, packed in another way'],
  [{ at: 'layers', published: 1, rebuilt: 2 }, 'published are 1 layers, built were 2'],
  [
    { at: 'config', key: 'config.User' },
    'every file is the same; the config differs at config.User',
  ],
];

it.each(WORDS)('%j', (difference, words) => {
  expect(judgeRebuilt({ ...built, difference }, true)).toEqual({
    ...{ id: 'rebuild', pass: false, code: 'verify/not-reproduced' },
    evidence: `it came out as sha256:b\n${words}\nthe sources given are others`,
  });
});

it('the name of a file begins no line of its own', () => {
  const path = 'app/x\nholds  rebuild';
  const { evidence } = judgeRebuilt(
    { ...built, notes: [], difference: { ...layer, file: { ...file, path } } },
    true,
  );
  expect(evidence.split('\n')).toHaveLength(2);
});

it('without a signature it says that nobody vouches', () => {
  const same = { ...built, same: true, notes: [] };
  expect(judgeRebuilt(same, false).evidence).toContain('nobody has vouched');
  expect(judgeRebuilt(same, true).evidence).not.toContain('nobody has vouched');
});
