import type { Progress } from '../progress.ts';
import { liveProgress, type ProgressView, plainProgress } from '../report/progress.ts';
import type { Terminal } from './terminal.ts';

const REDRAW_MS = 1_000;

/** Shows the progress of the work on stderr: rows that are redrawn on a terminal, lines in CI. */
export async function withProgress<T>(
  terminal: Terminal,
  work: (progress: Progress) => Promise<T>,
): Promise<T> {
  const view = showProgress(terminal);
  try {
    return await work(view.show);
  } finally {
    view.end();
  }
}

function showProgress(terminal: Terminal): ProgressView {
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
