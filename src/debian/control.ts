/** The fields of a paragraph, by lower-case name, continuation lines joined with newlines. */
export type Paragraph = Record<string, string>;

/** Reads Debian's control format: paragraphs of `Name: value`, divided by empty lines. */
export function parseParagraphs(text: string): Paragraph[] {
  return text
    .replace(/\r\n/g, '\n')
    .split(/\n(?:[ \t]*\n)+/)
    .map(parseParagraph)
    .filter((fields) => Object.keys(fields).length > 0);
}

function parseParagraph(text: string): Paragraph {
  const fields: Paragraph = {};
  let last = '';
  for (const line of text.split('\n')) {
    if (line.startsWith('#')) continue;
    if (/^[ \t]/.test(line)) {
      if (last) fields[last] += `\n${line.trim()}`;
      continue;
    }
    const colon = line.indexOf(':');
    if (colon <= 0) continue;
    last = line.slice(0, colon).toLowerCase();
    fields[last] = line.slice(colon + 1).trim();
  }
  return fields;
}
