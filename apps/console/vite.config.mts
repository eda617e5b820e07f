import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** Replaced by the gateway in each page that it sends; see apps/gateway/src/console. */
const noncePlaceholder = '__CSP_NONCE__';

export default defineConfig({
  plugins: [react()],
  html: { cspNonce: noncePlaceholder },
  build: {
    // Everything is a file of its own: a data: address would need the content security policy to be looser.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 700,
  },
  // `npx vite apps/console` beside `npm start`: the pages of this folder, the data of the running system.
  server: { proxy: { '/v1': process.env.TRAILBOOK_URL ?? 'http://127.0.0.1:8080' } },
});
