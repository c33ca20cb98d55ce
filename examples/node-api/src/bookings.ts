/** A room for a span of time; `from` and `to` are RFC 3339, `to` is the first moment it is free. */
export interface Booking {
  id: string;
  room: string;
  title: string;
  from: string;
  to: string;
}

export type NewBooking = Omit<Booking, 'id'>;

/** Where bookings are kept. */
export interface BookingStore {
  /** Bookings of a room, in the order in which they begin. */
  ofRoom(room: string): Promise<Booking[]>;
  /** Undefined where the room is taken for a part of the time. */
  add(booking: NewBooking): Promise<Booking | undefined>;
  /** Whether there was one. */
  remove(id: string): Promise<boolean>;
  /** Throws where bookings cannot be had now. */
  check(): Promise<void>;
  close(): Promise<void>;
}

/** Two spans that only touch do not overlap. */
export function overlap(a: NewBooking, b: NewBooking): boolean {
  return a.room === b.room && time(a.from) < time(b.to) && time(b.from) < time(a.to);
}

export function time(text: string): number {
  return new Date(text).getTime();
}
