import { resolve } from 'node:path';
import { error, HardenError } from '../diagnostics/diagnostic.ts';
import { EXIT } from '../diagnostics/exit-codes.ts';
import { otherEngine } from '../engine/discover.ts';
import { engineImage } from '../engine/engine-image.ts';
import { installEngine } from '../engine/install.ts';
import { renderStatus } from '../engine/render-status.ts';
import { startEngine } from '../engine/start.ts';
import { engineStatus } from '../engine/status.ts';
import { stopEngine, uninstallEngine } from '../engine/stop.ts';
import { withProgress } from './progress.ts';
import type { CommandRun, Options, Terminal } from './terminal.ts';

type Action = (options: Options, terminal: Terminal) => Promise<void>;

const ACTIONS: Record<string, Action> = { install, start, stop, status, uninstall, image };

/** `harden engine install | start | stop | status | uninstall | image` */
export const runEngine: CommandRun = async ([action = ''], options, terminal) => {
  const run = ACTIONS[action];
  if (!run) {
    throw new HardenError(
      error('cli/bad-option', `the engine cannot ${JSON.stringify(action)}`, {
        hint: `use one of: ${Object.keys(ACTIONS).join(', ')}`,
      }),
    );
  }
  await run(options, terminal);
  return EXIT.passed;
};

async function install(options: Options, terminal: Terminal): Promise<void> {
  const other = options['ifNeeded'] ? await otherEngine({ env: terminal.env }) : undefined;
  if (other) {
    terminal.err(`Not needed here: ${other}\n`);
    return;
  }
  await withProgress(terminal, (progress) => installEngine({ progress, signal: terminal.signal }));
}

async function start(options: Options, terminal: Terminal): Promise<void> {
  const info = await withProgress(terminal, (progress) =>
    startEngine({ progress, signal: terminal.signal }),
  );
  terminal.out(options['json'] ? `${JSON.stringify(info, null, 2)}\n` : `${info.address}\n`);
}

async function stop(_options: Options, terminal: Terminal): Promise<void> {
  await withProgress(terminal, (progress) => stopEngine({ progress }));
}

async function status(options: Options, terminal: Terminal): Promise<void> {
  const found = await engineStatus();
  terminal.out(
    options['json'] ? `${JSON.stringify(found, null, 2)}\n` : renderStatus(found, terminal.width),
  );
}

async function uninstall(_options: Options, terminal: Terminal): Promise<void> {
  await withProgress(terminal, (progress) => uninstallEngine({ progress }));
}

async function image(options: Options, terminal: Terminal): Promise<void> {
  const output = resolve(terminal.cwd, String(options['output'] ?? 'harden-engine.tar'));
  const made = await withProgress(terminal, (progress) =>
    engineImage({ output, progress, signal: terminal.signal }),
  );
  terminal.out(
    options['json'] ? `${JSON.stringify(made, null, 2)}\n` : `${made.name}@${made.digest}\n`,
  );
}
