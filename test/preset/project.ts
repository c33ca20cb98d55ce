import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type BaseFamily, baseSchema } from '../../src/base/schema.ts';
import { familiesOf } from '../../src/preset/base.ts';
import { loadPreset } from '../../src/preset/load.ts';
import { resolveSpec } from '../../src/preset/resolve.ts';
import type { Preset, ProjectFiles } from '../../src/preset/types.ts';
import { parseYaml } from '../../src/spec/document.ts';
import { loadSpec } from '../../src/spec/load.ts';
import { validate } from '../../src/spec/validate.ts';

const PRESETS = join(import.meta.dirname, '..', '..', 'presets');

function filesOf(files: Record<string, string>): ProjectFiles {
  return {
    has: (path) => Object.hasOwn(files, path),
    read: (path) => (Object.hasOwn(files, path) ? files[path] : undefined),
  };
}

/** A family of the catalogue. */
export function family(name: string): BaseFamily {
  const text = readFileSync(join(PRESETS, '..', 'bases', `${name}.yaml`), 'utf8');
  const parsed = parseYaml(text, `bases/${name}.yaml`);
  const checked = parsed.ok ? validate(baseSchema, parsed.value) : undefined;
  if (!checked?.value) throw new Error(JSON.stringify(checked?.problems ?? parsed));
  return checked.value;
}

export const GO_FILES = { 'go.mod': 'module example.com/app\n\ngo 1.24.3\n' };
export const NODE_FILES = {
  'package.json': '{"dependencies": {"fastify": "5.0.0"}}',
  'package-lock.json': '{}',
};
const RUST_FILES = {
  'Cargo.toml': '[package]\nname = "server"\n',
  'Cargo.lock': 'version = 4\n',
};
const PYTHON_FILES = { 'requirements.txt': 'starlette==0.48.0\n' };

export function builtIn(name: string): Preset {
  const text = readFileSync(join(PRESETS, name, 'preset.yaml'), 'utf8');
  const loaded = loadPreset(text, `presets/${name}/preset.yaml`);
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.diagnostics));
  return loaded.value;
}

export const LANGUAGES = {
  deno: {
    files: { 'deno.json': '{}', 'deno.lock': '{"version": "5"}', 'main.ts': '' },
    entrypoint: '[/app/server]',
  },
  dotnet: {
    files: { 'global.json': '{"sdk": {"version": "10.0.100"}}', 'packages.lock.json': '{}' },
    entrypoint: '[/app/Shop.Api]',
  },
  elixir: {
    files: { 'mix.exs': 'def project do\n  [\n    app: :shop,\n', 'mix.lock': '%{}' },
    entrypoint: '[/app/erts/bin/erlexec, -noshell, -boot, /app/releases/current/start]',
  },
  go: { files: GO_FILES, entrypoint: '[/app/server]' },
  java: { files: { 'pom.xml': '<project/>\n' }, entrypoint: '[java, -jar, /app/app.jar]' },
  node: { files: NODE_FILES, entrypoint: '[node, server.js]' },
  php: {
    files: { 'composer.json': '{}', 'composer.lock': '{"packages": []}' },
    entrypoint: '[php, bin/worker.php]',
  },
  python: { files: PYTHON_FILES, entrypoint: '[/usr/bin/python3, -m, app]' },
  ruby: {
    files: { Gemfile: 'gem "sinatra"', 'Gemfile.lock': 'GEM\n', '.ruby-version': '3.3.8\n' },
    entrypoint: '[ruby, app.rb]',
  },
  rust: { files: RUST_FILES, entrypoint: '[/app/server]' },
};

/** A spec with its built-in preset; `lines` come after the three that every spec has. */
export function resolved(
  language: keyof typeof LANGUAGES,
  lines = '',
  files?: Record<string, string>,
  preset = builtIn(language),
) {
  const { entrypoint, files: usual } = LANGUAGES[language];
  const own = lines.includes('entrypoint:') ? '' : `entrypoint: ${entrypoint}\n`;
  const loaded = loadSpec(`version: 1\nlanguage: ${language}\n${own}${lines}`, 'hardening.yaml');
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.diagnostics));
  const project = filesOf(files ?? usual);
  const families = familiesOf(loaded.value.spec.base, preset.data).map(family);
  const context = { platform: 'linux/amd64', folderName: 'My App', families } as const;
  return resolveSpec(loaded.value, preset, project, context);
}

export function unwrap<T>(result: { ok: true; value: T } | { ok: false; diagnostics: unknown }): T {
  if (!result.ok) throw new Error(JSON.stringify(result.diagnostics));
  return result.value;
}

export function codesOf(result: { ok: boolean; diagnostics?: { code: string }[] }): string[] {
  return (result.diagnostics ?? []).map(({ code }) => code);
}
