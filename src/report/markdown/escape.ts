import { visible } from '../visible.ts';

/** Longer texts say no more in a summary, and one of them must not fill it. */
const LONGEST = 240;

/**
 * Foreign text as text: no Markdown, no HTML, no link, and nobody is called by `@name`, as code hosts
 * look for names in what is shown. The space after the sign is one that nobody sees.
 */
export function prose(text: string): string {
  return escaped(text)
    .replace(/&#(64|35);/g, '&#$1;&#8203;')
    .replace(/\bGH-(?=\d)/gi, '$&&#8203;');
}

/** A name, where no host looks for anything. */
export function code(text: string): string {
  return `<code>${escaped(text)}</code>`;
}

function escaped(text: string): string {
  const letters = [...visible(text)];
  const cut = letters.length > LONGEST ? [...letters.slice(0, LONGEST - 1), '…'] : letters;
  return cut
    .join('')
    .replace(/[\\`*_{}[\]<>()#+!|~&:@$"']/g, entity)
    .replace(/\bwww\./gi, (word) => word.replace('.', entity('.')))
    .replace(/^[-=\s]/, entity)
    .replace(/^(\d+)\.(?=\s|$)/, `$1${entity('.')}`);
}

function entity(sign: string): string {
  return `&#${sign.charCodeAt(0)};`;
}
