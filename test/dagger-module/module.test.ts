import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { expect, test } from 'vitest';
import { ENGINE_VERSION } from '../../src/engine/recipe.ts';
import { ROOT } from '../program.ts';

const FOLDER = join(ROOT, 'dagger-module');
const json = (...path: string[]) => JSON.parse(readFileSync(join(...path), 'utf8'));

function problems(change: (text: string) => string = (text) => text): string[] {
  const read = ts.readConfigFile(join(FOLDER, 'tsconfig.json'), ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent(read.config, ts.sys, FOLDER);
  const file = join(FOLDER, 'src', 'index.ts');
  const host = ts.createCompilerHost(options);
  const { getSourceFile } = host;
  host.getSourceFile = (name, version, ...rest) =>
    name === file
      ? ts.createSourceFile(name, change(readFileSync(file, 'utf8')), version, true)
      : getSourceFile.call(host, name, version, ...rest);
  const found = ts.getPreEmitDiagnostics(ts.createProgram([file], options, host));
  return found.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'));
}

test('the module fits the API of modules', { timeout: 60_000 }, () => {
  expect(problems()).toEqual([]);
  expect(problems((text) => text.replace('.withWorkdir(', '.withWorkFolder('))).not.toEqual([]);
});

test('it is of the engine that harden builds with, and runs this version of harden', () => {
  expect(json(FOLDER, 'dagger.json')).toMatchObject({
    name: 'harden',
    engineVersion: `v${ENGINE_VERSION}`,
    sdk: { source: 'typescript' },
  });
  const { name, version } = json(ROOT, 'package.json');
  const text = readFileSync(join(FOLDER, 'src', 'index.ts'), 'utf8');
  expect(text).toContain(`version = '${version}'`);
  expect(text).toContain(`\`${name}@\${this.version}\``);
});

test('what does work is never answered from a cache', () => {
  const text = readFileSync(join(FOLDER, 'src', 'index.ts'), 'utf8');
  const uncached = [...text.matchAll(/@func\(\{ cache: 'never' \}\)\s+(\w+)\(/g)];
  expect(uncached.map(([, name]) => name)).toEqual(['build', 'scan', 'scanLayout', 'publish']);
});
