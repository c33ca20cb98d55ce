import { expect, test } from 'vitest';
import { liveProgress, type ProgressOptions, plainProgress } from '../../src/report/progress.ts';

function start(make: typeof liveProgress, width = 60) {
  const clock = { ms: 5_000 };
  const written: string[] = [];
  const options: ProgressOptions = {
    write: (text) => written.push(text),
    width,
    now: () => clock.ms,
  };
  return { view: make(options), clock, written };
}

test('writes a line with the elapsed time for each new message', () => {
  const { view, clock, written } = start(plainProgress);
  view.show({ phase: 'base', message: 'reading the index' });
  clock.ms += 1_234;
  view.show({ phase: 'base', message: 'downloading', done: 0, total: 200 });
  for (let done = 1; done < 200; done++)
    view.show({ phase: 'base', message: 'downloading', done, total: 200 });
  view.show({ phase: 'base', message: 'downloading', done: 200, total: 200 });
  clock.ms += 100_000;
  view.show({ phase: 'scan', message: 'scanning\u001b[2J' });
  view.tick();
  view.end();
  expect(written).toEqual([
    '[   0.0s] base        reading the index\n',
    '[   1.2s] base        downloading 0 %\n',
    '[   1.2s] base        downloading 100 %\n',
    '[ 101.2s] scan        scanning\\u{1b}[2J\n',
  ]);
});

test('a log hears of what takes long, and of its bytes', () => {
  const { view, clock, written } = start(plainProgress);
  const event = { phase: 'push', message: 'pushing', total: 4_000_000, unit: 'bytes' } as const;
  for (let done = 0; done <= 4_000_000; done += 1_000_000) {
    view.show({ ...event, done });
    clock.ms += 6_000;
  }
  expect(written).toEqual([
    '[   0.0s] push        pushing 0 B of 4.0 MB, 0 %\n',
    '[  12.0s] push        pushing 2.0 MB of 4.0 MB, 50 %\n',
    '[  24.0s] push        pushing 4.0 MB of 4.0 MB, 100 %\n',
  ]);
});

test('rewrites one line for each phase', () => {
  const { view, clock, written } = start(liveProgress);
  view.show({ phase: 'base', message: 'reading' });
  clock.ms += 2_000;
  view.show({ phase: 'build', message: 'compiling' });
  clock.ms += 500;
  view.tick();
  expect(written).toEqual([
    '\r\u001b[2Kbase           0.0s  reading\n',
    '\u001b[1A\r\u001b[2Kbase           2.0s  reading\n\r\u001b[2Kbuild          0.0s  compiling\n',
    '\u001b[2A\r\u001b[2Kbase           2.5s  reading\n\r\u001b[2Kbuild          0.5s  compiling\n',
  ]);
});

test('stops the time of a phase that is complete', () => {
  const { view, clock, written } = start(liveProgress);
  view.show({ phase: 'base', message: 'downloading', done: 1, total: 2 });
  clock.ms += 1_000;
  view.show({ phase: 'base', message: 'downloading', done: 2, total: 2 });
  clock.ms += 9_000;
  view.tick();
  expect(written.at(-1)).toBe('\u001b[1A\r\u001b[2Kbase           1.0s  downloading 100 %\n');
});

test('never fills a line, so that the terminal does not wrap it', () => {
  const { view, written } = start(liveProgress, 40);
  view.show({ phase: 'build', message: 'x'.repeat(200) });
  const [line = ''] = written;
  expect(line.replace('\r\u001b[2K', '').trimEnd()).toHaveLength(39);
  expect(line).toContain('…');
});

test('writes nothing when there was nothing to show, and nothing twice after the end', () => {
  const { view, written } = start(liveProgress);
  view.tick();
  view.end();
  expect(written).toEqual([]);
  view.show({ phase: 'base', message: 'reading' });
  view.end();
  const length = written.length;
  view.tick();
  view.end();
  expect(written).toHaveLength(length);
});

test('takes a broken total for none', () => {
  const { view, written } = start(plainProgress);
  view.show({ phase: 'base', message: 'downloading', done: 5, total: 0 });
  view.show({ phase: 'scan', message: 'reading', done: 300, total: 200 });
  expect(written).toEqual([
    '[   0.0s] base        downloading\n',
    '[   0.0s] scan        reading 100 %\n',
  ]);
});
