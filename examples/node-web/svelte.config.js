import adapter from '@sveltejs/adapter-node';
import { vitePreprocess } from '@sveltejs/vite-plugin-svelte';
import manifest from './package.json' with { type: 'json' };

/** @type {import('@sveltejs/kit').Config} */
export default {
  preprocess: vitePreprocess(),
  kit: {
    adapter: adapter(),
    // The time of the build is the default, and no two builds would be the same.
    version: { name: manifest.version },
  },
};
