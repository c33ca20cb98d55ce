import { type Diagnostic, error, fail, ok, type Result } from '../diagnostics/diagnostic.ts';
import { parseYaml } from '../spec/document.ts';
import { keySpan } from '../spec/source-map.ts';
import { validate } from '../spec/validate.ts';
import { inOrder, integrityOf } from './format.ts';
import { type Lock, lockSchema } from './schema.ts';

/** The text of a hardening.lock to a lock. JSON is YAML, so mistakes have their line. */
export function parseLock(text: string, file: string): Result<Lock> {
  const parsed = parseYaml(text, file);
  if (!parsed.ok) return fail(...parsed.diagnostics.map(asLock));
  const checked = validate(lockSchema, parsed.value);
  if (!checked.value) return fail(...checked.problems.map(asLock));
  const { lockVersion, integrity, ...content } = checked.value;
  const expected = integrityOf(content);
  // The integrity is that of one order, without what is doubled: nothing else is read.
  if (integrity === expected) return ok({ lockVersion, integrity, ...inOrder(content) });
  const span = keySpan(parsed.value.source, ['integrity']);
  const message = `${file} was changed by hand: its integrity is ${integrity.slice(0, 19)}, and that of its content ${expected.slice(0, 19)}`;
  return fail(error('lock/edited', message, { span, hint: 'write it anew with: harden lock' }));
}

function asLock(diagnostic: Diagnostic): Diagnostic {
  const hint = 'write it anew with: harden lock';
  return { ...diagnostic, code: 'lock/invalid', hint };
}
