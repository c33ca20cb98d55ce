import { describe, expect, test } from 'vitest';
import { factsOf, isCode } from '../../src/inspect/code-facts.ts';

const imports = (path: string, text: string) => factsOf(path, text)?.imports;
const starts = (path: string, text: string) => factsOf(path, text)?.starts;

test('code is what is no library of Python, no test of it, and in no node_modules', () => {
  for (const path of ['srv/a.py', 'usr/lib/python3/dist-packages/x/a.py', 'app/a.mjs', 'app/a.ts'])
    expect(isCode(path), path).toBe(true);
  for (const path of [
    ...['usr/lib/python3.13/os.py', 'srv/tests/a.py', 'srv/test_a.py', 'srv/conftest.py'],
    ...['app/node_modules/x/a.js', 'app/a.json', 'app/a.pyc', 'app/a.d.ts'],
  ])
    expect(isCode(path), path).toBe(false);
});

describe('Python', () => {
  test.each([
    ['import os, sys as s', ['os', 'sys']],
    ['    import a.b.c', ['a.b.c']],
    [
      'from google.cloud import storage, pubsub as p',
      ['google.cloud', 'google.cloud.pubsub', 'google.cloud.storage'],
    ],
    ['from x import (a, b', ['x', 'x.a', 'x.b']],
    ['importlib.import_module("plugin.one")', ['plugin.one']],
    ["__import__('late')", ['late']],
    ['# import not_this', undefined],
    ['from . import sibling', undefined],
    ['important = 1', undefined],
  ])('%s', (text, expected) => expect(imports('a.py', text)).toEqual(expected));

  test('a module that starts programs is told with the words of its texts', () => {
    expect(starts('a.py', 'subprocess.run(["git", "pull"])')).toEqual(['git', 'pull']);
    expect(starts('a.py', "os.system('curl -s http://x | tee out')")).toContain('sh');
    expect(starts('a.py', "os.system('curl -s x')")).toContain('curl');
    expect(starts('a.py', 'print("git")')).toBeUndefined();
  });
});

describe('Node', () => {
  test.each([
    ["const a = require('express')", ['express']],
    ["import x from '@scope/name/sub.js'", ['@scope/name']],
    ["import 'side-effect'", ['side-effect']],
    ["await import('late')", ['late']],
    ["import fs from 'node:fs'; import y from './y.js'", undefined],
    ["export * from 'again'", ['again']],
  ])('%s', (text, expected) => expect(imports('a.js', text)).toEqual(expected));

  test('a module that starts programs', () => {
    const text = "import { exec } from 'node:child_process'; exec('convert a b')";
    expect(starts('a.js', text)).toEqual(expect.arrayContaining(['sh', 'convert']));
  });
});
