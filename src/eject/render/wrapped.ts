const WIDTH = 92;

/** A sentence in lines, the first with a mark and the others below its text. */
export function wrapped(sentence: string, mark = ''): string[] {
  const pad = ' '.repeat(mark.length);
  const lines: string[] = [];
  let line = '';
  for (const word of sentence.split(' ')) {
    if (line !== '' && line.length + word.length >= WIDTH) {
      lines.push(line);
      line = '';
    }
    line = line === '' ? `${lines.length === 0 ? mark : pad}${word}` : `${line} ${word}`;
  }
  return [...lines, line];
}
