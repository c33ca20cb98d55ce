import type { ExpectedPackage } from './types.ts';

export { goBuildInfo } from './go-buildinfo.ts';

/** A file of the image with its text; `path` is relative to the image root. */
export interface MetadataFile {
  path: string;
  content: string;
}

const METADATA = /(^|\/)[^/]+\.dist-info\/METADATA$/;

/**
 * Name and version of every installed Python distribution, from the `METADATA` files of the
 * `.dist-info` folders (core metadata, RFC 822 headers). Files without both are left out.
 */
export function pythonDistInfo(files: readonly MetadataFile[]): ExpectedPackage[] {
  return files
    .filter((file) => METADATA.test(file.path))
    .flatMap(({ content }) => {
      const head = content.split(/\r?\n\r?\n/, 1)[0] ?? '';
      const name = header(head, 'name');
      const version = header(head, 'version');
      return name && version ? [{ name, version, type: 'python' }] : [];
    });
}

function header(head: string, wanted: string): string | undefined {
  for (const line of head.split(/\r?\n/)) {
    const colon = line.indexOf(':');
    if (colon > 0 && line.slice(0, colon).toLowerCase() === wanted)
      return line.slice(colon + 1).trim();
  }
  return undefined;
}
