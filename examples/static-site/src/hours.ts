/** Hours of a UTC day at which a place is at work. */
const WORK = { from: 9, to: 17 };

export interface Hour {
  /** The hour of the UTC day, 0 to 23. */
  utc: number;
  /** What the clock of each place shows, in the order of the places. */
  local: { time: string; works: boolean }[];
}

/** The hours of a UTC day at which every place is at work. */
export function sharedHours(zones: readonly string[], day: Date): Hour[] {
  return hoursOf(zones, day).filter(({ local }) => local.every(({ works }) => works));
}

/** Every hour of a UTC day with the clocks of the places. */
export function hoursOf(zones: readonly string[], day: Date): Hour[] {
  const clocks = zones.map((timeZone) => clockOf(timeZone));
  return Array.from({ length: 24 }, (_, utc) => {
    const moment = new Date(
      Date.UTC(day.getUTCFullYear(), day.getUTCMonth(), day.getUTCDate(), utc),
    );
    return { utc, local: clocks.map((clock) => clock(moment)) };
  });
}

export function isZone(name: string): boolean {
  try {
    return Boolean(new Intl.DateTimeFormat('en', { timeZone: name }));
  } catch {
    return false;
  }
}

function clockOf(timeZone: string) {
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    hour: '2-digit',
    minute: '2-digit',
    weekday: 'short',
    hourCycle: 'h23',
  });
  return (moment: Date) => {
    const parts = Object.fromEntries(
      format.formatToParts(moment).map(({ type, value }) => [type, value]),
    );
    const hour = Number(parts['hour']) + Number(parts['minute']) / 60;
    const weekend = parts['weekday'] === 'Sat' || parts['weekday'] === 'Sun';
    return {
      time: `${parts['hour']}:${parts['minute']}`,
      works: !weekend && hour >= WORK.from && hour < WORK.to,
    };
  };
}
