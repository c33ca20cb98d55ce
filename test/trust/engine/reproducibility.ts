import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { harden, ROOT } from '../../program.ts';
import { type Amount, type Case, type Outcome, section } from '../section.ts';
import { programWithout } from './program-without.ts';
import { inSurroundings, SURROUNDINGS, type Surroundings } from './surroundings.ts';

interface Input {
  example: string;
  surroundings: Surroundings;
  cold: boolean;
}

/** Gives the digest of the image, or how the program ended. */
type Build = (input: Input) => Promise<string>;

/** A program that is brought to `language: binary` is not built by harden. */
const EXAMPLES = readdirSync(join(ROOT, 'examples')).filter(
  (name) => name !== 'ci' && !name.startsWith('binary-'),
);

/** Those that are quick to compile: for them one thing after the other differs too, for the rest much at once. */
const EACH = ['go-api', 'python-api'];

/** One of each other language, as to compile all of them with nothing cached takes most of an hour. */
const COLD = ['java-worker', 'node-api', 'rust-worker'];

const AT_ONCE = SURROUNDINGS.slice(0, 2);

/** The digest of each example as it is, which all others have to be. */
const first = new Map<string, Promise<string>>();

export const reproducibility = section<Input, Build>({
  name: `reproducibility: ${EXAMPLES.length} examples in up to ${SURROUNDINGS.length} surroundings`,
  promise: 'one digest for each example',
  meaning:
    'Another folder, time zone and language, other rights, times and orders of files at once, and for two examples each alone, and by another user with empty caches; steps run again where what the engine is sent is not the same. An example of each language is built with nothing cached, two of them on an engine that has built nothing; two builds at a time. With `--whole` all are built in each of these surroundings, nothing cached.',
  seconds: 900,
  // Two processors are busy then.
  atOnce: 2,
  cases,
  defence: (input) => build(input),
  attempt,
  sabotage: { takenOut: 'the fixed time in the configuration', defence: withItsTime },
});

/** Surroundings of each example, or two of a small one; the first is what the others are held to. */
function* cases(amount: Amount, whole: boolean): Generator<Case<Input>> {
  const isShort = amount === 'short';
  for (const example of isShort ? ['python-worker'] : EXAMPLES) {
    const each = whole || (!isShort && EACH.includes(example));
    for (const surroundings of each ? SURROUNDINGS : AT_ONCE) {
      const once = surroundings.cold === true && (isShort || COLD.includes(example));
      const cold = whole || once || surroundings.on === 'another engine';
      const input = { example, surroundings, cold };
      yield { name: `${example}, ${surroundings.what}`, input };
    }
  }
}

async function attempt(make: Build, input: Input): Promise<Outcome> {
  const own = make(input);
  const wanted = first.get(input.example) ?? own;
  first.set(input.example, wanted);
  const digest = await own;
  if (!digest.startsWith('sha256:')) return { got: 'no image', broke: digest };
  if (digest !== (await wanted)) return { got: 'another', broke: `${digest}, not ${await wanted}` };
  return { got: input.cold ? 'the same, built cold' : 'the same' };
}

function build({ example, surroundings, cold }: Input, program?: string): Promise<string> {
  return inSurroundings(example, surroundings, async (project, options) => {
    const args = ['build', project, '--json', cold ? '--no-cache' : '--force'];
    // A step that the engine is sent the very same files for is not run again.
    const env = { ...options.env, HARDEN_CACHE_SCOPE: `trust-${example}` };
    const { code, stdout, stderr } = await harden(args, {
      ...{ ...options, env },
      ...(program && { program }),
    });
    // An example with a vulnerability is built too, and fails its policy; what one scanner cannot prove is no matter here.
    if (![0, 1, 4].includes(code ?? -1)) return `exit code ${code}: ${stderr.slice(-500)}`;
    return JSON.parse(stdout).image.digest;
  });
}

let sabotaged: Promise<string> | undefined;

async function withItsTime(input: Input): Promise<string> {
  sabotaged ??= programWithout({
    file: 'src/oci/config.ts',
    piece: "const EPOCH = '1970-01-01T00:00:00Z';",
    instead: 'const EPOCH = new Date().toISOString();',
  });
  return build(input, await sabotaged);
}
