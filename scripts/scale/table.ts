import { type Night, night } from './night.ts';

const IMAGES = 10_000;
const CHANGED = 1_000;
const ENGINES = [1, 2, 4, 8, 16];
const HEAD = `| engines | first night | a night later | the same, without homes | one engine lost in the middle | begun again |
|---:|---:|---:|---:|---:|---:|`;

/** What a night over 10,000 images takes, by the number of engines. */
export async function scaleTable(images = IMAGES, changed = CHANGED): Promise<string> {
  const rows: string[] = [];
  for (const engines of ENGINES) rows.push(await rowOf({ images, changed, engines }));
  return [HEAD, ...rows].join('\n');
}

async function rowOf(size: Pick<Night, 'images' | 'changed' | 'engines'>): Promise<string> {
  const all = { ...size, home: true };
  const caches = new Map<string, Set<number>>();
  const first = await night({ ...all, caches });
  const copy = () => new Map([...caches].map(([name, known]) => [name, new Set(known)]));
  const later = await night({ ...all, caches: copy() });
  const homeless = await night({ ...all, home: false, caches: copy() });
  const lost = size.engines > 1 && {
    ...(await night({ ...all, caches: copy(), lostAt: later.seconds / 2 })),
  };
  for (const { results } of [first, later, homeless, ...(lost ? [lost] : [])]) {
    if (results !== size.images) throw new Error(`${results} of ${size.images} images were built`);
  }
  const times = [first, later, homeless].map(({ seconds }) => timeOf(seconds));
  const loss = lost ? [timeOf(lost.seconds), String(lost.again)] : ['all is lost', ''];
  return `| ${[size.engines, ...times, ...loss].join(' | ')} |`;
}

function timeOf(seconds: number): string {
  const minutes = Math.round(seconds / 60);
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** The page with this table between its marks. */
export function withTable(page: string, table: string): string {
  const [before, rest] = page.split('<!-- simulated -->\n');
  const after = rest?.split('<!-- end -->')[1];
  if (before === undefined || after === undefined) throw new Error('the page has no marks');
  return `${before}<!-- simulated -->\n\n${table}\n\n<!-- end -->${after}`;
}
