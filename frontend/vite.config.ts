import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';
import { firstLoad } from './build/firstLoad.ts';
import { precompress } from './build/precompress.ts';

const SERVER = `http://127.0.0.1:${process.env.PATCHGATE_HTTP_PORT ?? '8000'}`;

/**
 * As strict as what the server sends, so that `npm run preview` shows at once what the policy would break. Nothing
 * replaces the nonce there, and its placeholder serves as the nonce.
 */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'nonce-__CSP_NONCE__'",
  "img-src 'self'",
  "font-src 'self'",
  "connect-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

export default defineConfig({
  plugins: [react(), firstLoad(), precompress()],
  build: {
    outDir: 'target/classes/webroot',
    emptyOutDir: true,
    // No data: addresses, which the policy does not allow.
    assetsInlineLimit: 0,
  },
  server: {
    host: '127.0.0.1',
    proxy: { '/api': SERVER, '/openapi.yaml': SERVER },
  },
  preview: {
    host: '127.0.0.1',
    headers: { 'Content-Security-Policy': CONTENT_SECURITY_POLICY },
  },
  test: {
    include: ['src/**/*.test.ts'],
    environment: 'node',
    // styles.test.ts reads a stylesheet as it is written.
    css: true,
  },
});
