/** Why a program failed, and what to change, as far as its own words tell; the first that fits. */
export function diagnose(output: string, exitCode: number | null): string | undefined {
  for (const { pattern, text } of SYMPTOMS) {
    const match = pattern.exec(output);
    if (match) return text(match);
  }
  if (exitCode === null) return undefined;
  return SIGNALS[exitCode];
}

const SIGNALS: Record<number, string> = {
  137: 'it was killed, often for want of memory',
  139: 'it crashed; native code built for other libraries does that',
};

interface Symptom {
  pattern: RegExp;
  text(match: RegExpExecArray): string;
}

/** `a/b/c` to `/a/b`: what has to be writable is the folder. */
function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/')) || '/';
}

const SYMPTOMS: readonly Symptom[] = [
  {
    pattern: /error while loading shared libraries: ([^:\s]{1,200}):/,
    text: ([, library]) =>
      `${library} is missing: write runtime: {libraries: auto}, or name its package under runtime.packages`,
  },
  {
    pattern: /(?:Read-only file system|EROFS)[^\n]{0,100}?['"](\/[^'"\n]{1,300})['"]/,
    text: ([, path = '']) =>
      `it writes ${path}, and the image is read-only: write runtime: {writable: [${folderOf(path)}]}`,
  },
  {
    pattern: /(?:open|mkdir|create|unlink|rename) (\/[^\s:]{1,300}): read-only file system/,
    text: ([, path = '']) =>
      `it writes ${path}, and the image is read-only: write runtime: {writable: [${folderOf(path)}]}`,
  },
  {
    pattern: /[Rr]ead-only file system|EROFS|No usable temporary directory/,
    text: () =>
      'it writes files, and the image is read-only: name the folder under runtime.writable, often /tmp',
  },
  {
    pattern: /spawn (?:\/bin\/)?sh ENOENT|\/bin\/(?:ba)?sh: No such file|execvp (?:\/bin\/)?sh:/,
    text: () => 'it starts a shell, and the image has none: start the program itself',
  },
  {
    pattern: /bwrap: execvp ([^:\n]{1,300}): No such file or directory/,
    text: ([, program]) =>
      `${program} is not there, or its loader is not: look at the path, and at the C library of the base`,
  },
  {
    pattern: /bwrap: execvp ([^:\n]{1,300}): Permission denied/,
    text: ([, program]) => `${program} may not be run by the user: give the artifact mode "0755"`,
  },
  {
    pattern: /[Ee]xec format error/,
    text: () => 'it is built for another platform: look at platforms and at the toolchain',
  },
  {
    pattern:
      /x509: certificate signed by unknown authority|CERTIFICATE_VERIFY_FAILED|unable to get local issuer/,
    text: () => 'it finds no certificates: take a base that has ca-certificates',
  },
  {
    pattern: /unknown time zone ([^\s]{1,100})|ZoneInfoNotFoundError/,
    text: () => 'it finds no time zones: take a base that has tzdata',
  },
  {
    pattern:
      /bind(?:ing)?[^\n]{0,100}permission denied|listen EACCES|Permission denied[^\n]{0,50}bind/i,
    text: () => 'its port is below 1024, which its user may not take: choose one above 1023',
  },
  {
    pattern: /ModuleNotFoundError: No module named '([^']{1,200})'/,
    text: ([, module]) =>
      `the Python module ${module} is not in the image: add it to the dependencies`,
  },
  {
    pattern: /Cannot find (?:module|package) '([^']{1,200})'/,
    text: ([, module]) =>
      `the Node module ${module} is not in the image: make it a dependency, not a development one`,
  },
  {
    pattern: /[Pp]ermission denied|EACCES/,
    text: () => 'a file or folder is not for its user: see the path it names',
  },
];
