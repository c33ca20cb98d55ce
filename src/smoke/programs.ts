import type { OciConfig } from '../oci/spec.ts';
import type { SmokeTest } from '../plan/types.ts';
import { type ContainerConfig, containerOf } from './container.ts';
import { type Relay, type RunningService, relaysOf } from './services.ts';
import type { User } from './user.ts';

/** One start of a program of the image, and the tests that are made of it. */
export interface SmokeProgram {
  config: ContainerConfig;
  relays?: Relay[];
  /** The most bytes of memory that it may have. */
  memory?: number;
  tests: Question[];
}

/** A test without its place in the spec, which would make an engine run it again when a line moves. */
type Question = { index: number; config?: ContainerConfig } & DistributiveOmit<SmokeTest, 'origin'>;

type DistributiveOmit<T, K extends keyof T> = T extends unknown ? Omit<T, K> : never;

/**
 * The image's own program once, for all tests that want it, and one for each `run`; all that once
 * more for each further user, whose tests are counted on.
 */
export function programsOf(
  tests: readonly SmokeTest[],
  image: OciConfig,
  {
    users,
    writable,
    services = [],
    memory,
  }: {
    users: readonly User[];
    writable: readonly string[];
    services?: readonly RunningService[];
    memory?: number;
  },
): SmokeProgram[] {
  return users.flatMap((user, at) =>
    programsAs(tests, image, {
      user,
      writable,
      ...(memory && { memory }),
      relays: relaysOf(services, at),
      from: at * tests.length,
    }),
  );
}

function programsAs(
  tests: readonly SmokeTest[],
  image: OciConfig,
  {
    from,
    relays,
    memory,
    ...run
  }: {
    user: User;
    writable: readonly string[];
    relays: Relay[];
    from: number;
    memory?: number;
  },
): SmokeProgram[] {
  const questions = tests.map(
    ({ origin: _, ...test }, index): Question => ({
      ...test,
      index: from + index,
      // A container beside that of the program, in the same network.
      ...(test.kind === 'health' && { config: containerOf(image, { ...run, args: test.run }) }),
    }),
  );
  const reached = { ...(relays.length > 0 && { relays }), ...(memory && { memory }) };
  const own = questions.filter((test) => test.kind !== 'run');
  const args = [...(image.config?.Entrypoint ?? []), ...(image.config?.Cmd ?? [])];
  return [
    ...(own.length > 0
      ? [{ config: containerOf(image, { ...run, args }), ...reached, tests: own }]
      : []),
    ...questions.flatMap((test) =>
      test.kind === 'run'
        ? [{ config: containerOf(image, { ...run, args: test.run }), ...reached, tests: [test] }]
        : [],
    ),
  ];
}
