import fastify, { type FastifyInstance, type FastifyServerOptions } from 'fastify';
import { type BookingStore, type NewBooking, time } from './bookings.ts';

const TEXT = { type: 'string', minLength: 1, maxLength: 200 } as const;
const MOMENT = { type: 'string', format: 'date-time' } as const;
const BOOKING = {
  type: 'object',
  required: ['title', 'from', 'to'],
  additionalProperties: false,
  properties: { title: TEXT, from: MOMENT, to: MOMENT },
} as const;
const ID = { type: 'object', properties: { id: { type: 'string', format: 'uuid' } } } as const;

type Of<Params, Body = unknown> = { Params: Params; Body: Body };

/** The service over a store; it does not listen yet. */
export function bookingsApp(store: BookingStore, options: FastifyServerOptions): FastifyInstance {
  const app = fastify(options);

  app.get('/healthz', async () => ({ status: 'ok' }));

  app.get('/readyz', async (_request, reply) => {
    try {
      await store.check();
      return { status: 'ready' };
    } catch {
      return reply.code(503).send({ status: 'no store' });
    }
  });

  app.get<Of<{ room: string }>>('/rooms/:room/bookings', async ({ params }) => ({
    bookings: await store.ofRoom(params.room),
  }));

  app.post<Of<{ room: string }, Omit<NewBooking, 'room'>>>(
    '/rooms/:room/bookings',
    { schema: { body: BOOKING } },
    async ({ params, body }, reply) => {
      if (time(body.from) >= time(body.to)) {
        return reply.code(400).send({ error: 'from has to be before to' });
      }
      const booking = await store.add({ ...body, room: params.room });
      if (!booking) return reply.code(409).send({ error: `${params.room} is taken then` });
      return reply.code(201).header('location', `/bookings/${booking.id}`).send(booking);
    },
  );

  app.delete<Of<{ id: string }>>(
    '/bookings/:id',
    { schema: { params: ID } },
    async ({ params }, reply) => reply.code((await store.remove(params.id)) ? 204 : 404).send(),
  );

  app.addHook('onClose', () => store.close());
  return app;
}
