import { liveProgress, type ProgressView, plainProgress } from '../report/progress.ts';
import type { Terminal } from './terminal.ts';

const REDRAW_MS = 1_000;

/** Progress on stderr: rows that are redrawn on a terminal, plain lines in CI. */
export function showProgress(terminal: Terminal): ProgressView {
  const make = terminal.live ? liveProgress : plainProgress;
  const view = make({
    write: terminal.err,
    width: terminal.width,
    now: () => performance.now(),
  });
  const timer = setInterval(() => view.tick(), REDRAW_MS);
  timer.unref();
  return {
    ...view,
    end() {
      clearInterval(timer);
      view.end();
    },
  };
}
