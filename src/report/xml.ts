import { visible } from './visible.ts';

/** An element of XML 1.0 with its attributes; what is not there is left out. */
export function element(
  name: string,
  attributes: Record<string, string | number | undefined>,
  content: readonly string[] = [],
): string {
  const words = Object.entries(attributes).flatMap(([key, value]) =>
    value === undefined ? [] : [` ${key}="${xmlText(String(value))}"`],
  );
  if (content.length === 0) return `<${name}${words.join('')}/>`;
  return `<${name}${words.join('')}>${content.join('')}</${name}>`;
}

/** Text over several lines, in which the line breaks stay. */
export function xmlLines(text: string): string {
  return text.split(/\r?\n/).map(xmlText).join('\n');
}

/** Text on one line. XML has no way to write most control characters, so that they are named. */
function xmlText(text: string): string {
  return visible(text)
    .replace(/[\ufffe\uffff]/g, (char) => `\\u{${char.charCodeAt(0).toString(16)}}`)
    .replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
