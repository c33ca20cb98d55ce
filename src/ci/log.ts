import { type Annotation, annotationLine } from './annotation.ts';
import type { CiSystem } from './system.ts';

/** What a log of a CI can do beside text. */
export interface CiLog {
  /** Shows them at their lines, as far as the CI shows that many. */
  annotate(annotations: readonly Annotation[]): void;
  /** Begins a part of the log that is folded, and gives what ends it. */
  fold(title: string): () => void;
}

interface Options {
  system: CiSystem;
  /** Goes to the log as it is. */
  write(text: string): void;
  now(): Date;
}

/** GitHub shows ten errors and ten warnings of a step, and drops the others without a word. */
const MOST = 10;

export function ciLog({ system, write, now }: Options): CiLog {
  const shown = { error: 0, warning: 0 };
  let parts = 0;
  return {
    annotate(annotations) {
      for (const one of annotations) {
        const line = annotationLine(one, system);
        if (line === undefined || shown[one.level] === MOST) continue;
        shown[one.level]++;
        write(`${line}\n`);
      }
    },
    fold(title) {
      const [begin, end] = marks(system, title, `harden_${++parts}`);
      write(begin(now()));
      return () => write(end(now()));
    },
  };
}

type Mark = (time: Date) => string;

function marks(system: CiSystem, title: string, name: string): [begin: Mark, end: Mark] {
  if (system === 'github') return [() => `::group::${title}\n`, () => '::endgroup::\n'];
  if (system === 'azure') return [() => `##[group]${title}\n`, () => '##[endgroup]\n'];
  const seconds = (time: Date) => Math.floor(time.getTime() / 1000);
  return [
    (time) => `\x1b[0Ksection_start:${seconds(time)}:${name}[collapsed=true]\r\x1b[0K${title}\n`,
    (time) => `\x1b[0Ksection_end:${seconds(time)}:${name}\r\x1b[0K\n`,
  ];
}
