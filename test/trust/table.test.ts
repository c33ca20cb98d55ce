import { expect, test } from 'vitest';
import type { Line } from './section.ts';
import { table, withTable } from './table.ts';

const line: Line = {
  name: 'specs',
  promise: 'refused',
  meaning: 'All of them.',
  cases: 10_002,
  got: { accepted: 2, refused: 10_000 },
  seen: { canaries: 0 },
  broken: [],
  slow: 3,
  longest: [],
};

test('a line says how often each outcome was got', () => {
  expect(table([line])).toContain(
    '| specs | 10,002 | refused | 10,000 refused, 2 accepted, 0 canaries, 3 over 200 ms | held |',
  );
  expect(table([{ ...line, broken: ['a', 'b'] }])).toContain('**broken 2 times**');
  expect(table([line])).toContain('- **specs**: All of them.');
});

test('the page keeps what is around its marks', () => {
  const page = 'a\n<!-- trust -->\nold\n<!-- end of trust -->\nb\n';
  expect(withTable(page, 'new')).toBe('a\n<!-- trust -->\n\nnew\n\n<!-- end of trust -->\nb\n');
  expect(() => withTable('a', 'new')).toThrow('lacks');
});
