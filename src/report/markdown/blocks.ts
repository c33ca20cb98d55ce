/** A part of a summary: what is always with it, and lines that may be cut at the end. */
export interface Block {
  head: string[];
  lines: string[];
  /** Closes what the head opened. */
  tail?: string[];
  /** What is said of lines that were left out. */
  cut(from: number): string;
}

/** Room for the words about what was cut. */
const NOTICE = 300;

/**
 * The blocks in their order, as many lines of each as there is room for. A block whose head does not
 * fit is left out with all after it, and it is said.
 * @param limit bytes in UTF-8.
 */
export function withinBytes(blocks: readonly Block[], limit: number): string {
  const text: string[] = [];
  let left = limit - NOTICE;
  for (const { head, lines, tail = [], cut } of blocks) {
    const frame = bytesOf([...head, ...tail]) + NOTICE;
    if (frame > left) return `${[...text, LEFT_OUT].join('\n')}\n`;
    left -= frame;
    const kept = fitting(lines, left);
    left -= bytesOf(lines.slice(0, kept));
    text.push(...head, ...lines.slice(0, kept), ...tail);
    if (kept < lines.length) text.push('', cut(kept), '');
  }
  return `${text.join('\n')}\n`;
}

const LEFT_OUT = '\nThe rest is left out for its size; the JSON report has all of it.';

function fitting(lines: readonly string[], room: number): number {
  let used = 0;
  for (const [index, line] of lines.entries()) {
    used += bytesOf([line]);
    if (used > room) return index;
  }
  return lines.length;
}

function bytesOf(lines: readonly string[]): number {
  return lines.reduce((sum, line) => sum + Buffer.byteLength(line) + 1, 0);
}
