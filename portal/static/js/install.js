/* Comfort only: lets the browser keep the page that is shown without a connection. The worker lies beside the manifest. */
"use strict";

{
  const manifest = document.querySelector('link[rel="manifest"]');
  if (manifest && "serviceWorker" in navigator) {
    // A browser may refuse, in private windows for one; then there is no such page, and nothing else is missing.
    navigator.serviceWorker.register(new URL("worker.js", manifest.href)).catch(() => {});
  }
}
