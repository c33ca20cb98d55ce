import { visible } from '../diagnostics/visible.ts';
import type { CiSystem } from './system.ts';

/** One thing that a CI shows at a line of the change, or above the log where it has no place. */
export interface Annotation {
  level: 'error' | 'warning';
  title: string;
  /** May have several lines. */
  message: string;
  /** From the root of the checkout, with slashes; lines and columns count from 1. */
  place?: { file: string; line: number; column: number; length: number };
}

/** The line of the log that makes it one; undefined where the CI knows no such thing. */
export function annotationLine(one: Annotation, system: CiSystem): string | undefined {
  if (system === 'github') return githubLine(one);
  return system === 'azure' ? azureLine(one) : undefined;
}

function githubLine({ level, title, message, place }: Annotation): string {
  const properties = {
    ...(place && {
      file: place.file,
      line: place.line,
      col: place.column,
      endColumn: place.column + Math.max(place.length, 1),
    }),
    title,
  };
  const written = Object.entries(properties).map(
    ([name, value]) => `${name}=${escaped(String(value), GITHUB_PROPERTY)}`,
  );
  return `::${level} ${written.join(',')}::${escaped(message, GITHUB_DATA)}`;
}

function azureLine({ level, title, message, place }: Annotation): string {
  const properties = {
    type: level,
    ...(place && {
      sourcepath: place.file,
      linenumber: place.line,
      columnnumber: place.column,
    }),
    code: title,
  };
  const written = Object.entries(properties).map(
    ([name, value]) => `${name}=${escaped(String(value), AZURE_PROPERTY)}`,
  );
  return `##vso[task.logissue ${written.join(';')}]${escaped(message, AZURE_DATA)}`;
}

type Escapes = Record<string, string>;

const GITHUB_DATA: Escapes = { '%': '%25', '\r': '%0D', '\n': '%0A' };
const GITHUB_PROPERTY: Escapes = { ...GITHUB_DATA, ':': '%3A', ',': '%2C' };
const AZURE_DATA: Escapes = { '%': '%AZP25', '\r': '%0D', '\n': '%0A' };
const AZURE_PROPERTY: Escapes = { ...AZURE_DATA, ';': '%3B', ']': '%5D' };

function escaped(text: string, escapes: Escapes): string {
  return visible(text).replace(/[%\r\n:,;\]]/g, (sign) => escapes[sign] ?? sign);
}
