import { expect, test } from 'vitest';
import { hoursOf, isZone, sharedHours } from './hours';

const WEDNESDAY = new Date('2026-01-14T00:00:00Z');
const utc = (zones: string[], day = WEDNESDAY) => sharedHours(zones, day).map((hour) => hour.utc);

test('one place works from nine to five by its own clock', () => {
  expect(utc(['UTC'])).toEqual([9, 10, 11, 12, 13, 14, 15, 16]);
  expect(utc(['Asia/Tokyo'])).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
});

test('places share what all of them work', () => {
  expect(utc(['Europe/Berlin', 'America/New_York'])).toEqual([14, 15]);
  expect(utc(['Europe/Berlin', 'America/Los_Angeles'])).toEqual([]);
});

test('clocks are put forward in summer', () => {
  expect(utc(['Europe/Berlin'], new Date('2026-07-15T00:00:00Z'))[0]).toBe(7);
});

test('half hours and weekends count', () => {
  expect(hoursOf(['Asia/Kolkata'], WEDNESDAY)[4]?.local).toEqual([{ time: '09:30', works: true }]);
  expect(utc(['UTC'], new Date('2026-01-17T00:00:00Z'))).toEqual([]);
});

test('a zone is known or not', () => {
  expect(isZone('Europe/Berlin')).toBe(true);
  expect(isZone('Europe/Atlantis')).toBe(false);
});
