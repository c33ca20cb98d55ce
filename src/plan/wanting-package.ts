/** The package whose installation a log is about when it fails, and the line that asks for it. */
export function wanting(log: string): string | undefined {
  return npmPackage(log) ?? pipPackage(log);
}

function npmPackage(log: string): string | undefined {
  const path = /^npm error path (\S+)$/m.exec(log)?.[1];
  return /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)$/.exec(path ?? '')?.[1];
}

/** pip names a file by the path that it was given; one out of the project is made by a step. */
function pipPackage(log: string): string | undefined {
  const asked = [
    ...log.matchAll(
      /^Collecting ([A-Za-z0-9][\w.-]*)(?:[^\n]*\(from -r (\S+) \(line (\d+)\)\))?/gm,
    ),
  ];
  const built = /Failed building wheel for ([\w.-]+)|Failed to build '?([\w.-]+)/.exec(log);
  const name = built?.[1] ?? built?.[2] ?? asked.at(-1)?.[1];
  const found = asked.findLast((match) => match[1] === name);
  const [, , file, line] = found ?? [];
  return file && line && !file.startsWith('/') ? `${name} (${file}:${line})` : name;
}
