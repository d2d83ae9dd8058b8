/*
 * Stands in when the site cannot be reached. It keeps one page without anybody's words, and the files that page needs.
 * No page of a person is ever kept, and nothing is read from or written to any other place of the browser.
 */
"use strict";

const KEPT = {{ kept|tojson }};
const OFFLINE = KEPT[0];
const OURS = `harbour ${new URL(self.registration.scope).pathname} `; // several practices may share one address
const CACHE = OURS + {{ version|tojson }};

async function fill() {
  const cache = await caches.open(CACHE);
  await cache.addAll(KEPT);
  await self.skipWaiting();
}

async function dropOlder() {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith(OURS) && name !== CACHE).map((name) => caches.delete(name)));
}

async function kept(address) {
  return (await caches.match(address, { cacheName: CACHE, ignoreVary: true })) || Response.error();
}

self.addEventListener("install", (event) => event.waitUntil(fill()));
self.addEventListener("activate", (event) => event.waitUntil(dropOlder()));

self.addEventListener("fetch", (event) => {
  const { method, mode, url } = event.request;
  if (method !== "GET") return; // a form that could not be sent stays with the browser, which can send it again
  const { origin, pathname, search } = new URL(url);
  if (mode === "navigate") event.respondWith(fetch(event.request).catch(() => kept(OFFLINE)));
  else if (origin === self.location.origin && KEPT.includes(pathname + search)) {
    event.respondWith(fetch(event.request).catch(() => kept(pathname + search)));
  }
});
