import { fail, redirect } from '@sveltejs/kit';
import { SERVICES } from '$lib/server/incidents';
import { store } from '$lib/server/store';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = () => {
  const troubled = store().troubled();
  return {
    services: SERVICES.map((name) => ({ name, up: !troubled.has(name) })),
    incidents: store().all(),
  };
};

export const actions: Actions = {
  default: async ({ request }) => {
    const form = await request.formData();
    const text = (name: string) => String(form.get(name) ?? '');
    const { incident, problems } = store().report({
      service: text('service'),
      title: text('title'),
      text: text('text'),
    });
    if (!incident) return fail(400, { problems });
    redirect(303, `/incidents/${incident.id}`);
  },
};
