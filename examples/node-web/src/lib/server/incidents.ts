import { randomUUID } from 'node:crypto';
import type { Journal } from './journal.ts';

export const SERVICES = ['api', 'web', 'mail'] as const;
export type Service = (typeof SERVICES)[number];

export interface Incident {
  id: string;
  service: Service;
  title: string;
  /** Markdown. */
  text: string;
  /** RFC 3339. */
  begun: string;
  resolved?: string;
}

/** What somebody typed into the form; the reasons why it is no incident, by field. */
export type Problems = Partial<Record<'service' | 'title', string>>;

/**
 * Incidents, the newest first. The journal has every change before anybody sees it; of an incident
 * that is in it twice, the later counts.
 */
export function incidents(journal: Journal<Incident>, now = () => new Date().toISOString()) {
  const all: Incident[] = [];
  const put = (incident: Incident) => {
    const at = all.findIndex(({ id }) => id === incident.id);
    if (at < 0) all.unshift(incident);
    else all[at] = incident;
  };
  journal.read().forEach(put);
  const record = (incident: Incident) => {
    journal.add(incident);
    put(incident);
  };
  return {
    all: (): readonly Incident[] => all,
    find: (id: string) => all.find((incident) => incident.id === id),
    /** Services with an incident that goes on. */
    troubled: () =>
      new Set(all.filter(({ resolved }) => !resolved).map(({ service }) => service)),
    report({ service, title, text }: Record<'service' | 'title' | 'text', string>) {
      const known = SERVICES.find((name) => name === service);
      const problems: Problems = {
        ...(!known && { service: `one of ${SERVICES.join(', ')}` }),
        ...(!title.trim() && { title: 'say in a few words what is wrong' }),
      };
      if (!known || problems.title) return { problems };
      const incident = { id: randomUUID(), service: known, title: title.trim(), text, begun: now() };
      record(incident);
      return { incident };
    },
    resolve(id: string): boolean {
      const incident = all.find((one) => one.id === id);
      if (!incident || incident.resolved) return false;
      record({ ...incident, resolved: now() });
      return true;
    },
  };
}
