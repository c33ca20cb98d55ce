import { type Amount, type Case, type Outcome, section } from '../section.ts';
import { FORMS, type Form } from './forms.ts';
import { PAYLOADS } from './payloads.ts';
import { filled, PARTS, type Part } from './places.ts';
import { FAILED, UNPROVEN } from './report.ts';

interface Input {
  payload: string;
  fillings: readonly Part[][];
}

type Print = (form: Form, report: typeof FAILED) => string;

const EVERY = { full: 1, short: 13 };
/** What a text may be that is harmless: a word, an address where one is wanted, a number, nothing. */
const HARMLESS = ['word', 'https://word.example/', '1. b', ''];
const RUNS = [FAILED, UNPROVEN];

export const printed = section<Input, Print>({
  name: `injection: ${PAYLOADS.length} payloads in every text of a report, in ${Object.keys(FORMS).length} forms`,
  promise: 'for HTML, Markdown, XML and JSON parsers of others as with a word; no command in a log',
  meaning:
    'Names, versions, paths, titles, addresses, licences, evidence, logs, reasons, warnings: elements, attributes and links are those that a harmless word gives, and no line acts on a terminal or on the runner of a pipeline.',
  cases,
  defence: (form, report) => form.print(report),
  attempt,
  sabotage: { takenOut: 'the escapes of what is printed', defence: unescaped },
});

/** Each in all texts at once; in a long run in those of a few parts alone too, others each time. */
function* cases(amount: Amount): Generator<Case<Input>> {
  for (const [index, payload] of PAYLOADS.entries()) {
    if (index % EVERY[amount] !== 0) continue;
    const alone = [0, 1].map((one) => [PARTS[(index * 2 + one) % PARTS.length] ?? 'image']);
    const fillings = amount === 'full' ? [[...PARTS], ...alone] : [[...PARTS]];
    const input = { payload, fillings };
    yield { name: JSON.stringify(payload), input };
  }
}

function attempt(print: Print, { payload, fillings }: Input): Outcome {
  for (const [index, run] of RUNS.entries()) {
    for (const parts of fillings) {
      const report = filled(run, parts, payload);
      for (const [name, form] of Object.entries(FORMS)) {
        const text = print(form, report);
        const broke =
          acting(text, form) ?? unlike(text, form, report, () => wordly(index, parts, name));
        if (broke !== undefined)
          return {
            got: 'acted',
            broke: `${parts.length > 1 ? 'all' : parts[0]} in ${name}: ${broke}`,
          };
      }
    }
  }
  return { got: 'text' };
}

/** Controls, marks that turn or hide text, halves of characters; a line end is harden's own. */
const HIDDEN = /[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/u;
/** A command where runners look for one: at the begin of a line, or anywhere in it. */
const COMMAND = /^\s*::[a-z-]+.*|##\[|##vso\[|^\s*##teamcity\[|section_(?:start|end):\d+:\S*\r/im;

function acting(text: string, { logged }: Form): string | undefined {
  const hidden = HIDDEN.exec(text.replaceAll('\n', ''));
  if (hidden) return `has the character ${hidden[0].codePointAt(0)?.toString(16)} as it is`;
  const command = logged && COMMAND.exec(text);
  return command ? `has the command ${JSON.stringify(command[0].slice(0, 60))}` : undefined;
}

function unlike(
  text: string,
  form: Form,
  report: typeof FAILED,
  usual: () => readonly string[],
): string | undefined {
  const { shape, wrong } = form.read(text, report);
  if (wrong !== undefined) return wrong;
  const shapes = usual();
  return shapes.includes(shape) ? undefined : `is read otherwise: ${difference(shape, shapes)}`;
}

const known = new Map<string, string[]>();

/** The shapes that harmless words give in the same place. */
function wordly(run: number, parts: readonly Part[], name: string): readonly string[] {
  const key = `${run} ${parts.join()} ${name}`;
  const found = known.get(key);
  if (found) return found;
  const form = FORMS[name] as Form;
  const shapes = HARMLESS.map((word) => {
    const report = filled(RUNS[run] ?? FAILED, parts, word);
    return form.read(form.print(report), report).shape;
  });
  known.set(key, shapes);
  return shapes;
}

function difference(shape: string, [first = '']: readonly string[]): string {
  let at = 0;
  while (at < shape.length && shape[at] === first[at]) at += 1;
  return `${JSON.stringify(shape.slice(Math.max(at - 40, 0), at + 80))}, not ${JSON.stringify(first.slice(Math.max(at - 40, 0), at + 80))}`;
}

/** Each escape that harden writes, taken back. */
function unescaped(form: Form, report: typeof FAILED): string {
  return form
    .print(report)
    .replace(/&#(\d+);/g, (_all, code) => String.fromCodePoint(Number(code)))
    .replace(/\\u\{([0-9a-f]+)\}/g, (_all, code) =>
      String.fromCodePoint(Number.parseInt(code, 16)),
    );
}
