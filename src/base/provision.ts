/** Something a base provides or a program needs: `libc`, `time zones`, `python 3.13`. */
export interface Provision {
  name: string;
  /** Absent: any version will do, or there are none. */
  version?: string;
}

/** `python 3.13` has a version, `time zones` does not. */
export function provisionOf(text: string): Provision {
  const [, name = text, version] = /^(.+?)(?: (\d\S*))?$/.exec(text) ?? [];
  return { name, ...(version && { version }) };
}

/** 3.13 is met by 3.13 and by 3.13.2, and the other way round: a base names the minor alone. */
export function meets(offered: Provision, needed: Provision): boolean {
  if (offered.name !== needed.name) return false;
  if (!offered.version || !needed.version) return true;
  return within(offered.version, needed.version) || within(needed.version, offered.version);
}

export function showProvision({ name, version }: Provision): string {
  return version ? `${name} ${version}` : name;
}

function within(version: string, release: string): boolean {
  return version === release || version.startsWith(`${release}.`);
}
