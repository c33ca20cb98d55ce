import type { Progress, ProgressEvent } from '../progress.ts';
import { visible } from './visible.ts';
import { formatBytes } from './words.ts';

export interface ProgressOptions {
  write(text: string): void;
  /** Columns of the terminal. */
  width: number;
  /** Milliseconds, of any clock that only goes forward. */
  now(): number;
}

export interface ProgressView {
  show: Progress;
  /** Draws again, so that the times go on while nothing happens; the caller owns the timer. */
  tick(): void;
  /** Ends the view; the last state stays on the screen. */
  end(): void;
}

/** A log of something that takes long says now and then that it goes on, in milliseconds. */
const STILL_MS = 10_000;

/** For logs: one line for each new message, with the seconds since the start. */
export function plainProgress({ write, now }: ProgressOptions): ProgressView {
  const start = now();
  const last = new Map<string, { key: string; at: number }>();
  return {
    show(event) {
      // Counts go up many times a second; a log needs the first, the last and some between.
      const done = event.total !== undefined && event.done === event.total;
      const key = `${event.message}\0${done}`;
      const told = last.get(event.phase);
      const counts = event.total !== undefined && !done;
      const still = counts && told !== undefined && now() - told.at >= STILL_MS;
      if (told?.key === key && !still) return;
      last.set(event.phase, { key, at: now() });
      write(`[${seconds(now() - start).padStart(7)}] ${phaseOf(event)}  ${textOf(event)}\n`);
    },
    tick() {},
    end() {},
  };
}

interface Row {
  event: ProgressEvent;
  start: number;
  /** When the row stopped being the newest thing of its phase, if its phase is complete. */
  end?: number;
}

/** For terminals: one line for each phase, rewritten in place. */
export function liveProgress({ write, now, width }: ProgressOptions): ProgressView {
  const rows = new Map<string, Row>();
  let drawn = 0;
  const draw = () => {
    const up = drawn > 0 ? `\x1b[${drawn}A` : '';
    const lines = [...rows.values()].map((row) => `\r\x1b[2K${lineOf(row)}\n`);
    drawn = rows.size;
    write(up + lines.join(''));
  };
  const lineOf = ({ event, start, end }: Row) => {
    const line = `${phaseOf(event)}  ${seconds((end ?? now()) - start).padStart(7)}  ${textOf(event)}`;
    // The last column stays free: a full line would wrap and break the counting of lines.
    return line.length < width ? line : `${line.slice(0, Math.max(width - 2, 0))}…`;
  };
  return {
    show(event) {
      const complete = event.total !== undefined && event.done === event.total;
      const start = rows.get(event.phase)?.start ?? now();
      rows.set(event.phase, { event, start, ...(complete && { end: now() }) });
      draw();
    },
    tick() {
      if (rows.size > 0) draw();
    },
    end() {
      if (rows.size > 0) draw();
      rows.clear();
      drawn = 0;
    },
  };
}

function phaseOf({ phase }: ProgressEvent): string {
  return visible(phase).padEnd(10);
}

function textOf({ message, done, total, unit }: ProgressEvent): string {
  const text = visible(message);
  if (done === undefined || !total) return text;
  const bytes = unit ? ` ${formatBytes(done)} of ${formatBytes(total)},` : '';
  return `${text}${bytes} ${Math.min(100, Math.floor((done / total) * 100))} %`;
}

function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(1)}s`;
}
