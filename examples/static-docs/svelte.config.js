import adapter from '@sveltejs/adapter-static';

/** @type {import('@sveltejs/kit').Config} */
export default {
  kit: {
    adapter: adapter(),
    // The same source gives the same files.
    version: { name: '1.0.0' },
  },
};
