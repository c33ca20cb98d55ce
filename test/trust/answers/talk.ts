import { GOOD, type Published } from './image.ts';
import type { Answers, Misbehave, Places } from './servers.ts';

/** Something that harden asks of servers, from the first request to what is made of the answers. */
export interface Talk {
  name: string;
  /** `image`: what a registry has. */
  begin(places: Places, image?: Published): Begun | Promise<Begun>;
}

export interface Begun {
  answers: Answers;
  /** What the good server does besides: ask for a login, take what is pushed. */
  guard?: Misbehave;
  /** Says in what way that which was read is not what it should be. */
  ask(at: Situation): Promise<string | undefined>;
}

export interface Situation {
  places: Places;
  /** Empty. */
  folder: string;
  signal: AbortSignal;
  /** Told by harden of each wait, in milliseconds. */
  waiting(milliseconds: number): void;
}

/** In milliseconds; whoever is silent for longer is given up. */
const TIMEOUT = 100;

export function patience({ waiting }: Pick<Situation, 'waiting'>) {
  return { timeout: TIMEOUT, retryDelay: 1, tries: 2, waiting };
}

export const imageOf = (image: Published | undefined): Published => image ?? GOOD;
