import { type Diagnostic, error, fail, ok, type Result } from '../diagnostics/diagnostic.ts';
import { decodeSpec } from './decode.ts';
import { type Parsed, parseYaml } from './document.ts';
import { workspaceSchema } from './file-schema.ts';
import { loadImages } from './load-images.ts';
import { type Spec, specSchema } from './schema.ts';
import { keySpan, type SourceMap, valueSpan } from './source-map.ts';
import { validate } from './validate.ts';

/** A spec as written, and where each of its values stands. */
export interface LoadedSpec {
  spec: Spec;
  source: SourceMap;
  /** Its name among the images of a file that has several. */
  image?: string;
}

/** What a file says: one image, several by name, or folders with files of their own. */
export type LoadedFile =
  | { kind: 'image'; image: LoadedSpec }
  | { kind: 'images'; images: (LoadedSpec & { image: string })[] }
  | { kind: 'workspace'; folders: { pattern: string; span: ReturnType<typeof valueSpan> }[] };

/** Text or bytes of a spec to the spec, or to all its mistakes. `file` is what spans name. */
export function loadSpec(text: Uint8Array | string, file: string): Result<LoadedSpec> {
  const loaded = loadFile(text, file);
  return loaded.ok ? oneImage(loaded.value, file) : loaded;
}

/** The image of this name, or the only one that there is. */
export function oneImage(loaded: LoadedFile, file: string, name?: string): Result<LoadedSpec> {
  if (loaded.kind === 'image' && name === undefined) return ok(loaded.image);
  const images = loaded.kind === 'images' ? loaded.images : [];
  const found = images.find(({ image }) => image === name);
  return found ? ok(found) : fail(whichImage(loaded, file, name));
}

/** The same for a file that may describe several images. */
export function loadFile(text: Uint8Array | string, file: string): Result<LoadedFile> {
  const bytes = typeof text === 'string' ? new TextEncoder().encode(text) : text;
  const decoded = decodeSpec(bytes, file);
  if (!decoded.ok) return decoded;
  const parsed = parseYaml(decoded.value, file);
  if (!parsed.ok) return parsed;
  const { value } = parsed.value;
  if (isMap(value) && 'workspace' in value) return loadWorkspace(parsed.value);
  if (isMap(value) && 'images' in value) {
    const images = loadImages(parsed.value, entrypointRule);
    return images.ok ? ok({ kind: 'images', images: images.value }) : images;
  }
  const checked = validate(specSchema, parsed.value, (all) => entrypointRule(all, parsed.value));
  if (!checked.value) return fail(...checked.problems);
  return ok({ kind: 'image', image: { spec: checked.value, source: parsed.value.source } });
}

function loadWorkspace(parsed: Parsed & { problems: Diagnostic[] }): Result<LoadedFile> {
  const checked = validate(workspaceSchema, parsed);
  if (!checked.value) return fail(...checked.problems);
  const folders = checked.value.workspace.map((pattern, index) => ({
    pattern,
    span: valueSpan(parsed.source, ['workspace', index]),
  }));
  return ok({ kind: 'workspace', folders });
}

/** The entrypoint may stand in two places and has to stand in one. */
function entrypointRule(value: unknown, { source }: Parsed, image?: string): Diagnostic[] {
  if (!isMap(value)) return [];
  const top = 'entrypoint' in value;
  const below = isMap(value['runtime']) && 'entrypoint' in value['runtime'];
  if (top && below) {
    const span = keySpan(source, ['runtime', 'entrypoint']);
    const message = 'entrypoint stands at the top and below runtime, expected it once';
    return [error('spec/conflict', message, { span, hint: 'keep the one at the top' })];
  }
  if (top || below) return [];
  const start = { file: source.file, line: 1, column: 1, length: 1 };
  const span = image === undefined ? start : keySpan(source, []);
  const hint = 'add the line: entrypoint: [/app/server]';
  return [error('spec/missing-key', `${source.file} has no entrypoint`, { span, hint })];
}

function whichImage(loaded: LoadedFile, file: string, name?: string): Diagnostic {
  if (loaded.kind === 'workspace') {
    return error('spec/which-image', `${file} names folders, expected one image`, {
      hint: 'name one of its folders instead',
    });
  }
  if (loaded.kind === 'image') {
    return error('spec/which-image', `${file} has one image and no names, expected no --image`, {
      hint: 'leave --image out',
    });
  }
  const names = loaded.images.map(({ image }) => image);
  const given = name === undefined ? '' : `, and none of them is ${JSON.stringify(name)}`;
  const message = `${file} has ${names.length} images${given}, expected the name of one`;
  return error('spec/which-image', message, {
    hint: `name one of them: --image ${names.join(', --image ')}`,
  });
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
