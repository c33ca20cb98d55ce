import { setTimeout as sleep } from 'node:timers/promises';
import { error, HardenError } from '../diagnostics/diagnostic.ts';
import { canPing, ping } from './ping.ts';

export interface Watch {
  lost: Promise<never>;
  /** Looks now, after a failure: rejects with `engine/lost` if the engine is what failed. */
  check: () => Promise<void>;
  stop: () => void;
}

const EVERY_MS = 2_000;
const TIMEOUT_MS = 2_000;
/** A machine under load may be slow to answer once; a refused connection is certain. */
const SILENCES = 2;

/**
 * Watches an engine while it is used: its socket is asked every 2 s, and the end of the session
 * process counts at once. `detail` gives the last words of that process.
 */
export function watchEngine(
  address: string,
  sessionEnded: Promise<void>,
  detail: () => string,
): Watch {
  let stopped = false;
  let isLost = false;
  let timer: NodeJS.Timeout | undefined;
  let silences = 0;
  let lose: (reason: HardenError) => void = () => {};
  const lost = new Promise<never>((_, reject) => {
    lose = reject;
  });
  // Whoever waits for it sees the reason; without anybody waiting it must not end the process.
  lost.catch(() => {});

  const stop = () => {
    stopped = true;
    clearTimeout(timer);
  };
  const end = (what: string) => {
    if (stopped) return;
    stop();
    isLost = true;
    lose(new HardenError(engineLost(address, what, detail())));
  };
  const look = async () => {
    const answer = await ping(address, TIMEOUT_MS);
    silences = answer === 'silent' ? silences + 1 : 0;
    if (answer === 'refused') end('refuses connections');
    else if (silences >= SILENCES) end('no longer answers');
    else schedule();
  };
  const schedule = () => {
    if (stopped) return;
    timer = setTimeout(() => void look(), EVERY_MS);
    timer.unref();
  };

  const check = async () => {
    // What broke may be seen a moment before the socket is closed.
    for (const pause of [0, 200]) {
      await sleep(pause);
      const gone = canPing(address) && (await ping(address, TIMEOUT_MS)) === 'refused';
      if (gone) end('refuses connections');
    }
    if (isLost) await lost;
  };

  void sessionEnded.then(() => end('ended the session'));
  if (canPing(address)) schedule();
  return { lost, check, stop };
}

function engineLost(address: string, what: string, detail: string) {
  return error('engine/lost', `the engine at ${address} ${what} in the middle of the work`, {
    hint: 'look at harden engine status and the engine log, then run the command again',
    ...(detail && { detail }),
  });
}
