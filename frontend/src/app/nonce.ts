const meta = document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]');

/** The nonce the server wrote into this copy of index.html, without which the policy refuses injected styles. */
export const cspNonce: string = meta?.content ?? '';

declare global {
  var __webpack_nonce__: string;
}

// Mantine's overlays inject styles through get-nonce, which looks for this name.
globalThis.__webpack_nonce__ = cspNonce;
