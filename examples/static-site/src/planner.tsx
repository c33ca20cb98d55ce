import { useState } from 'preact/hooks';
import { hoursOf, isZone } from './hours';

const FIRST = ['Europe/Berlin', 'America/New_York'];

/** The table of a day: a row for each hour, a column for each place. */
export function Planner() {
  const [zones, setZones] = useState<string[]>(FIRST);
  const [wanted, setWanted] = useState('');
  const [day, setDay] = useState(new Date().toISOString().slice(0, 10));
  const known = isZone(wanted) && !zones.includes(wanted);

  function add(event: Event) {
    event.preventDefault();
    if (!known) return;
    setZones([...zones, wanted]);
    setWanted('');
  }

  return (
    <main>
      <h1>When does everybody work?</h1>
      <form onSubmit={add}>
        <input
          type="date"
          aria-label="Day"
          value={day}
          onInput={(event) => setDay(event.currentTarget.value || day)}
        />
        <input
          aria-label="Time zone"
          list="zones"
          placeholder="Asia/Tokyo"
          value={wanted}
          onInput={(event) => setWanted(event.currentTarget.value)}
        />
        <datalist id="zones">
          {Intl.supportedValuesOf('timeZone').map((zone) => (
            <option key={zone} value={zone} />
          ))}
        </datalist>
        <button type="submit" disabled={!known}>
          Add
        </button>
      </form>
      <table>
        <thead>
          <tr>
            <th>UTC</th>
            {zones.map((zone) => (
              <th key={zone}>
                {zone}{' '}
                <button
                  type="button"
                  aria-label={`Remove ${zone}`}
                  onClick={() => setZones(zones.filter((one) => one !== zone))}
                >
                  ×
                </button>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {hoursOf(zones, new Date(day)).map(({ utc, local }) => (
            <tr key={utc} class={local.every(({ works }) => works) ? 'shared' : ''}>
              <th>{String(utc).padStart(2, '0')}</th>
              {local.map(({ time, works }, index) => (
                <td key={zones[index]} class={works ? 'works' : ''}>
                  {time}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </main>
  );
}
