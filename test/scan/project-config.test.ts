import { expect, test } from 'vitest';
import { projectConfigs } from '../../src/scan/project-config.ts';

const told = (...files: string[]) =>
  projectConfigs({ has: (path) => files.includes(path) }).map(({ message }) => message);

test('settings of a scanner in a project are told, as they do not count', () => {
  expect(told('.trivyignore', '.grype.yaml', 'hardening.yaml')).toEqual([
    '.trivyignore changes nothing: Trivy does not get to see it',
    '.grype.yaml changes nothing: Grype does not get to see it',
  ]);
  expect(told('main.go')).toEqual([]);
});
