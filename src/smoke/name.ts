import type { SmokeTest } from '../plan/types.ts';

/** What a test asks, for people, on one line. */
export function nameOf(test: SmokeTest): string {
  switch (test.kind) {
    case 'start':
      return test.port ? `starts and listens on ${test.port}` : 'starts and stays up';
    case 'http':
      return `GET :${test.port}${test.path} gives ${test.status}${test.body ? ` with ${JSON.stringify(test.body)}` : ''}`;
    case 'log':
      return `prints ${JSON.stringify(test.text)}`;
    case 'health':
      return `is healthy: ${argvText(test.run)}`;
    case 'run':
      return `runs ${argvText(test.run)}${wishOf(test)}`;
    default:
      throw new Error(`no name for ${String(test satisfies never)}`);
  }
}

const MOST_CHARACTERS = 100;

/** An argument with spaces, quotes or nothing in it is quoted, so that its ends are seen. */
function argvText(argv: readonly string[]): string {
  const text = argv.map((arg) => (/^[^\s"'\\]+$/.test(arg) ? arg : JSON.stringify(arg))).join(' ');
  return text.length > MOST_CHARACTERS ? `${text.slice(0, MOST_CHARACTERS)}…` : text;
}

function wishOf({ exitCode, stdout }: Extract<SmokeTest, { kind: 'run' }>): string {
  const code = exitCode === 0 ? [] : [`exits with ${exitCode}`];
  const text = stdout === undefined ? [] : [`prints ${JSON.stringify(stdout)}`];
  const wishes = [...code, ...text];
  return wishes.length > 0 ? ` and ${wishes.join(' and ')}` : '';
}
