import { nearPath } from '../../diagnostics/near-path.ts';
import type { OciConfig } from '../../oci/spec.ts';
import type { Check } from '../../report/types.ts';
import { follow } from '../root.ts';
import { scriptOf } from '../script.ts';
import type { ImageFile } from '../types.ts';

const DEFAULT_PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/** Whether the program that the image starts is there and its user may run it. */
export function checkEntrypoint(files: readonly ImageFile[], config: OciConfig): Check {
  const program = argvOf(config)[0];
  if (program === undefined) return check(false, 'no Entrypoint and no Cmd is set');
  const byPath = new Map(files.map((file) => [file.path, file]));
  const tried = candidates(program, config);
  for (const path of tried) {
    const file = fileAt(byPath, path);
    if (!file || file.type === 'directory') continue;
    const mode = `mode ${file.mode.toString(8)}, owner ${file.uid}:${file.gid}`;
    if (mayRun(file, config.config?.User ?? ''))
      return checkScript(byPath, config) ?? check(true, `${path} is there (${mode})`);
    return check(false, `${path} cannot be run by user ${config.config?.User || 'root'} (${mode})`);
  }
  const near = nearPath(tried[0] ?? program, pathsOf(files));
  const there = near ? `; there is ${near}` : '';
  return check(false, `${program} is not in the image; looked at ${tried.join(', ')}${there}`);
}

/** An interpreter that is there starts nothing when its script is not. */
function checkScript(byPath: ReadonlyMap<string, ImageFile>, config: OciConfig): Check | undefined {
  const script = scriptOf(argvOf(config), config.config?.WorkingDir || '/');
  if (!script) return undefined;
  const { name, candidates } = script;
  if (candidates.some((path) => isFile(fileAt(byPath, path)))) return undefined;
  const [path = name] = candidates;
  const near = nearPath(path, pathsOf([...byPath.values()]));
  return check(false, `${path} is not in the image${near ? `; there is ${near}` : ''}`);
}

/** Whether the program is started by itself: a shell in between needs a shell in the image. */
export function checkExecForm(config: OciConfig, shells: RegExp): Check {
  const argv = argvOf(config);
  const program = argv[0]?.split('/').at(-1) ?? '';
  const pass = program !== '' && !shells.test(program);
  return { id: 'exec-form', pass, evidence: `starts ${JSON.stringify(argv)}` };
}

export function argvOf({ config }: OciConfig): string[] {
  return [...(config?.Entrypoint ?? []), ...(config?.Cmd ?? [])];
}

/** Absolute paths the runtime would look at, in its order. */
export function candidates(program: string, { config }: OciConfig): string[] {
  if (program.startsWith('/')) return [program];
  if (program.includes('/'))
    return [`${config?.WorkingDir || '/'}/${program}`.replace(/\/+/g, '/')];
  const path = config?.Env?.find((pair) => pair.startsWith('PATH='))?.slice('PATH='.length);
  return (path ?? DEFAULT_PATH)
    .split(':')
    .filter((folder) => folder.startsWith('/'))
    .map((folder) => `${folder}/${program}`);
}

function fileAt(files: ReadonlyMap<string, ImageFile>, path: string): ImageFile | undefined {
  const place = follow(files, path, true);
  const file = place === undefined ? undefined : files.get(place);
  return file?.type === 'hardlink' ? files.get(file.target ?? '') : file;
}

function mayRun(file: ImageFile, user: string): boolean {
  const [uid = '0', gid = '0'] = user.split(':');
  if (uid === '0' || uid === 'root' || uid === '') return (file.mode & 0o111) !== 0;
  if (String(file.uid) === uid) return (file.mode & 0o100) !== 0;
  return (file.mode & (String(file.gid) === gid ? 0o010 : 0o001)) !== 0;
}

function isFile(file: ImageFile | undefined): boolean {
  return file !== undefined && file.type !== 'directory';
}

function pathsOf(files: readonly ImageFile[]): string[] {
  return files.filter(({ type }) => type !== 'directory').map(({ path }) => `/${path}`);
}

function check(pass: boolean, evidence: string): Check {
  return { id: 'entrypoint-exists', pass, evidence };
}
