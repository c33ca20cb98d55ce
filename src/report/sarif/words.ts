import { visible } from '../visible.ts';

/** GitHub cuts descriptions of rules at this length. */
const LONGEST = 1024;

/** Foreign text for people, on one line and of a length that is shown. */
export function plainText(text: string): string {
  const line = visible(text);
  return line.length <= LONGEST ? line : `${line.slice(0, LONGEST - 1).replace(/\p{Cs}/gu, '')}…`;
}

/** The same for a message, in which `[text](target)` would be a link (SARIF 3.11.6). */
export function messageText(text: string): string {
  return plainText(text).replace(/[\\[\]]/g, '\\$&');
}

/** Text that no Markdown is read in, and no address. */
export function markdownText(text: string): string {
  return text
    .replace(/[&<>"'`*_{}[\]()#+!|~:@\\]/g, entity)
    .replace(/\bwww\./gi, (word) => word.replace('.', entity('.')));
}

function entity(sign: string): string {
  return `&#${sign.charCodeAt(0)};`;
}
