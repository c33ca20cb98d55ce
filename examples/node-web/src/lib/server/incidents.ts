import { randomUUID } from 'node:crypto';

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

/** Incidents in memory, the newest first. */
export function incidents(now = () => new Date().toISOString()) {
  const all: Incident[] = [];
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
      all.unshift(incident);
      return { incident };
    },
    resolve(id: string): boolean {
      const incident = all.find((one) => one.id === id);
      if (!incident || incident.resolved) return false;
      incident.resolved = now();
      return true;
    },
  };
}

export const store = incidents();
