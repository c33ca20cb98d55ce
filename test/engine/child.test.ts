import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { capture, lastLines, runLogged } from '../../src/engine/child.ts';
import { isRunning } from '../../src/engine/processes.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'harden-child-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const node = (script: string) => [process.execPath, '-e', script];

describe('capture', () => {
  test('gives code and output, and takes input', async () => {
    const script =
      "process.stdin.pipe(process.stdout); process.stderr.write('talk'); process.exitCode = 3;";
    const outcome = await capture(node(script), { input: 'in' });
    expect(outcome).toEqual({ code: 3, stdout: 'in', stderr: 'talk' });
  });

  test('a program that is not there is -1', async () => {
    expect((await capture(['/nowhere/program'])).code).toBe(-1);
  });

  test('a program that hangs is ended, although its child holds the pipe open', async () => {
    const script = `const { spawn } = require('node:child_process');
      const child = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 60000)'], { stdio: 'inherit' });
      require('node:fs').writeFileSync(${JSON.stringify(join(folder, 'pid'))}, String(child.pid));`;
    const outcome = await capture(node(script), { timeout: 1_500 });
    expect(outcome.code).toBe(-1);
    process.kill(Number(await readFile(join(folder, 'pid'), 'utf8')), 'SIGKILL');
  });
});

describe('runLogged', () => {
  test('writes the command and both outputs to the log', async () => {
    const log = join(folder, 'logs', 'build.log');
    const script = "console.log('out'); console.error('err'); process.exitCode = 2;";
    expect(await runLogged(node(script), { log })).toBe(2);
    const text = await readFile(log, 'utf8');
    expect(text).toContain(`$ ${process.execPath} -e `);
    expect(text).toContain('out\n');
    expect(text).toContain('err\n');
    expect(await lastLines(log, 2)).not.toContain('$ ');
  });

  test('an abort ends the program and what it started', async () => {
    const log = join(folder, 'build.log');
    const pids = join(folder, 'pids');
    const script = `const { spawn } = require('node:child_process');
      const child = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 60000)']);
      require('node:fs').writeFileSync(${JSON.stringify(pids)}, process.pid + ' ' + child.pid);
      setTimeout(() => {}, 60000);`;
    const controller = new AbortController();
    const running = runLogged(node(script), { log, signal: controller.signal });
    const started = await vi.waitFor(async () => {
      const text = await readFile(pids, 'utf8');
      expect(text).toMatch(/^\d+ \d+$/);
      return text.split(' ').map(Number);
    });
    controller.abort(new Error('interrupted'));
    await expect(running).rejects.toThrow('interrupted');
    // A killed process that nobody waits for may stay as a zombie, with no command line.
    await vi.waitFor(() => {
      expect(started.filter((pid) => isRunning(pid, 'setTimeout'))).toEqual([]);
    });
  });
});

test('lastLines of a file that is not there is empty', async () => {
  expect(await lastLines(join(folder, 'absent'))).toBe('');
});
