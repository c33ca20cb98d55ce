import { bookingsApp } from './app.ts';
import { memoryStore } from './memory-store.ts';
import { postgresStore } from './postgres-store.ts';

const { DATABASE_URL, PORT = '8080' } = process.env;

const store = DATABASE_URL ? await postgresStore(DATABASE_URL) : memoryStore();
const app = bookingsApp(store, { logger: true, trustProxy: true });

for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => app.close());

await app.listen({ host: '0.0.0.0', port: Number(PORT) });
