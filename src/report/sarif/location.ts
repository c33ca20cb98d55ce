import type { Span } from '../../diagnostics/diagnostic.ts';
import { uriPart } from '../uri-part.ts';
import type { Location } from './types.ts';
import { plainText } from './words.ts';

/** A line that a user can change. */
export function lineLocation({ file, line, column, length }: Span): Location {
  return {
    physicalLocation: {
      artifactLocation: { uri: uriOf(file) },
      region: { startLine: line, startColumn: column, endColumn: column + Math.max(1, length) },
    },
  };
}

/** A file of the image or the image itself, where no project is known: a result has to have a place. */
export function imageLocation(path: string): Location {
  return {
    physicalLocation: { artifactLocation: { uri: uriOf(path) }, region: { startLine: 1 } },
  };
}

/** The package, by its URL where it has one. */
export function withPackage(location: Location, name: string): Location {
  return {
    ...location,
    logicalLocations: [{ fullyQualifiedName: plainText(name), kind: 'package' }],
  };
}

/** Relative, as code scanning wants it: no scheme, no leading slash, no step upwards. */
function uriOf(path: string): string {
  const parts = path
    .replaceAll('\\', '/')
    .split('/')
    .filter((part) => !['', '.', '..'].includes(part));
  return parts.map(uriPart).join('/') || 'image';
}
