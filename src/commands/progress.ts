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
  const views = viewsOf(terminal);
  const timer = setInterval(() => views.forEach((view) => void view.tick()), REDRAW_MS);
  timer.unref();
  return {
    show: (event) => views.forEach((view) => void view.show(event)),
    tick: () => views.forEach((view) => void view.tick()),
    end() {
      clearInterval(timer);
      for (const view of views) view.end();
    },
  };
}

/** On the terminal, unless nothing is wanted there, and as lines in the log file. */
function viewsOf({ live, quiet, draw, log, err, width }: Terminal): ProgressView[] {
  const now = () => performance.now();
  const write = draw ?? err;
  return [
    ...(quiet ? [] : [(live ? liveProgress : plainProgress)({ write, width, now })]),
    ...(log ? [plainProgress({ write: log, width, now })] : []),
  ];
}
