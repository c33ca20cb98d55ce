import { installed } from './hints.ts';
import type { Instruction } from './lexer.ts';
import type { Context, Said } from './translate.ts';

/** Commands by what stands for them in a spec. */
const COMMANDS: [command: RegExp, says: string, done: boolean][] = [
  [
    /^(?:pip3?|uv|poetry|pdm|pipenv|npm|pnpm|yarn|bun|corepack|go|cargo|rustup|mvn|\.?\/?mvnw|gradle|\.?\/?gradlew|python3?(?:\.\d+)? -m (?:pip|venv))\b/,
    'the preset does it',
    true,
  ],
  [
    /^(?:apt-get|apt) (?:-\S+ )*(?:update|upgrade|clean|autoremove|purge|dist-upgrade)\b|^rm -\w+ \/(?:var|tmp|root)\b|^rm -\w+ ~/,
    'nothing of it ships',
    true,
  ],
  [
    /^(?:groupadd|useradd|addgroup|adduser|usermod|chown)\b/,
    'the user is a number, and owns nothing',
    true,
  ],
  [/^(?:mkdir|chmod|ln|touch)\b/, 'folders that the program writes are runtime.writable', false],
  [/^apk\b/, 'these are packages of Alpine: write base: alpine, or their Debian names', false],
  [
    /^(?:yum|dnf|microdnf)\b/,
    'these are packages of another distribution: find their Debian names',
    false,
  ],
  [/^(?:curl|wget|git)\b/, 'let a step of the build fetch it, and check it: build.steps', false],
  [/^(?:set|export|cd|echo|true|:)(?:\s|$)/, 'a shell’s own', true],
];

/** A RUN is as well translated as the least of its commands. */
export function shownRun(one: Instruction, context: Context): Said {
  const script = [one.json?.join(' ') ?? one.rest, ...one.heredocs].join('\n');
  const said = script
    .split(/&&|\|\||;|\n/)
    .map((command) => command.trim().replace(/^(?:\w+=\S* +)+/, ''))
    .filter((command) => command !== '' && !/^(?:#|<<)/.test(command))
    .map((command) => shownCommand(command, context));
  const left = said.filter(([done]) => !done);
  const shown = left.length > 0 ? left : said;
  const says = [...new Set(shown.map(([, text]) => text))].join('; ');
  return [left.length === 0, says || 'nothing is in it'];
}

function shownCommand(command: string, { ships, draft }: Context): Said {
  const packages = installed(command);
  if (packages.length > 0) return packaged(packages, ships, draft.toolchain?.packages ?? []);
  const known = COMMANDS.find(([pattern]) => pattern.test(command));
  if (known) return [known[2], known[1]];
  return [false, `${command.split(/\s+/)[0]} is no step of the preset: write it below build.steps`];
}

/** Libraries come with what is built against them; tools are the toolchain's. */
function packaged(names: string[], ships: boolean, toolchain: readonly string[]): Said {
  const rest = names.filter((name) => !toolchain.includes(name) && !OF_TOOLCHAIN.test(name));
  if (rest.length === 0) return [true, 'the toolchain has them'];
  const place = ships ? 'runtime.packages' : 'toolchain.packages';
  return [false, `write those the program needs below ${place}: ${rest.join(', ')}`];
}

const OF_TOOLCHAIN =
  /^(?:build-essential|gcc|g\+\+|make|cmake|pkg-config|pkgconf|git|curl|wget|ca-certificates|tzdata|python3(?:-dev|-pip|-venv)?|golang.*|cargo|rustc|nodejs|npm|default-jdk.*|maven|gnupg|unzip|apt-transport-https|software-properties-common|netbase)$/;
