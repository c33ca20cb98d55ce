import type { ServerInit } from '@sveltejs/kit';
import { openStore } from '$lib/server/store';

export const init: ServerInit = () => openStore(process.env.DATA);
