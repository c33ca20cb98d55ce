import type { Content } from '../oci/types.ts';
import type { Deb } from './deb.ts';
import { textFile } from './text-file.ts';

/** The record of a package in a shipped base, one file each, as distroless does it. */
export function statusEntries(name: string, deb: Deb): Content[] {
  const path = `var/lib/dpkg/status.d/${name}`;
  const control = textFile(path, deb.control);
  return deb.md5sums === undefined
    ? [control]
    : [control, textFile(`${path}.md5sums`, deb.md5sums)];
}

/** The package database of a toolchain, where dpkg and scanners look for it. */
export function databaseFiles(controls: string[]): Content[] {
  return [
    // Without it, dpkg looks for lists that have no architecture in their names.
    textFile('var/lib/dpkg/info/format', '1\n'),
    textFile('var/lib/dpkg/status', controls.map(installed).join('\n')),
  ];
}

/** Which files are a package's, as dpkg names and writes the list. */
export function listFile(name: string, control: string, paths: readonly string[]): Content {
  const same = /^Multi-Arch: *same$/m.test(control);
  const architecture = /^Architecture: *(\S+)$/m.exec(control)?.[1];
  const file = same && architecture ? `${name}:${architecture}` : name;
  const lines = ['/.', ...paths.map((path) => `/${path}`)];
  return textFile(`var/lib/dpkg/info/${file}.list`, `${lines.join('\n')}\n`);
}

function installed(control: string): string {
  return control.replace(/^(Package:.*\n)/m, '$1Status: install ok installed\n');
}
