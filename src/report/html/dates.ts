const MONTHS = [
  ...['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September'],
  ...['October', 'November', 'December'],
];

/** `26 November 2026, 04:35 UTC`; what is no RFC 3339 stays as it is. */
export function day(text: string): string {
  const time = new Date(text);
  if (Number.isNaN(time.getTime())) return text;
  const month = MONTHS[time.getUTCMonth()];
  const [, clock = ''] = time.toISOString().split('T');
  return `${time.getUTCDate()} ${month} ${time.getUTCFullYear()}, ${clock.slice(0, 5)} UTC`;
}

/** `7 hours`, `3 days`; nothing where one of them is no date or later than the other. */
export function age(from: string, to: string): string | undefined {
  const hours = (Date.parse(to) - Date.parse(from)) / 3_600_000;
  if (Number.isNaN(hours) || hours < 0) return undefined;
  const [number, unit] = hours < 48 ? [Math.round(hours), 'hour'] : [Math.round(hours / 24), 'day'];
  return `${number} ${unit}${number === 1 ? '' : 's'}`;
}
