import { randomUUID } from 'node:crypto';
import { type Booking, type BookingStore, overlap, time } from './bookings.ts';

/** Bookings in memory, gone with the process. */
export function memoryStore(): BookingStore {
  const bookings = new Map<string, Booking>();
  return {
    async ofRoom(room) {
      return [...bookings.values()]
        .filter((booking) => booking.room === room)
        .sort((a, b) => time(a.from) - time(b.from));
    },
    async add(wanted) {
      if ([...bookings.values()].some((booking) => overlap(booking, wanted))) return undefined;
      const booking = { id: randomUUID(), ...wanted };
      bookings.set(booking.id, booking);
      return booking;
    },
    async remove(id) {
      return bookings.delete(id);
    },
    async check() {},
    async close() {},
  };
}
