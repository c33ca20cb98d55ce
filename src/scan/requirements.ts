import type { ExpectedPackage } from './types.ts';

const PIN = /^([A-Za-z0-9][A-Za-z0-9._-]*)(?:\[[^\]]*\])?\s*==\s*([^\s;\\,]+)/;

/**
 * The pinned distributions of a requirements.txt. Lines with an environment marker are left out:
 * whether they are installed depends on the interpreter.
 */
export function pythonRequirements(text: string): ExpectedPackage[] {
  const lines = text.replace(/\\\r?\n/g, ' ').split(/\r?\n/);
  return lines.flatMap((line) => {
    const requirement = line.split(/\s#/, 1)[0] ?? '';
    const [, name, version] = PIN.exec(requirement.trim()) ?? [];
    if (!name || !version || requirement.includes(';')) return [];
    return [{ name, version, type: 'python' }];
  });
}
