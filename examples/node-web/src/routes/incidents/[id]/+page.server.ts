import { error } from '@sveltejs/kit';
import { store } from '$lib/server/store';
import { html } from '$lib/server/markdown';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ params }) => {
  const incident = store().find(params.id);
  if (!incident) error(404, 'No such incident');
  return { incident, html: html(incident.text) };
};

export const actions: Actions = {
  default: ({ params }) => ({ resolved: store().resolve(params.id) }),
};
