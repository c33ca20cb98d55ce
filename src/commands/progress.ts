import type { CiLog } from '../ci/log.ts';
import type { Progress } from '../progress.ts';
import { liveMany, type ManyView, plainMany } from '../report/many/progress.ts';
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

/** The same for several images at once. */
export async function withManyProgress<T>(
  terminal: Terminal,
  work: (view: Pick<ManyView, 'show' | 'ended'>) => Promise<T>,
): Promise<T> {
  const { live, quiet, draw, log, err, width } = terminal;
  const now = () => performance.now();
  const write = draw ?? err;
  const views = [
    ...(quiet ? [] : [(live ? liveMany : plainMany)({ write, width, now })]),
    ...(log ? [plainMany({ write: log, width, now })] : []),
  ];
  const timer = setInterval(() => views.forEach((view) => void view.tick()), REDRAW_MS);
  timer.unref();
  try {
    return await work({
      show: (...told) => views.forEach((view) => void view.show(...told)),
      ended: (...told) => views.forEach((view) => void view.ended(...told)),
    });
  } finally {
    clearInterval(timer);
    for (const view of views) view.end();
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
function viewsOf({ live, quiet, draw, log, err, width, ci }: Terminal): ProgressView[] {
  const now = () => performance.now();
  const write = draw ?? err;
  const view = quiet ? undefined : (live ? liveProgress : plainProgress)({ write, width, now });
  return [
    ...(view ? [ci ? folded(view, ci) : view] : []),
    ...(log ? [plainProgress({ write: log, width, now })] : []),
  ];
}

/** In the log of a CI, progress is a part that is folded: what matters stands below it. */
function folded(view: ProgressView, ci: CiLog): ProgressView {
  let unfold: (() => void) | undefined;
  return {
    ...view,
    show(event) {
      unfold ??= ci.fold('harden at work');
      view.show(event);
    },
    end() {
      view.end();
      unfold?.();
    },
  };
}
