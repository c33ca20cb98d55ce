import { nearPath } from '../diagnostics/near-path.ts';
import type { Known, Symptom } from './types.ts';
import { IN_USE } from './writes.ts';
import { absolute } from './wrong-path.ts';

/** Programs and files that are not in the image, and are no module; after all that is special. */
export const MISSING_FILES: readonly Symptom[] = [
  {
    pattern:
      /\bspawn (\S+) ENOENT|exec: "([^"/]+)": executable file not found|Cannot run program "([^"]+)"/,
    text: ([, ...names]) => missingProgram(names.find(Boolean)),
  },
  {
    // Python says the same of a program and of a file.
    pattern: /_execute_child[\s\S]*?FileNotFoundError[^\n]*: '([^'\n]+)'/,
    text: ([, name]) => missingProgram(name),
  },
  {
    pattern:
      /ENOENT: no such file or directory, \w+ '([^'\n]+)'|\[Errno 2\] No such file or directory: '([^'\n]+)'|\bopen ([^\s:]+): no such file or directory|FileNotFoundException: (\S+) \(No such file|NoSuchFileException: (\S+)/,
    text: ([, ...paths], known) => missingFile(paths.find(Boolean), known),
  },
];

function missingProgram(name = ''): string {
  return `it starts ${name}, which is not in the image: add the package that has it to runtime.packages, or ship it under artifacts`;
}

function missingFile(written = '', known: Known): string | undefined {
  const { files, rights, project, workdir } = known;
  const path = absolute(written, workdir);
  if (files.includes(path)) return undefined;
  const near = nearPath(path, files);
  if (near) return `${path} is not in the image, but ${near} is: correct the path`;
  const own = project.has(written) ? `the project has ${written}, so ` : '';
  const ship = `${path} is not in the image: ${own}ship it under artifacts`;
  const folder = path.slice(0, path.lastIndexOf('/'));
  if (own || IN_USE.test(folder) || rights?.has(folder)) return ship;
  // What is nowhere, in a folder that is nowhere, may as well be written as read.
  return `${ship}, or if the program makes it, add runtime.writable: [${folder}]`;
}
