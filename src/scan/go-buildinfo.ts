import type { RandomAccess } from '../elf/random-access.ts';
import { readSection } from '../elf/section.ts';
import type { ExpectedPackage } from './types.ts';

/** What the Go linker wrote into a binary: the toolchain's version and the modules in it. */
export interface GoBuildInfo {
  /** For example `go1.26.8`. */
  goVersion: string;
  /** As scanners name them: the standard library, the main module, then the dependencies. */
  packages: ExpectedPackage[];
}

const MAGIC = '\xff Go buildinf:';
const HEADER = 32;
const INLINE_STRINGS = 2;
const SENTINEL = 16;
// 5,000 modules are about 600 KB; more than this is not a module list.
const LIMIT = 16 * 1024 * 1024;

/**
 * Reads the build info of a Go 1.18+ ELF binary, without Go. Gives undefined for a file that is
 * not ELF or has none (not Go, older, or stripped of it); never throws on what the file holds.
 */
export async function goBuildInfo(file: RandomAccess): Promise<GoBuildInfo | undefined> {
  const section = await readSection(file, '.go.buildinfo', LIMIT);
  if (!section || section.length < HEADER) return undefined;
  if (section.toString('latin1', 0, MAGIC.length) !== MAGIC) return undefined;
  if (((section[15] ?? 0) & INLINE_STRINGS) === 0) return undefined;
  const version = readString(section, HEADER);
  const modules = version && readString(section, version.end);
  if (!modules || version.value.length === 0) return undefined;
  const goVersion = version.value.toString();
  return { goVersion, packages: packagesOf(goVersion, unframed(modules.value)) };
}

/** A length as an unsigned varint, then that many bytes. */
function readString(bytes: Buffer, at: number): { value: Buffer; end: number } | undefined {
  let length = 0;
  for (let i = 0; i < 5; i++) {
    const byte = bytes[at + i];
    if (byte === undefined) return undefined;
    length += (byte & 0x7f) * 2 ** (7 * i);
    if (byte < 0x80) {
      const start = at + i + 1;
      const end = start + length;
      return end > bytes.length ? undefined : { value: bytes.subarray(start, end), end };
    }
  }
  return undefined;
}

/** The module list lies between two marks of 16 bytes that are no text. */
function unframed(list: Buffer): string {
  const framed = list.length > 2 * SENTINEL && list[list.length - SENTINEL - 1] === 0x0a;
  return framed ? list.toString('utf8', SENTINEL, list.length - SENTINEL) : '';
}

function packagesOf(goVersion: string, list: string): ExpectedPackage[] {
  // Experiments follow the version: `go1.25.1 X:boringcrypto`, since 1.26 `go1.26.0-X:…`.
  const stdlib = goVersion.replace(/^go/, 'v').replace(/[ -]X:.*$/, '');
  const packages: ExpectedPackage[] = [{ name: 'stdlib', version: stdlib, type: 'go' }];
  for (const line of list.split('\n')) {
    const [kind, name, version = ''] = line.split('\t');
    if (!name) continue;
    // Scanners may give the main module a version of their own finding, so only its name counts.
    if (kind === 'mod') packages.push({ name, version: '', type: 'go' });
    const module = { name, version: version === '(devel)' ? '' : version, type: 'go' };
    if (kind === 'dep') packages.push(module);
    // A replacement follows the module it stands in for, and is what is really in the binary.
    if (kind === '=>' && packages.length > 1) packages[packages.length - 1] = module;
  }
  return packages;
}
