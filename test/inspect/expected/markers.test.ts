import { expect, test } from 'vitest';
import { linuxEnvironment, markerHolds } from '../../../src/inspect/expected/markers.ts';

test.each<[marker: string, answer: boolean | undefined]>([
  ["sys_platform == 'win32'", false],
  ["sys_platform != 'win32'", true],
  ['platform_system == "Linux" and os_name == "posix"', true],
  ["platform_machine == 'aarch64' or platform_machine == 'x86_64'", true],
  ["platform_machine in 'x86_64 amd64'", true],
  ["'darwin' not in sys_platform", true],
  ["implementation_name != 'pypy'", true],
  ["python_full_version < '3.13'", undefined],
  ["python_full_version < '3.13' and sys_platform == 'win32'", false],
  ["python_full_version < '3.13' or sys_platform == 'linux'", true],
  ["python_full_version < '3.13' and sys_platform == 'linux'", undefined],
  ["(python_version < '3' or sys_platform == 'win32') and os_name == 'nt'", false],
  ["extra == 'postgres'", undefined],
  ["sys_platform == 'linux' and", undefined],
  ["(sys_platform == 'linux'", undefined],
  ["sys_platform == 'linux' ; rm", undefined],
  ['', undefined],
])('%s: %s', (marker, answer) => {
  expect(markerHolds(marker, linuxEnvironment('amd64'))).toBe(answer);
});

test('the machine is that of the image', () => {
  const marker = "platform_machine == 'aarch64'";
  expect(markerHolds(marker, linuxEnvironment('arm64'))).toBe(true);
  expect(markerHolds(marker, linuxEnvironment('riscv64'))).toBeUndefined();
});
