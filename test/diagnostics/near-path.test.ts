import { expect, test } from 'vitest';
import { nearPath } from '../../src/diagnostics/near-path.ts';

const PATHS = [
  '/app/dist/main.js',
  '/app/node_modules/x/main.js',
  '/app/src/Server.js',
  '/app/tool',
  '/usr/bin/python3.13',
];

const CASES: [what: string, wrong: string, near: string | undefined][] = [
  ['the same name in another folder, the nearest', '/app/main.js', '/app/dist/main.js'],
  ['the same name with another ending', '/app/main.ts', '/app/dist/main.js'],
  ['the same name in other letters', '/app/src/server.js', '/app/src/Server.js'],
  ['a mistyped name in the same folder', '/app/toool', '/app/tool'],
  ['a mistyped name in another folder', '/usr/toool', undefined],
  ['nothing like it', '/app/index.php', undefined],
];

test.each(CASES)('%s', (_what, wrong, near) => expect(nearPath(wrong, PATHS)).toBe(near));
