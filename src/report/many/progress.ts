import type { ProgressEvent } from '../../progress.ts';
import { type ProgressOptions, plainProgress } from '../progress.ts';
import { visible } from '../visible.ts';

/** Shows the progress of several images at once; the caller owns the timer of `tick`. */
export interface ManyView {
  show(label: string, event: ProgressEvent): void;
  /** An image is done; its line stays. */
  ended(label: string, text: string): void;
  tick(): void;
  end(): void;
}

/** For logs: lines as of one image, each with the image in it. */
export function plainMany(options: ProgressOptions): ManyView {
  const views = new Map<string, ReturnType<typeof plainProgress>>();
  const start = options.now();
  const viewOf = (label: string) => {
    const known = views.get(label);
    if (known) return known;
    // All count from the start of the run.
    const now = () => options.now();
    const view = plainProgress({ ...options, now: startingAt(start, now) });
    views.set(label, view);
    return view;
  };
  return {
    show: (label, event) => viewOf(label).show(named(label, event)),
    ended: (label, message) => viewOf(label).show(named(label, { phase: 'end', message })),
    tick() {},
    end() {},
  };
}

function named(label: string, { phase, message, ...rest }: ProgressEvent): ProgressEvent {
  return { ...rest, phase: label ? `${label} ${phase}` : phase, message };
}

/** A clock whose first answer is the start of another. */
function startingAt(start: number, now: () => number): () => number {
  let first = true;
  return () => {
    if (!first) return now();
    first = false;
    return start;
  };
}

/** For terminals: a line for each image that runs, rewritten in place; those of ended ones stay above. */
export function liveMany({ write, now, width }: ProgressOptions): ManyView {
  const running = new Map<string, { event: ProgressEvent; start: number }>();
  let drawn = 0;
  const draw = (above: string[] = []) => {
    const up = drawn > 0 ? `\x1b[${drawn}A` : '';
    const rows = [...running].map(([label, { event, start }]) =>
      clipped(
        `${label ? `${visible(label)}  ` : ''}${seconds(now() - start)}  ${visible(textOf(event))}`,
      ),
    );
    const lines = [...above.map(clipped), ...rows].map((line) => `\r\x1b[2K${line}\n`);
    // Rows that are gone leave lines below, which are emptied.
    const gone = Math.max(0, drawn - lines.length);
    const empty = '\r\x1b[2K\n'.repeat(gone) + (gone > 0 ? `\x1b[${gone}A` : '');
    drawn = rows.length;
    write(up + lines.join('') + empty);
  };
  // The last column stays free: a full line would wrap and break the counting of lines.
  const clipped = (line: string) =>
    line.length < width ? line : `${line.slice(0, Math.max(width - 2, 0))}…`;
  return {
    show(label, event) {
      running.set(label, { event, start: running.get(label)?.start ?? now() });
      draw();
    },
    ended(label, text) {
      running.delete(label);
      draw([`${visible(label)}  ${visible(text)}`]);
    },
    tick() {
      if (running.size > 0) draw();
    },
    end() {
      running.clear();
      if (drawn > 0) draw();
    },
  };
}

function textOf({ phase, message, done, total }: ProgressEvent): string {
  const text = `${phase}: ${message}`;
  if (done === undefined || !total) return text;
  return `${text} ${Math.min(100, Math.floor((done / total) * 100))} %`;
}

function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(1)}s`;
}
