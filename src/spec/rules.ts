import type { z } from 'zod';

type Check = (payload: z.core.ParsePayload<object>) => void;

/** Exactly one of the keys. */
export function oneOf(...keys: string[]): Check {
  return ({ value, issues }) => {
    const given = keys.filter((key) => Object.hasOwn(value, key));
    if (given.length === 1) return;
    const named = given.length === 0 ? keys : given;
    const choice = `${named.slice(0, -1).join(', ')} or ${named.at(-1)}`;
    const message =
      given.length === 0
        ? `${choice}\ngive one of ${keys.join(', ')}`
        : `${choice}, not ${given.length === 2 ? 'both' : 'all'}\nremove ${given.length === 2 ? 'one of the two' : 'all but one'}`;
    const code = given.length === 0 ? 'spec/missing-key' : 'spec/conflict';
    issues.push({ code: 'custom', input: value, message, params: { code } });
  };
}

/** A key that means something beside one of other keys only. */
export function needs(key: string, ...others: string[]): Check {
  return ({ value, issues }) => {
    if (!Object.hasOwn(value, key) || others.some((other) => Object.hasOwn(value, other))) return;
    const other = others.join(' or ');
    const message = `no ${key} without ${other}\nremove ${key}, or use ${other}`;
    const params = { code: 'spec/conflict' };
    issues.push({ code: 'custom', input: value, path: [key], message, params });
  };
}

/** A key that sets a variable of the environment, which then is not set by hand. */
export function setBy(key: string, variable: string): Check {
  return ({ value, issues }) => {
    const { env } = value as { env?: Record<string, unknown> };
    if (!Object.hasOwn(value, key) || !env || !Object.hasOwn(env, variable)) return;
    const message = `no ${variable} beside ${key}, which sets it\nremove one of the two`;
    const params = { code: 'spec/conflict' };
    issues.push({ code: 'custom', input: env[variable], path: ['env', variable], message, params });
  };
}

/** Rules of a policy that Grype alone has the facts for. */
export function knownByGrype(): Check {
  return ({ value, issues }) => {
    const { policy, scan } = value as {
      policy?: { kev?: boolean; epss?: number };
      scan?: { scanners?: string[] };
    };
    if (!scan?.scanners || scan.scanners.includes('grype')) return;
    for (const key of ['kev', 'epss'] as const) {
      if (!policy?.[key]) continue;
      const message = `no ${key} without Grype, which alone knows it\nadd grype to scan.scanners, or remove ${key}`;
      const params = { code: 'spec/conflict' };
      const path = ['policy', key];
      issues.push({ code: 'custom', input: policy[key], path, message, params });
    }
  };
}
