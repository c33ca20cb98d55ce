/** Who tries something. */
export type Who =
  | 'a scanner'
  | 'a smoke-tested program'
  | 'a step'
  | 'a later step'
  | 'the build'
  | 'the next build';

const EVERYWHERE = [
  'a session of the engine in the environment',
  'credentials in an environment',
  'a socket of an engine',
  'a file of the machine',
  'the loopback of the machine',
  'processes of others',
  'a mount',
  'a disk of the machine',
  'the memory of the kernel',
  "the kernel's log",
  'a setting of the kernel',
  "the kernel's SysRq",
];

const CONFINED = [
  'the network',
  'the root of the image',
  'a capability',
  'new privileges',
  'a call without a filter',
  'namespaces of its own',
  'a control group',
  'a device',
];

/** What each tries to reach: the program in pry/ names it so, and `the build` is what is seen of it outside. */
export const TRIES: Record<Who, string[]> = {
  'a scanner': [
    ...EVERYWHERE,
    ...CONFINED,
    ...['what is scanned', 'the database', 'settings of the project'],
  ],
  'a smoke-tested program': [...EVERYWHERE, ...CONFINED],
  'a step': EVERYWHERE,
  'a later step': ['the secret of an earlier step', 'a step that has ended'],
  'the build': [
    'a test that says that it holds',
    'files of the project',
    'the report',
    'a tool of the toolchain in the place of one of ours',
    'the exit code of a step',
    'the result on stdout',
    'the terminal and the log of a CI',
    'the volume of another project',
  ],
  'the next build': ['a cache that other steps poisoned'],
};
