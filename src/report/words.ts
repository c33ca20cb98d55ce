import { COMMAND_LINE } from '../diagnostics/runner-commands.ts';

/** Bytes in decimal units, as registries and disks count them: `21.3 MB`. */
export function formatBytes(bytes: number): string {
  if (bytes >= 1e9) return `${(bytes / 1e9).toFixed(1)} GB`;
  if (bytes >= 1e6) return `${(bytes / 1e6).toFixed(1)} MB`;
  if (bytes >= 1e3) return `${(bytes / 1e3).toFixed(1)} kB`;
  return `${bytes} B`;
}

/** `1 finding`, `2 findings`. */
export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

/** A digest as people compare it: the algorithm and the first 12 digits. */
export function shortDigest(digest: string): string {
  return digest.replace(/^(\w+:[0-9a-f]{12})[0-9a-f]+$/, '$1');
}

/**
 * Breaks a text at spaces into lines of at most `width`; a longer word is broken where it must. No line
 * is a command of a workflow.
 */
export function wrap(text: string, room: number): string[] {
  const width = Math.max(room, 1);
  const lines: string[] = [];
  let line = '';
  for (const part of text.split(' ')) {
    let word = part.replace(COMMAND_LINE, '$1\\u{3a}:');
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line);
      line = '';
    }
    while (word.length > width) {
      lines.push(word.slice(0, width));
      word = word.slice(width).replace(COMMAND_LINE, '$1\\u{3a}:');
    }
    line = line === '' ? word : `${line} ${word}`;
  }
  return line === '' ? lines : [...lines, line];
}
