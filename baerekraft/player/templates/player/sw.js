// Keeps visited public pages readable without network. Nothing about a person is ever kept here.
const CACHE = "baerekraft-{{ version }}";
const ASSETS = {{ assets|safe }};
const OFFLINE = "{{ offline_url }}";
const PUBLIC = /^\/((nn|en)\/)?(kurs\/(?!sok\/)([\w-]+\/){0,2})?$/;
const HASHED = /^\/static\/.*[.-][0-9a-f]{8,}\./;
const PATIENCE = 3000;
const PAGES = 60;
const FILES = 40;
const fromCache = new Set();

const ours = (request) => new URL(request.url);
const saved = (address) => caches.match(address, { ignoreVary: true });

self.addEventListener("install", (event) => event.waitUntil(install()));
self.addEventListener("activate", (event) => event.waitUntil(moveIn()));

async function install() {
  const cache = await caches.open(CACHE);
  await cache.add(OFFLINE);
  await Promise.allSettled(ASSETS.map((asset) => cache.add(asset)));
  await self.skipWaiting();
}

// A new version takes over the pages that were visited under the old one: a lesson once opened stays readable.
async function moveIn() {
  const cache = await caches.open(CACHE);
  for (const name of await caches.keys()) {
    if (name === CACHE) continue;
    const old = await caches.open(name);
    for (const request of await old.keys()) {
      if (!(await cache.match(request))) await cache.put(request, await old.match(request));
    }
    await caches.delete(name);
  }
  await trim(cache);
}

async function trim(cache) {
  const urls = (await cache.keys()).map(({ url }) => new URL(url));
  const pages = urls.filter(({ pathname }) => PUBLIC.test(pathname));
  const files = urls.filter(({ pathname }) => HASHED.test(pathname) && !ASSETS.includes(pathname));
  const surplus = [...pages.slice(0, -PAGES), ...files.slice(0, -FILES)];
  await Promise.all(surplus.map((url) => cache.delete(url)));
}

async function keep({ pathname }, response) {
  const { headers, status } = response;
  const cache = await caches.open(CACHE);
  if (status === 404 || status === 410) return cache.delete(pathname);
  const personal = /private|no-store/.test(headers.get("Cache-Control"));
  const page = PUBLIC.test(pathname) && headers.get("Content-Type")?.startsWith("text/html");
  if (status !== 200 || response.redirected || personal || !(page || HASHED.test(pathname))) return;
  // Taken out first, so that the newest stand last.
  await cache.delete(pathname);
  await cache.put(pathname, response);
  await trim(cache);
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin) return;
  if (HASHED.test(url.pathname)) return event.respondWith(file(event, url));
  if (request.mode !== "navigate") return;
  const fresh = fetch(request);
  event.waitUntil(fresh.then((response) => keep(url, response.clone())).catch(() => {}));
  event.respondWith(page(event, url, fresh));
});

async function file(event, url) {
  const found = await saved(url.pathname);
  if (found) return found;
  const response = await fetch(event.request);
  event.waitUntil(keep(url, response.clone()));
  return response;
}

async function page(event, url, fresh) {
  const copy = PUBLIC.test(url.pathname) && (await saved(url.pathname));
  try {
    const late = new Promise((_, reject) => setTimeout(reject, PATIENCE));
    const response = await (copy ? Promise.race([fresh, late]) : fresh);
    if (!copy || response.status < 500) return response;
  } catch {
    // No network, or one that is too slow to wait for.
  }
  fromCache.add(event.resultingClientId);
  const { body, headers, status } = copy || (await saved(OFFLINE)) || Response.error();
  const marked = new Headers(headers);
  marked.set("X-From-Cache", "1");
  return new Response(body, { headers: marked, status });
}

// A page tells that it is here. It learns whether it came from the cache, and the first one, older than the worker, is kept.
self.addEventListener("message", (event) => event.waitUntil(greet(event.source)));

async function greet(client) {
  if (fromCache.has(client.id)) return client.postMessage("from cache");
  const url = new URL(client.url);
  if (!PUBLIC.test(url.pathname) || (await saved(url.pathname))) return;
  await keep(url, await fetch(url));
}
