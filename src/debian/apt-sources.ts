import { parseParagraphs } from './control.ts';

/** A file of apt's configuration: `*.list` holds lines, `*.sources` holds paragraphs. */
export interface AptFile {
  name: string;
  text: string;
}

/** A place where Debian's own archive, or its security archive, is said to be. */
export interface AptEntry {
  kind: 'archive' | 'security';
  url: string;
}

interface Source {
  types: string[];
  urls: string[];
  suites: string[];
  components: string[];
  signedBy: string;
}

const SUITE =
  /^(stable|oldstable|testing|unstable|sid|bullseye|bookworm|trixie|forky)(-updates|-security|-backports)?$/;

/** The entries of one file that are Debian's archive; other vendors' sources are left out. */
export function parseAptSources(file: AptFile): AptEntry[] {
  const sources = file.name.endsWith('.sources') ? paragraphs(file.text) : lines(file.text);
  return sources.filter(isDebian).flatMap(({ urls }) => urls.flatMap(entryOf));
}

function lines(text: string): Source[] {
  return text.split('\n').flatMap((line) => {
    const match = /^\s*(deb)\s+(?:\[([^\]]*)\]\s+)?(\S+)\s+(\S+)\s+([^#]*)/.exec(line);
    if (!match) return [];
    const [, type = '', options = '', url = '', suite = '', components = ''] = match;
    const signedBy = /(?:^|\s)signed-by=(\S+)/.exec(options)?.[1] ?? '';
    return [
      { types: [type], urls: [url], suites: [suite], components: words(components), signedBy },
    ];
  });
}

function paragraphs(text: string): Source[] {
  return parseParagraphs(text)
    .filter((fields) => fields['enabled']?.toLowerCase() !== 'no')
    .map((fields) => ({
      types: words(fields['types']),
      urls: words(fields['uris']),
      suites: words(fields['suites']),
      components: words(fields['components']),
      signedBy: fields['signed-by'] ?? '',
    }));
}

/** Others use the same folder name and suites; but they do not sign with Debian's keyring. */
function isDebian({ types, suites, components, signedBy }: Source): boolean {
  return (
    types.includes('deb') &&
    components.includes('main') &&
    suites.some((suite) => SUITE.test(suite)) &&
    (signedBy === '' || signedBy.includes('debian-archive-'))
  );
}

function entryOf(url: string): AptEntry[] {
  if (!/^https?:\/\//.test(url)) return [];
  if (/\/debian-security\/*$/.test(url)) return [{ kind: 'security', url }];
  if (/\/debian\/*$/.test(url)) return [{ kind: 'archive', url }];
  return [];
}

function words(text = ''): string[] {
  return text.split(/\s+/).filter((word) => word !== '');
}
