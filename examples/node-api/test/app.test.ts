import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bookingsApp } from '../src/app.ts';
import { memoryStore } from '../src/memory-store.ts';

const MORNING = { title: 'Review', from: '2026-03-02T09:00:00Z', to: '2026-03-02T10:00:00Z' };
const AFTER = { title: 'Lunch', from: '2026-03-02T10:00:00Z', to: '2026-03-02T11:00:00Z' };

const app = () => bookingsApp(memoryStore(), { logger: false });
const book = (service: ReturnType<typeof app>, payload: object, room = 'blue') =>
  service.inject({ method: 'POST', url: `/rooms/${room}/bookings`, payload });

test('a room is booked, listed and freed', async () => {
  const service = app();
  const booked = await book(service, MORNING);
  assert.equal(booked.statusCode, 201);
  const { bookings } = (await service.inject('/rooms/blue/bookings')).json();
  assert.deepEqual(bookings, [booked.json()]);
  const remove = () => service.inject({ method: 'DELETE', url: `/bookings/${booked.json().id}` });
  assert.equal((await remove()).statusCode, 204);
  assert.equal((await remove()).statusCode, 404);
});

test('a room is booked once at a time', async () => {
  const service = app();
  await book(service, MORNING);
  assert.equal((await book(service, { ...MORNING, title: 'Other' })).statusCode, 409);
  assert.equal((await book(service, MORNING, 'red')).statusCode, 201);
  assert.equal((await book(service, AFTER)).statusCode, 201);
});

test('what is no booking is refused', async () => {
  const service = app();
  assert.equal((await book(service, { title: 'No time' })).statusCode, 400);
  assert.equal((await book(service, { ...MORNING, to: MORNING.from })).statusCode, 400);
  assert.equal((await book(service, { ...MORNING, from: 'tomorrow' })).statusCode, 400);
});

test('it says when its store is away', async () => {
  const store = memoryStore();
  const service = bookingsApp({ ...store, check: () => Promise.reject(new Error('away')) }, {});
  assert.equal((await service.inject('/readyz')).statusCode, 503);
  assert.equal((await service.inject('/healthz')).statusCode, 200);
});
