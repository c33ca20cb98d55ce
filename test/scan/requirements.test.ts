import { expect, test } from 'vitest';
import { pythonRequirements } from '../../src/scan/requirements.ts';

const CASES: [line: string, expected: string[]][] = [
  ['starlette==0.47.2', ['starlette 0.47.2']],
  ['uvicorn[standard]==0.35.0  # the server', ['uvicorn 0.35.0']],
  ['orjson==3.11.1 \\\n    --hash=sha256:00 \\\n    --hash=sha256:11', ['orjson 3.11.1']],
  ['colorama==0.4.6 ; sys_platform == "win32"', []],
  ['flask>=2', []],
  ['-r base.txt', []],
  ['# starlette==1', []],
  ['a==1\r\nb==2', ['a 1', 'b 2']],
];

test.each(CASES)('%j', (line, expected) => {
  expect(pythonRequirements(line).map(({ name, version }) => `${name} ${version}`)).toEqual(
    expected,
  );
});
