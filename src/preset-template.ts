import { mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { error, HardenError } from './diagnostics/diagnostic.ts';
import { packagePath } from './package-root.ts';

/**
 * Writes a preset package to start from: a commented preset.yaml, a package.json and an example.
 * @returns the files written, as paths relative to `cwd`.
 * @throws HardenError cli/output-exists when the folder is there.
 */
export async function newPreset(folder: string, cwd: string): Promise<string[]> {
  const place = resolve(cwd, folder);
  if (await stat(place).catch(() => undefined)) {
    throw new HardenError(
      error('cli/output-exists', `${folder} is there already`, {
        hint: 'name a folder that is not there: harden presets new ./acme-elixir',
      }),
    );
  }
  const name = basename(place).replace(/^harden-preset-/, '');
  const preset = await readFile(packagePath('presets', 'template.yaml'), 'utf8');
  const files: Record<string, string> = {
    'preset.yaml': preset.replace('name: template', `name: ${name}`),
    'package.json': json({
      name: `harden-preset-${name}`,
      version: '0.1.0',
      description: `Builds ${name} programs for hardened container images`,
      keywords: ['harden-preset'],
      exports: './preset.yaml',
      files: ['preset.yaml'],
    }),
    'examples/hello/hardening.yaml': `version: 1\nlanguage: ../../preset.yaml\nentrypoint: [/app/program]\n`,
    'examples/hello/program.c': PROGRAM,
  };
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(place, path)), { recursive: true });
    await writeFile(join(place, path), text);
  }
  return Object.keys(files).map((path) => join(folder, path));
}

const PROGRAM = `#include <stdio.h>

int main(void) {
  puts("built by a preset of your own");
  return 0;
}
`;

function json(value: object): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
