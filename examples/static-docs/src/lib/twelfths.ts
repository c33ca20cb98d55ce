const TWELFTHS = [0, 1, 3, 6, 9, 11, 12] as const;

/** The height after some hours of six, between low and high water; linear within an hour. */
export function heightAfter(hours: number, low: number, high: number): number {
  const at = Math.min(Math.max(hours, 0), 6);
  const whole = Math.min(Math.floor(at), 5);
  const from = TWELFTHS[whole] ?? 0;
  const to = TWELFTHS[whole + 1] ?? 12;
  const part = (from + (to - from) * (at - whole)) / 12;
  return low + (high - low) * part;
}
