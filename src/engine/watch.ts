import { setTimeout as sleep } from 'node:timers/promises';
import { error, HardenError } from '../diagnostics/diagnostic.ts';
import { knock } from './knock.ts';
import { type Answer, canPing, ping } from './ping.ts';

export interface Watch {
  lost: Promise<never>;
  /** Looks now, after a failure: rejects with `engine/lost` if the engine is what failed. */
  check: () => Promise<void>;
  stop: () => void;
  isLost: () => boolean;
}

const EVERY_MS = 2_000;
/** To a container or a pod a program has to be started each time. */
const KNOCK_EVERY_MS = 30_000;
const TIMEOUT_MS = 2_000;
/** A machine under load may be slow to answer once; a refused connection is certain. */
const SILENCES = 2;

/**
 * Watches an engine while it is used: its socket is asked every 2 s, one in a container or a pod every
 * 30 s, and the end of the session
 * process counts at once. `detail` gives the last words of that process.
 */
export function watchEngine(
  address: string,
  sessionEnded: Promise<void>,
  detail: () => string,
  every = canPing(address) ? EVERY_MS : KNOCK_EVERY_MS,
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
    const answer = await ask(address);
    silences = answer === 'silent' ? silences + 1 : 0;
    if (answer === 'refused') end('refuses connections');
    else if (silences >= SILENCES) end('no longer answers');
    else schedule();
  };
  const schedule = () => {
    if (stopped) return;
    timer = setTimeout(() => void look(), every);
    timer.unref();
  };

  const check = async () => {
    // What broke may be seen a moment before the socket is closed.
    for (const pause of isLost ? [] : [0, 200]) {
      await sleep(pause);
      const gone = canPing(address) && (await ping(address, TIMEOUT_MS)) === 'refused';
      if (gone) end('refuses connections');
    }
    if (isLost) await lost;
  };

  void sessionEnded.then(() => end('ended the session'));
  schedule();
  return { lost, check, stop, isLost: () => isLost };
}

/** A client that does not get through may only be slow. */
async function ask(address: string): Promise<Answer> {
  if (canPing(address)) return ping(address, TIMEOUT_MS);
  return (await knock(address, process.env)) ? 'silent' : 'answers';
}

function engineLost(address: string, what: string, detail: string) {
  return error('engine/lost', `the engine at ${address} ${what} in the middle of the work`, {
    hint: 'look at harden engine status and the engine log, then run the command again',
    ...(detail && { detail }),
  });
}
