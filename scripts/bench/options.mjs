import { parseArgs } from 'node:util';

export const USAGE = `npm run bench -- [--quick] [--rounds N] [--example NAME]... [--scenario NAME]... [--peer NAME]...
               [--load-limit N] [--json FILE] [--write]

Builds examples with harden and with other builders in turn, and prints how long each of them took.

  --quick        3 rounds of two scenarios; prints ratios
  --rounds N     rounds of each scenario: 10; without caches at most 5
  --example      which of the examples: go-api
  --scenario     unchanged, line, dependency, base, cold: all of them
  --peer         beside harden: all of them
  --load-limit   a round that begins at a higher load is marked: 1.5 times the cores
  --json FILE    where the whole run is written to, round by round
  --write        makes docs/performance.md and docs/performance.json of this run
`;

const QUICK = { rounds: 3, scenarios: ['unchanged', 'line'] };
const FULL = { rounds: 10, scenarios: [] };

/** What the bench is asked to do. @throws Error in words of a user. */
export function optionsOf(args) {
  const { values } = parseArgs({
    args,
    options: {
      quick: { type: 'boolean', default: false },
      rounds: { type: 'string' },
      example: { type: 'string', multiple: true, default: ['go-api'] },
      scenario: { type: 'string', multiple: true },
      peer: { type: 'string', multiple: true, default: [] },
      'load-limit': { type: 'string' },
      json: { type: 'string' },
      write: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  const usual = values.quick ? QUICK : FULL;
  if (values.quick && values.write) {
    throw new Error('--write takes a full run, and this is a quick one: leave out --quick');
  }
  const rounds = numberOf('--rounds', values.rounds, usual.rounds);
  if (values.write && rounds < FULL.rounds) {
    throw new Error(`--write takes at least ${FULL.rounds} rounds, and these are ${rounds}`);
  }
  return {
    ...{ help: values.help, quick: values.quick, write: values.write, json: values.json, rounds },
    examples: values.example,
    scenarios: values.scenario ?? usual.scenarios,
    peers: values.peer,
    loadLimit: numberOf('--load-limit', values['load-limit'], undefined),
  };
}

function numberOf(name, text, usual) {
  if (text === undefined) return usual;
  const number = Number(text);
  if (Number.isFinite(number) && number >= 1) return number;
  throw new Error(`${name} is "${text}", expected a number from 1 on`);
}
