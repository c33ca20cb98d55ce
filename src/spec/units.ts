const SIZE = /^(\d+(?:\.\d+)?) ?(B|kB|KB|MB|GB|KiB|MiB|GiB)$/;
const BYTES: Record<string, number> = {
  B: 1,
  kB: 1e3,
  KB: 1e3,
  MB: 1e6,
  GB: 1e9,
  KiB: 1024,
  MiB: 1024 ** 2,
  GiB: 1024 ** 3,
};

/** `50MB` to bytes; undefined when it is no size. */
export function bytesOf(text: string): number | undefined {
  const [, amount, unit] = SIZE.exec(text) ?? [];
  if (amount === undefined || unit === undefined) return undefined;
  return Math.floor(Number(amount) * (BYTES[unit] ?? 1));
}

/** `72h` or `3d` to hours; undefined when it is no duration. */
export function hoursOf(text: string): number | undefined {
  const [, amount, unit] = /^(\d{1,6})(h|d)$/.exec(text) ?? [];
  if (amount === undefined) return undefined;
  return Number(amount) * (unit === 'd' ? 24 : 1);
}

/** `7d` to days; undefined when it is none. */
export function daysOf(text: string): number | undefined {
  const [, amount] = /^(\d{1,3})d$/.exec(text) ?? [];
  return amount === undefined ? undefined : Number(amount);
}

/** `30s`, `5m` or `1h` to seconds, and a number as it is; undefined when it is no duration. */
export function secondsOf(text: number | string): number | undefined {
  if (typeof text === 'number') return text;
  const [, amount, unit = ''] = /^(\d{1,6})(s|m|h)$/.exec(text) ?? [];
  if (amount === undefined) return undefined;
  return Number(amount) * ({ m: 60, h: 3600 }[unit] ?? 1);
}

/** Whether a text is a day of the calendar, as YYYY-MM-DD. */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const time = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}
