// Answers the pages below /v/ where there is no network: any of them with the page of the check, which judges by itself.
const KEPT = JSON.parse("{{ kept|escapejs }}");
const PATIENCE = 5000; // ms: on a line this slow the check of the browser's own is quicker

self.addEventListener("install", (event) => {
  event.waitUntil(keepAll().then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  event.waitUntil(forgetOthers().then(() => self.clients.claim()));
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== self.location.origin) return;
  if (request.mode === "navigate") event.respondWith(page(request));
  else if (KEPT.data.includes(pathname)) event.respondWith(newest(request, pathname));
  else if (KEPT.files.includes(pathname)) event.respondWith(kept(pathname, request));
});

async function keepAll() {
  const cache = await caches.open(KEPT.cache);
  // nobody's name in the header of a page that stays on the device
  const wanted = [KEPT.page, ...KEPT.data, ...KEPT.files];
  await Promise.all(wanted.map(async (path) => {
    const answer = await fetch(path, { credentials: "omit", cache: "no-cache" });
    if (!answer.ok) throw new Error(path);
    await cache.put(path, answer);
  }));
}

async function forgetOthers() {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith("periksa-") && name !== KEPT.cache).map((name) => caches.delete(name)));
}

async function page(request) {
  try {
    const answer = await fetch(request, { signal: AbortSignal.timeout(PATIENCE) });
    if (answer.status < 500) return answer;
  } catch {
    // no network, or one that is as good as none
  }
  return (await caches.match(KEPT.page)) ?? Response.error();
}

async function newest(request, path) {
  try {
    const answer = await fetch(request, { signal: AbortSignal.timeout(PATIENCE), cache: "no-store" });
    if (answer.ok) {
      const cache = await caches.open(KEPT.cache);
      await cache.put(path, answer.clone());
      return answer;
    }
  } catch {
    // the one that was kept is dated
  }
  return (await caches.match(path)) ?? Response.error();
}

async function kept(path, request) {
  return (await caches.match(path)) ?? fetch(request);
}
