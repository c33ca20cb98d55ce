import pg from 'pg';
import type { Booking, BookingStore } from './bookings.ts';

const SCHEMA = `
  CREATE EXTENSION IF NOT EXISTS btree_gist;
  CREATE TABLE IF NOT EXISTS bookings (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    room text NOT NULL,
    title text NOT NULL,
    during tstzrange NOT NULL,
    EXCLUDE USING gist (room WITH =, during WITH &&)
  )`;

const COLUMNS = 'id, room, title, lower(during) AS "from", upper(during) AS "to"';
const TAKEN = '23P01';

interface Row {
  id: string;
  room: string;
  title: string;
  from: Date;
  to: Date;
}

/** Bookings in PostgreSQL, which itself keeps two of one room apart. */
export async function postgresStore(url: string): Promise<BookingStore> {
  const pool = new pg.Pool({ connectionString: url, max: 10 });
  await pool.query(SCHEMA);
  return {
    async ofRoom(room) {
      const { rows } = await pool.query<Row>(
        `SELECT ${COLUMNS} FROM bookings WHERE room = $1 ORDER BY lower(during)`,
        [room],
      );
      return rows.map(bookingOf);
    },
    async add({ room, title, from, to }) {
      try {
        const { rows } = await pool.query<Row>(
          `INSERT INTO bookings (room, title, during) VALUES ($1, $2, tstzrange($3, $4)) RETURNING ${COLUMNS}`,
          [room, title, from, to],
        );
        return rows[0] && bookingOf(rows[0]);
      } catch (thrown) {
        if (thrown instanceof pg.DatabaseError && thrown.code === TAKEN) return undefined;
        throw thrown;
      }
    },
    async remove(id) {
      const { rowCount } = await pool.query('DELETE FROM bookings WHERE id = $1', [id]);
      return rowCount === 1;
    },
    async check() {
      await pool.query('SELECT 1');
    },
    close: () => pool.end(),
  };
}

function bookingOf(row: Row): Booking {
  return { ...row, from: row.from.toISOString(), to: row.to.toISOString() };
}
