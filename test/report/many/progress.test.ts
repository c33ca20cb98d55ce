import { expect, test } from 'vitest';
import { liveMany, plainMany } from '../../../src/report/many/progress.ts';

const ESC = '\u001b';
const PARTS = new RegExp(`${ESC}\\[\\d+A|${ESC}\\[2K|\\r|\\n|[^${ESC}\\r\\n]+`, 'g');
const UP = new RegExp(`^${ESC}\\[(\\d+)A$`);

/** What a terminal shows after these bytes: lines, with the cursor moved up and lines emptied. */
function screen(bytes: string): string[] {
  const lines: string[] = [];
  let row = 0;
  for (const part of bytes.match(PARTS) ?? []) {
    const up = UP.exec(part);
    if (up) row -= Number(up[1]);
    else if (part === '\x1b[2K') lines[row] = '';
    else if (part === '\n') row += 1;
    else if (part !== '\r') lines[row] = (lines[row] ?? '') + part;
  }
  return lines;
}

function recorded(make: typeof liveMany, width = 60) {
  let time = 0;
  let written = '';
  const write = (text: string) => {
    written += text;
  };
  const view = make({ write, width, now: () => time });
  return { view, at: (seconds: number) => (time = seconds * 1000), written: () => written };
}

test('a terminal has a line for each image that runs, below those that have ended', () => {
  const { view, at, written } = recorded(liveMany);
  view.show('api', { phase: 'build', message: 'building' });
  view.show('worker', { phase: 'inputs', message: 'resolving', done: 1, total: 2 });
  at(3);
  view.ended('api', 'passed  3.0 s');
  view.show('web', { phase: 'build', message: 'building' });
  at(5);
  view.tick();
  expect(screen(written()).filter(Boolean)).toEqual([
    'api  passed  3.0 s',
    'worker  5.0s  inputs: resolving 50 %',
    'web  2.0s  build: building',
  ]);
  view.ended('worker', 'failed');
  view.ended('web', 'passed');
  view.end();
  expect(screen(written()).filter(Boolean)).toEqual([
    'api  passed  3.0 s',
    'worker  failed',
    'web  passed',
  ]);
});

test('no line is wider than the terminal, and none acts on it', () => {
  const { view, written } = recorded(liveMany, 20);
  view.show('a\x1b[31m', { phase: 'build', message: 'x'.repeat(50) });
  view.ended('a\x1b[31m', 'y'.repeat(50));
  view.end();
  for (const line of screen(written())) expect(line.length).toBeLessThan(20);
  expect(written()).not.toContain('\x1b[31m');
});

test('a log has the image in each line, and the time since the run began', () => {
  const { view, at, written } = recorded(plainMany);
  at(2);
  view.show('api', { phase: 'build', message: 'building' });
  view.show('api', { phase: 'build', message: 'building' });
  at(4);
  view.ended('api', 'passed');
  expect(written().split('\n')).toEqual([
    '[   2.0s] api build   building',
    '[   4.0s] api end     passed',
    '',
  ]);
});
