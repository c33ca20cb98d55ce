/** An instruction: its name in capitals, and the rest of its lines as one. */
export interface Instruction {
  name: string;
  rest: string;
}

/** The instructions of a Dockerfile as a builder reads them: no comments, lines joined. */
export function instructions(text: string): Instruction[] {
  const found: Instruction[] = [];
  let open = '';
  for (const line of text.split('\n')) {
    if (/^\s*#/.test(line) || (open === '' && line.trim() === '')) continue;
    open += line.replace(/\\$/, '');
    if (line.endsWith('\\')) continue;
    const [, name = '', rest = ''] = /^([A-Z]+) (.*)$/s.exec(open) ?? [];
    if (name === '') throw new Error(`no instruction: ${JSON.stringify(open)}`);
    found.push({ name, rest });
    open = '';
  }
  return found;
}

/** The arguments of an instruction in exec form, after its flags. */
export function execArgs({ rest }: Instruction): string[] {
  return JSON.parse(rest.replace(/^(?:\s*--\S+)*\s*/, ''));
}

/** `NAME="value"` pairs as ENV and LABEL have them, with what a builder makes of the quotes. */
export function pairs({ rest }: Instruction): [string, string][] {
  const all = rest.matchAll(/\s*("(?:[^"\\]|\\.)*"|[^\s="]+)="((?:[^"\\]|\\.)*)"/gy);
  const plain = (text: string) => {
    if (/(?<!\\)(?:\\\\)*\$/.test(text)) throw new Error(`a builder replaces a part of ${text}`);
    return text.replace(/\\([\\"$])/g, '$1');
  };
  const found = [...all];
  const read = found.map(([whole]) => whole).join('');
  if (read.trim() !== rest.trim()) throw new Error(`not all of it is pairs: ${rest}`);
  return found.map(([, name = '', value = '']) => [
    plain(name.replace(/^"|"$/g, '')),
    plain(value),
  ]);
}
