import fc from 'fast-check';
import { expect, test } from 'vitest';
import { squarify } from '../../../src/report/html/squarify.ts';

const BOX = { x: 10, y: 20, width: 600, height: 400 };

test('areas are as the weights, inside the box and over no other', () => {
  const weights = fc.array(fc.integer({ min: 1, max: 1_000_000 }), { minLength: 1, maxLength: 60 });
  fc.assert(
    fc.property(weights, (given) => {
      const sorted = given.toSorted((a, b) => b - a);
      const boxes = squarify(sorted, BOX);
      const total = sorted.reduce((sum, weight) => sum + weight, 0);
      expect(boxes).toHaveLength(sorted.length);
      for (const [i, box] of boxes.entries()) {
        const wanted = ((sorted[i] ?? 0) / total) * BOX.width * BOX.height;
        expect(box.width * box.height).toBeCloseTo(wanted, 3);
        expect(box.x).toBeGreaterThanOrEqual(BOX.x - 1e-6);
        expect(box.y).toBeGreaterThanOrEqual(BOX.y - 1e-6);
        expect(box.x + box.width).toBeLessThanOrEqual(BOX.x + BOX.width + 1e-6);
        expect(box.y + box.height).toBeLessThanOrEqual(BOX.y + BOX.height + 1e-6);
        for (const other of boxes.slice(i + 1)) {
          const apart = (a: number, b: number, c: number, d: number) =>
            Math.min(a + b, c + d) - Math.max(a, c) < 1e-6;
          const free =
            apart(box.x, box.width, other.x, other.width) ||
            apart(box.y, box.height, other.y, other.height);
          expect(free).toBe(true);
        }
      }
    }),
    { numRuns: 60 },
  );
});

test('lays out the example of the paper as the paper does', () => {
  const boxes = squarify([6, 6, 4, 3, 2, 2, 1], { x: 0, y: 0, width: 6, height: 4 });
  expect(boxes.map(({ width, height }) => Number((width / height).toFixed(2)))).toEqual([
    1.5, 1.5, 0.73, 0.55, 0.72, 0.72, 0.36,
  ]);
});
