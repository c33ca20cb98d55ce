import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { codes } from '../../src/diagnostics/codes.ts';
import { renderDiagnostics } from '../../src/diagnostics/render.ts';
import { loadSpec } from '../../src/spec/load.ts';

const FOLDER = join(import.meta.dirname, 'bad');
const FILE = 'hardening.yaml';
const cases = readdirSync(FOLDER)
  .filter((name) => name.endsWith('.yaml'))
  .map((name) => name.replace('.yaml', ''));

function diagnose(text: string) {
  const loaded = loadSpec(text, FILE);
  if (loaded.ok) throw new Error('the spec was taken');
  return loaded.diagnostics;
}

test('there are enough cases', () => {
  expect(cases.length).toBeGreaterThan(60);
});

test.each(cases)('%s', async (name) => {
  const text = readFileSync(join(FOLDER, `${name}.yaml`), 'utf8');
  const diagnostics = diagnose(text);
  const rendered = renderDiagnostics(diagnostics, new Map([[FILE, text]]), {
    color: false,
    width: 80,
  });
  await expect(rendered).toMatchFileSnapshot(join(FOLDER, `${name}.txt`));
  const lines = text.split('\n');
  for (const { code, span, hint } of diagnostics) {
    expect(codes).toContain(code);
    expect(hint, `${code} has no hint`).toBeTruthy();
    expect(span).toMatchObject({ file: FILE });
    expect(span?.line).toBeGreaterThanOrEqual(1);
    expect(span?.line).toBeLessThanOrEqual(lines.length);
    expect(span?.column).toBeLessThanOrEqual((lines[(span?.line ?? 1) - 1]?.length ?? 0) + 1);
  }
});
