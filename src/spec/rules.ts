import type { z } from 'zod';

type Check = (payload: z.core.ParsePayload<object>) => void;

/** Exactly one of two keys. */
export function oneOf(first: string, second: string): Check {
  return ({ value, issues }) => {
    const given = [first, second].filter((key) => Object.hasOwn(value, key));
    if (given.length === 1) return;
    const none = given.length === 0;
    const message = none
      ? `${first} or ${second}\ngive one of ${first}, ${second}`
      : `${first} or ${second}, not both\nremove one of the two`;
    const code = none ? 'spec/missing-key' : 'spec/conflict';
    issues.push({ code: 'custom', input: value, message, params: { code } });
  };
}

/** A key that means something beside another one only. */
export function needs(key: string, other: string): Check {
  return ({ value, issues }) => {
    if (!Object.hasOwn(value, key) || Object.hasOwn(value, other)) return;
    const message = `no ${key} without ${other}\nremove ${key}, or use ${other}`;
    const params = { code: 'spec/conflict' };
    issues.push({ code: 'custom', input: value, path: [key], message, params });
  };
}
