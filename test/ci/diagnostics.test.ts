import { expect, test } from 'vitest';
import { diagnosticAnnotations } from '../../src/ci/diagnostics.ts';
import { error } from '../../src/diagnostics/diagnostic.ts';

const at = (file: string) =>
  error('spec/bad-value', 'no', { span: { file, line: 2, column: 1, length: 3 }, hint: 'fix it' });

test('files are named from the root of the checkout', () => {
  const env = { GITHUB_WORKSPACE: '/w' };
  const files = ['hardening.yaml', '../web/hardening.yaml', '/w/x.yaml', '/elsewhere/x.yaml'];
  const annotations = diagnosticAnnotations(files.map(at), { cwd: '/w/services/api', env });
  expect(annotations.map(({ place }) => place?.file)).toEqual([
    'services/api/hardening.yaml',
    'services/web/hardening.yaml',
    'x.yaml',
    undefined,
  ]);
  expect(annotations[0]).toMatchObject({
    level: 'error',
    title: 'spec/bad-value',
    message: 'no\nhint: fix it',
  });
});
